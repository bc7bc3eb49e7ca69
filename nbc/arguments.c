#include "nbc/arguments.h"

#include "nbc/emit.h"
#include "nbc/options.h"
#include "neutrino/platform.h"
#include "support/output.h"
#include "support/path.h"

#include <stdlib.h>
#include <string.h>

/* The options as read, before what follows from them. */
struct reading {
    struct arguments *arguments;
    struct option_parser parser;
    struct diag_engine *diag;
    bool depfile_wanted;
};

static void set(char **field, const char *value) {
    free(*field);
    *field = xstrdup(value);
}

static bool has_extension(const char *path, const char *extension) {
    return !strcmp(path_extension(path), extension);
}

static bool add_overlay(struct reading *reading, const char *path) {
    struct arguments *arguments = reading->arguments;
    if (arguments->overlay) {
        diag_error(reading->diag, "there can be one overlay program, and '%s' is the second", path);
        return false;
    }
    arguments->overlay = xstrdup(path);
    return true;
}

static void add_input(struct arguments *arguments, const char *path) {
    if (has_extension(path, ".o") || has_extension(path, ".a"))
        string_list_add(&arguments->objects, path);
    else if (has_extension(path, ".s") || has_extension(path, ".S"))
        string_list_add(&arguments->assembly, path);
    else
        string_list_add(&arguments->sources, path);
}

static bool read_first_id(struct reading *reading) {
    char *end;
    unsigned long value = strtoul(reading->parser.value, &end, 10);
    if (*end || value < 1 || value >= NEUTRINO_FIRST_RESERVED_TASK) {
        diag_error(reading->diag, "--first-task-id must be a number from 1 to %u, not '%s'",
                   NEUTRINO_FIRST_RESERVED_TASK - 1, reading->parser.value);
        return false;
    }
    reading->arguments->first_task_id = (unsigned)value;
    return true;
}

static void add_prefix_map(struct arguments *arguments, const struct option_parser *parser) {
    string_list_add(&arguments->prefix_maps, parser->value);
    string_list_add(&arguments->clang, parser->text);
}

/* Names of ours are none of clang's business; -w and -Werror are for both. */
static void hand_on_diagnostic(struct arguments *arguments, const char *text) {
    if (!strcmp(text, "-w") || !strcmp(text, "-Werror"))
        string_list_add(&arguments->clang, text);
}

static bool read_clang_option(struct reading *reading) {
    const char *text = reading->parser.text;
    if (!strncmp(text, "--", 2) && strncmp(text, "--std", 5)) {
        options_report_unknown(&reading->parser);
        return false;
    }
    string_list_add(&reading->arguments->clang, text);
    return true;
}

/* -Ifoo and -I foo both arrive as one option and its value. */
static void add_pair(struct reading *reading) {
    const struct option_parser *parser = &reading->parser;
    string_list_add(&reading->arguments->clang, parser->text);
    if (parser->value < parser->text || parser->value > parser->text + strlen(parser->text))
        string_list_add(&reading->arguments->clang, parser->value);
}

static void add_target(struct arguments *arguments, const char *text, bool quote) {
    char *quoted = quote ? depfile_quote(text) : xstrdup(text);
    string_list_add(&arguments->targets, quoted);
    free(quoted);
}

