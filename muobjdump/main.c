/* muobjdump: shows what is in a Muon program. */
#include "muobjdump/muobjdump.h"
#include "muobjdump/options.h"
#include "support/streams.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_INPUT = 1, EXIT_USAGE = 2 };

struct request {
    bool disassemble, headers, symbols, neutrino;
    struct disassembly disassembly;
    struct string_list inputs;
};

static bool parse_address(const struct option_parser *parser, uint64_t *address) {
    char *end;
    errno = 0;
    *address = strtoull(parser->value, &end, 0);
    if (end != parser->value && !*end && !errno && *parser->value != '-')
        return true;
    diag_error(parser->diag, "'%s' is no address", parser->text);
    return false;
}

static bool take_option(int id, const struct option_parser *parser, struct request *request) {
    struct disassembly *disassembly = &request->disassembly;
    switch (id) {
    case OPTION_INPUT: string_list_add(&request->inputs, parser->value); break;
    case OPT_DISASSEMBLE: request->disassemble = true; break;
    case OPT_DISASSEMBLE_ALL: request->disassemble = disassembly->all_sections = true; break;
    case OPT_LINES: request->disassemble = disassembly->source_lines = true; break;
    case OPT_DEMANGLE: disassembly->readable_names = true; break;
    case OPT_HEADERS: request->headers = true; break;
    case OPT_SYMBOLS: request->symbols = true; break;
    case OPT_NEUTRINO: request->neutrino = true; break;
    case OPT_SECTION: string_list_add(&disassembly->sections, parser->value); break;
    case OPT_NO_ALIASES: disassembly->no_aliases = true; break;
    case OPT_NO_RAW: disassembly->no_raw_words = true; break;
    case OPT_EXPLAIN: disassembly->explain = true; break;
    case OPT_ASSEMBLY: request->disassemble = disassembly->assembly = true; break;
    case OPT_START: return parse_address(parser, &disassembly->start);
    case OPT_STOP: return parse_address(parser, &disassembly->stop);
    case OPTION_DIAGNOSTIC: break;
    case OPTION_UNKNOWN: options_report_unknown(parser); return false;
    default: return false;
    }
    return true;
}

static bool dump(const char *path, const struct request *request, struct diag_engine *diag) {
    struct object_file file;
    if (!object_open(&file, path, diag))
        return false;
    if (request->disassembly.readable_names)
        symbol_table_demangle(&file.symbols);
    if (!request->disassembly.assembly)
        print_file_format(&file);
    if (request->headers)
        print_section_headers(&file);
    if (request->symbols)
        print_symbols(&file);
    bool ok = !request->neutrino || print_neutrino(&file, diag);
    if (request->disassemble)
        ok &= print_disassembly(&file, &request->disassembly, diag);
    object_close(&file);
    return ok;
}

static int dump_all(const struct request *request, struct diag_engine *diag) {
    bool ok = true;
    for (size_t i = 0; i < request->inputs.count; i++)
        ok &= dump(request->inputs.items[i], request, diag);
    return ok ? EXIT_SUCCESS : EXIT_INPUT;
}

static int run(struct option_parser *parser, struct request *request) {
    for (int id; (id = options_next(parser)) != OPTION_END;) {
        if (id == OPTION_DONE)
            return EXIT_SUCCESS;
        if (!take_option(id, parser, request))
            return EXIT_USAGE;
    }
    if (!request->inputs.count) {
        diag_error(parser->diag, "no input file");
        return EXIT_USAGE;
    }
    const struct disassembly *what = &request->disassembly;
    if (what->assembly && (what->start || what->stop != UINT64_MAX)) {
        diag_error(parser->diag, "--assembly prints whole sections");
        return EXIT_USAGE;
    }
    if (what->assembly && what->readable_names) {
        diag_error(parser->diag, "--assembly needs the names that the linker knows");
        return EXIT_USAGE;
    }
    if (!request->headers && !request->symbols && !request->neutrino)
        request->disassemble = true;
    return dump_all(request, parser->diag);
}

int main(int argc, char **argv) {
    struct diag_engine diag;
    struct option_parser parser;
    struct request request = {.disassembly.stop = UINT64_MAX};
    streams_begin();
    diag_init(&diag, "muobjdump");
    int status = EXIT_USAGE;
    if (options_init(&parser, &muobjdump_options, argc, argv, &diag))
        status = run(&parser, &request);
    status = streams_end(status, &diag);
    string_list_free(&request.inputs);
    string_list_free(&request.disassembly.sections);
    options_free(&parser);
    diag_free(&diag);
    return status;
}
