/* muobjdump: shows what is in a Muon program. */
#include "muobjdump/muobjdump.h"
#include "support/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_INPUT = 1, EXIT_USAGE = 2 };

enum {
    OPTION_HELP = 1,
    OPTION_VERSION,
    OPTION_DISASSEMBLE,
    OPTION_DISASSEMBLE_ALL,
    OPTION_LINES,
    OPTION_DEMANGLE,
    OPTION_HEADERS,
    OPTION_SYMBOLS,
    OPTION_NEUTRINO,
    OPTION_SECTION,
    OPTION_NO_ALIASES,
    OPTION_MACHINE,
    OPTION_NO_RAW,
    OPTION_EXPLAIN,
    OPTION_ASSEMBLY,
    OPTION_START,
    OPTION_STOP,
};

static const struct option table[] = {
    {"-d", OPTION_FLAG, OPTION_DISASSEMBLE, NULL,
     "disassemble the executable sections (the default)"},
    {"--disassemble", OPTION_FLAG, OPTION_DISASSEMBLE, NULL, NULL},
    {"-D", OPTION_FLAG, OPTION_DISASSEMBLE_ALL, NULL, "disassemble all sections"},
    {"--disassemble-all", OPTION_FLAG, OPTION_DISASSEMBLE_ALL, NULL, NULL},
    {"-l", OPTION_FLAG, OPTION_LINES, NULL, "show source files and lines with the disassembly"},
    {"--line-numbers", OPTION_FLAG, OPTION_LINES, NULL, NULL},
    {"-C", OPTION_FLAG, OPTION_DEMANGLE, NULL, "show names of C++ as the source has them"},
    {"--demangle", OPTION_FLAG, OPTION_DEMANGLE, NULL, NULL},
    {"-h", OPTION_FLAG, OPTION_HEADERS, NULL, "show the section headers"},
    {"--section-headers", OPTION_FLAG, OPTION_HEADERS, NULL, NULL},
    {"--headers", OPTION_FLAG, OPTION_HEADERS, NULL, NULL},
    {"-t", OPTION_FLAG, OPTION_SYMBOLS, NULL, "show the symbols"},
    {"--syms", OPTION_FLAG, OPTION_SYMBOLS, NULL, NULL},
    {"--neutrino", OPTION_FLAG, OPTION_NEUTRINO, NULL,
     "show the header of the Neutrino image and its tasks"},
    {"-j", OPTION_SEPARATE, OPTION_SECTION, "SECTION", "disassemble only this section"},
    {"--section", OPTION_JOINED, OPTION_SECTION, "SECTION", NULL},
    {"-M", OPTION_SEPARATE, OPTION_MACHINE, "no-aliases", "print no aliases such as mv and vx_bar"},
    {"--no-aliases", OPTION_FLAG, OPTION_NO_ALIASES, NULL, "the same"},
    {"--no-show-raw-insn", OPTION_FLAG, OPTION_NO_RAW, NULL, "do not print the words in hex"},
    {"--explain", OPTION_FLAG, OPTION_EXPLAIN, NULL, "say what each instruction does"},
    {"--assembly", OPTION_FLAG, OPTION_ASSEMBLY, NULL,
     "print the executable sections as assembly that muonc takes"},
    {"--start-address", OPTION_JOINED, OPTION_START, "ADDRESS", "disassemble from here on"},
    {"--stop-address", OPTION_JOINED, OPTION_STOP, "ADDRESS", "disassemble up to here"},
    {"--help", OPTION_FLAG, OPTION_HELP, NULL, "show this help"},
    {"--version", OPTION_FLAG, OPTION_VERSION, NULL, "show the version"},
    {0},
};

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

static bool parse_machine_option(const struct option_parser *parser,
                                 struct disassembly *disassembly) {
    disassembly->no_aliases = true;
    if (!strcmp(parser->value, "no-aliases"))
        return true;
    diag_error(parser->diag, "unknown option '-M %s'; there is -M no-aliases", parser->value);
    return false;
}

static bool take_unknown(const struct option_parser *parser) {
    if (diag_option(parser->diag, parser->text))
        return true;
    diag_error(parser->diag, "unknown option '%s'; see --help", parser->text);
    return false;
}

static bool take_option(int id, const struct option_parser *parser, struct request *request) {
    struct disassembly *disassembly = &request->disassembly;
    switch (id) {
    case OPTION_INPUT: string_list_add(&request->inputs, parser->value); break;
    case OPTION_DISASSEMBLE: request->disassemble = true; break;
    case OPTION_DISASSEMBLE_ALL: request->disassemble = disassembly->all_sections = true; break;
    case OPTION_LINES: request->disassemble = disassembly->source_lines = true; break;
    case OPTION_DEMANGLE: disassembly->readable_names = true; break;
    case OPTION_HEADERS: request->headers = true; break;
    case OPTION_SYMBOLS: request->symbols = true; break;
    case OPTION_NEUTRINO: request->neutrino = true; break;
    case OPTION_SECTION: string_list_add(&disassembly->sections, parser->value); break;
    case OPTION_NO_ALIASES: disassembly->no_aliases = true; break;
    case OPTION_MACHINE: return parse_machine_option(parser, disassembly);
    case OPTION_NO_RAW: disassembly->no_raw_words = true; break;
    case OPTION_EXPLAIN: disassembly->explain = true; break;
    case OPTION_ASSEMBLY: request->disassemble = disassembly->assembly = true; break;
    case OPTION_START: return parse_address(parser, &disassembly->start);
    case OPTION_STOP: return parse_address(parser, &disassembly->stop);
    case OPTION_UNKNOWN: return take_unknown(parser);
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
    if (fflush(stdout) || ferror(stdout)) {
        diag_error(diag, "cannot write: %s", strerror(errno));
        ok = false;
    }
    return ok ? EXIT_SUCCESS : EXIT_INPUT;
}

static int run(struct option_parser *parser, struct request *request) {
    for (int id; (id = options_next(parser)) != OPTION_END;) {
        if (id == OPTION_HELP) {
            options_print_help(table, "muobjdump [options] program…",
                               "Shows what is in a Muon program.");
            return EXIT_SUCCESS;
        }
        if (id == OPTION_VERSION) {
            options_print_version("muobjdump");
            return EXIT_SUCCESS;
        }
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
    diag_init(&diag, "muobjdump");
    int status = EXIT_USAGE;
    if (options_init(&parser, table, argc, argv, &diag)) {
        parser.bundling = true;
        status = run(&parser, &request);
    }
    string_list_free(&request.inputs);
    string_list_free(&request.disassembly.sections);
    options_free(&parser);
    diag_free(&diag);
    return status;
}