static bool read_option(struct reading *reading, int id) {
    struct arguments *arguments = reading->arguments;
    const char *value = reading->parser.value;
    switch (id) {
    case OPTION_INPUT:
        if (has_extension(value, ".overlay"))
            return add_overlay(reading, value);
        add_input(arguments, value);
        return true;
    case OPTION_UNKNOWN: return read_clang_option(reading);
    case OPT_OUTPUT: set(&arguments->output, value); return true;
    case OPT_HEADER: set(&arguments->header, value); return true;
    case OPT_MAP: set(&arguments->map, value); return true;
    case OPT_INTERFACE: set(&arguments->interface, value); return true;
    case OPT_FIRST_ID: return read_first_id(reading);
    case OPT_RELINK: set(&arguments->nbin, value); return true;
    case OPT_LIBRARY_TASK: return library_add(&arguments->library, value, reading->diag);
    case OPT_EMIT: arguments->emit = (enum emit_kind)reading->parser.word; return true;
    case OPT_OVERLAY_TARGET:
        arguments->overlay_target = (enum overlay_target)reading->parser.word;
        arguments->target_given = true;
        return true;
    case OPT_MMD: arguments->system_headers = false; /* fall through */
    case OPT_MD: reading->depfile_wanted = true; return true;
    case OPT_MF: set(&arguments->depfile, value); return true;
    case OPT_MT: add_target(arguments, value, false); return true;
    case OPT_MQ: add_target(arguments, value, true); return true;
    case OPT_MP: arguments->phony = true; return true;
    case OPT_SAVE_TEMPS: arguments->save_temps = true; return true;
    case OPT_PREFIX_MAP: add_prefix_map(arguments, &reading->parser); return true;
    case OPTION_VERBOSE: arguments->echo = PROGRAM_VERBOSE; return true;
    case OPTION_DRY_RUN: arguments->echo = PROGRAM_DRY_RUN; return true;
    case OPTION_DIAGNOSTIC: hand_on_diagnostic(arguments, reading->parser.text); return true;
    case OPT_COMPILE: return true;
    case OPT_CLANG_PAIR: add_pair(reading); return true;
    default: return false;
    }
}

/* ---- what follows from the options ---- */

static bool compiles_nothing(const struct arguments *arguments) {
    return !(arguments->sources.count + arguments->assembly.count + arguments->objects.count);
}

static void check_without_sources(const struct arguments *arguments, struct diag_engine *diag) {
    if (arguments->nbin && !compiles_nothing(arguments))
        diag_error(diag,
                   "with --relink there are no sources, objects or archives but those that "
                   "'%s' carries",
                   arguments->nbin);
    else if (!compiles_nothing(arguments) || !(arguments->nbin || arguments->library))
        diag_error(diag, "no source file; usage: nbc [options] tasks.c... -o tasks.nbin");
    else if (arguments->emit == EMIT_BOILERPLATE)
        diag_error(diag, "boilerplate is made for sources, and there is none");
    else if (arguments->emit == EMIT_NBIN && !arguments->output)
        diag_error(diag, "no source: -o names the output");
    else if (arguments->interface)
        diag_error(diag, "--interface needs a source: without one the interface stays as it was");
}

static void check_source(const char *path, struct diag_engine *diag) {
    if (!strcmp(path, "-"))
        diag_error(diag, "a source is a file: it is read more than once, standard input is not");
    if (has_extension(path, ".nbin"))
        diag_error(diag, "'%s' is no source: a binary is linked again by --relink=", path);
}

/* What speaks of tasks means nothing to an overlay program. */
static void check_overlay(const struct arguments *arguments, struct diag_engine *diag) {
    const char *option = arguments->header                     ? "--header"
                         : arguments->map                      ? "--map"
                         : arguments->interface                ? "--interface"
                         : arguments->nbin                     ? "--relink"
                         : arguments->library                  ? "--library-task"
                         : arguments->emit == EMIT_HEADER      ? "--emit=header"
                         : arguments->emit == EMIT_BOILERPLATE ? "--emit=boilerplate"
                         : arguments->emit == EMIT_MAP         ? "--emit=map"
                                                               : NULL;
    if (option)
        diag_error(diag, "%s is of tasks, and not of an overlay program", option);
    for (size_t i = 0; i < arguments->sources.count; i++)
        if (!has_extension(arguments->sources.items[i], ".c"))
            diag_error(diag,
                       "'%s': kernels of an overlay program are in C, in files that end in .c",
                       arguments->sources.items[i]);
}

static void check_no_overlay(const struct arguments *arguments, struct diag_engine *diag) {
    if (arguments->emit >= EMIT_IR_ENQUEUE)
        diag_error(diag, "this is printed of an overlay program, and there is none");
    else if (arguments->target_given)
        diag_error(diag, "--overlay-target is of an overlay program, and there is none");
}

static bool check_inputs(const struct arguments *arguments, struct diag_engine *diag) {
    size_t count = arguments->sources.count;
    if (arguments->overlay) {
        check_overlay(arguments, diag);
        for (size_t i = 0; i < count; i++)
            check_source(arguments->sources.items[i], diag);
        return diag->errors == 0;
    }
    check_no_overlay(arguments, diag);
    if (diag->errors)
        return false;
    if (count == 0 || arguments->nbin)
        check_without_sources(arguments, diag);
    for (size_t i = 0; i < count; i++)
        check_source(arguments->sources.items[i], diag);
    if (count > 1 && !arguments->output && arguments->emit == EMIT_NBIN)
        diag_error(diag, "several sources: -o names the output");
    return diag->errors == 0;
}

/* The file of dependencies and its target are called as the output is. */
static void derive_dependencies(struct reading *reading, const char *base) {
    struct arguments *arguments = reading->arguments;
    if (reading->depfile_wanted && !arguments->depfile)
        arguments->depfile = path_with_extension(base, ".d");
    if (!reading->depfile_wanted) {
        free(arguments->depfile);
        arguments->depfile = NULL;
    }
    if (!arguments->targets.count)
        add_target(arguments, base, true);
}

/* The default names all come from the output's, or from the source's if there is no output file. */
static void derive_names(struct reading *reading) {
    struct arguments *arguments = reading->arguments;
    bool prints = arguments->emit != EMIT_NBIN;
    bool to_stdout = arguments->output ? output_is_stdout(arguments->output) ||
                                             output_is_device(arguments->output)
                                       : prints;
    const char *source = arguments->sources.count ? path_name(arguments->sources.items[0])
                         : arguments->nbin        ? path_name(arguments->nbin)
                                                  : "library.nbin";
    char *base = !to_stdout && arguments->output ? xstrdup(arguments->output)
                                                 : path_with_extension(source, ".nbin");
    char *header = path_with_extension(base, ".h");
    arguments->stem = path_with_extension(base, "");
    if (!arguments->output)
        arguments->output = xstrdup(prints ? "-" : base);
    if (!arguments->header && !prints && !to_stdout)
        arguments->header = xstrdup(header);
    arguments->header_name = xstrdup(path_name(arguments->header ? arguments->header : header));
    derive_dependencies(reading, base);
    free(header);
    free(base);
}

/* The program is called as its source is; one for a cluster ends in .elf. */
static void derive_overlay_names(struct reading *reading) {
    struct arguments *arguments = reading->arguments;
    bool prints = arguments->emit != EMIT_NBIN;
    char *base = path_with_extension(path_name(arguments->overlay),
                                     arguments->overlay_target == OVERLAY_HOST ? "" : ".elf");
    bool named = arguments->output && !output_is_stdout(arguments->output) &&
                 !output_is_device(arguments->output);
    if (named)
        set(&base, arguments->output);
    if (!arguments->output)
        arguments->output = xstrdup(prints ? "-" : base);
    arguments->stem = path_with_extension(base, "");
    derive_dependencies(reading, base);
    free(base);
}

enum arguments_result arguments_parse(struct arguments *arguments, int argc, char **argv,
                                      struct diag_engine *diag) {
    *arguments = (struct arguments){.first_task_id = 1, .system_headers = true};
    struct reading reading = {.arguments = arguments, .diag = diag};
    bool ok = options_init(&reading.parser, &nbc_options, argc, argv, diag);
    int id = OPTION_END;
    while (ok && (id = options_next(&reading.parser)) != OPTION_END && id != OPTION_DONE)
        ok = id != OPTION_ERROR && read_option(&reading, id);
    string_list_add_all(&arguments->response_files, &reading.parser.response_files);
    options_free(&reading.parser);
    if (!ok)
        return ARGUMENTS_USAGE;
    if (id == OPTION_DONE)
        return ARGUMENTS_DONE;
    if (!check_inputs(arguments, diag))
        return ARGUMENTS_USAGE;
    (arguments->overlay ? derive_overlay_names : derive_names)(&reading);
    return ARGUMENTS_RUN;
}

void arguments_free(struct arguments *arguments) {
    string_list_free(&arguments->sources);
    string_list_free(&arguments->assembly);
    string_list_free(&arguments->objects);
    free(arguments->overlay);
    free(arguments->nbin);
    string_list_free(&arguments->response_files);
    string_list_free(&arguments->clang);
    string_list_free(&arguments->prefix_maps);
    string_list_free(&arguments->targets);
    free(arguments->output);
    free(arguments->header);
    free(arguments->header_name);
    free(arguments->map);
    free(arguments->interface);
    free(arguments->stem);
    free(arguments->depfile);
}
