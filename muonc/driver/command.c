#include "muonc/driver/command.h"
#include "support/array.h"

#include "muonc/driver/options.h"
#include "muonc/targets/targets.h"
#include "support/output.h"
#include "support/path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- languages ---- */

bool language_is_linked(enum language language) {
    return language == LANGUAGE_OBJECT || language == LANGUAGE_OPTION;
}

bool language_is_source(enum language language) {
    return language >= LANGUAGE_C && language <= LANGUAGE_CXX_PREPROCESSED;
}

bool language_is_cxx(enum language language) {
    return language == LANGUAGE_CXX || language == LANGUAGE_CXX_PREPROCESSED;
}

bool language_is_preprocessed(enum language language) {
    return language == LANGUAGE_C_PREPROCESSED || language == LANGUAGE_CXX_PREPROCESSED;
}

static const struct {
    const char *suffix;
    enum language language;
} suffixes[] = {
    {".c", LANGUAGE_C},
    {".cpp", LANGUAGE_CXX},
    {".cc", LANGUAGE_CXX},
    {".cxx", LANGUAGE_CXX},
    {".C", LANGUAGE_CXX},
    {".i", LANGUAGE_C_PREPROCESSED},
    {".ii", LANGUAGE_CXX_PREPROCESSED},
    {".S", LANGUAGE_ASSEMBLER},
    {".sx", LANGUAGE_ASSEMBLER},
    {".s", LANGUAGE_ASSEMBLER_RAW},
};

static const enum language languages[] = {
    [WORD_NONE] = LANGUAGE_BY_NAME,
    [WORD_C] = LANGUAGE_C,
    [WORD_CXX] = LANGUAGE_CXX,
    [WORD_C_PREPROCESSED] = LANGUAGE_C_PREPROCESSED,
    [WORD_CXX_PREPROCESSED] = LANGUAGE_CXX_PREPROCESSED,
    [WORD_ASSEMBLER] = LANGUAGE_ASSEMBLER,
    [WORD_ASSEMBLER_RAW] = LANGUAGE_ASSEMBLER_RAW,
};

static const enum action emit_actions[] = {
    [EMIT_LOWERED] = ACTION_LOWERED, [EMIT_LLVM] = ACTION_LLVM, [EMIT_ASM] = ACTION_ASM,
    [EMIT_RV32] = ACTION_RV32,       [EMIT_ELF] = ACTION_LINK,
};

static enum language language_of_path(const char *path) {
    const char *suffix = path_extension(path);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (!strcmp(suffixes[i].suffix, suffix))
            return suffixes[i].language;
    return LANGUAGE_OBJECT;
}

/* ---- single options ---- */

static void set_string(char **string, const char *value) {
    free(*string);
    *string = xstrdup(value);
}

static bool set_number(unsigned *member, const struct option_parser *parser, unsigned most) {
    char *end;
    unsigned long value = strtoul(parser->value, &end, 10);
    if (!*end && parser->value[0] != '-' && value >= 1 && value <= most) {
        *member = (unsigned)value;
        return true;
    }
    diag_error(parser->diag, "'%s': must be 1 to %u", parser->text, most);
    return false;
}

static void add_input(struct command *command, const char *path, enum language language) {
    if (language == LANGUAGE_BY_NAME)
        language = language_of_path(path);
    *ARRAY_ADD(command->inputs, command->input_count) = (struct input){xstrdup(path), language};
}

/* An option with a value in the spelling the user chose: "-DX" or "-D" "X". */
static void hand_on(struct string_list *list, const struct option_parser *parser) {
    string_list_add(list, parser->text);
    if (parser->value < parser->text || parser->value > parser->text + strlen(parser->text))
        string_list_add(list, parser->value);
}

/* What the table does not know is clang's; some of it concerns us, too. */
static void take_unknown(struct command *command, const char *text) {
    if (!strncmp(text, "-O", 2))
        command->optimization = text[2] == 'f' ? '3' : text[2] ? text[2] : '1';
    if (!strncmp(text, "-g", 2))
        command->debug_given = true;
    string_list_add(&command->compiler, text);
}

/* Names of ours and the format are none of clang's business; the others are for both. */
static void hand_on_diagnostic(struct command *command, const char *text) {
    if (!strstr(text, "nu-") && strncmp(text, "--", 2))
        string_list_add(&command->compiler, text);
}

static bool take_option(struct command *command, int id, const struct option_parser *parser,
                        enum language *language) {
    switch (id) {
    case OPTION_INPUT: add_input(command, parser->value, *language); break;
    case OPTION_UNKNOWN: take_unknown(command, parser->text); break;
    case OPTION_DIAGNOSTIC: hand_on_diagnostic(command, parser->text); break;
    case O_OUTPUT: set_string(&command->output, parser->value); break;
    case O_NEUTRINO: set_string(&command->nbin_path, parser->value); break;
    case O_OBJECT: command->action = ACTION_OBJECT; break;
    case O_ASM:
        command->action = ACTION_ASM;
        command->asm_file = true;
        break;
    case O_PREPROCESS: command->action = ACTION_PREPROCESS; break;
    case O_EMIT: command->action = emit_actions[parser->word]; break;
    case O_LANGUAGE: *language = languages[parser->word]; break;
    case O_CORES: return set_number(&command->shape.cores, parser, NEUTRINO_MAX_CORES);
    case O_WARPS: return set_number(&command->shape.warps, parser, NEUTRINO_MAX_WARPS);
    case O_LANES: return set_number(&command->shape.lanes, parser, NEUTRINO_MAX_LANES);
    case O_DIVERGENCE: command->divergence = (enum ir_divergence)parser->word; break;
    case O_TARGET: command->target = (unsigned)parser->word; break;
    case O_FOR_HOST:
        set_string(&command->for_host, parser->text);
        string_list_add(&command->compiler, parser->text);
        break;
    case O_HALF: command->half_is_bfloat = parser->word == HALF_BF16; break;
    case O_INCLUDE_DIRECTORY:
        hand_on(&command->preprocessor, parser);
        string_list_add(&command->include_directories, parser->value);
        break;
    case O_PREPROCESSOR: hand_on(&command->preprocessor, parser); break;
    case O_COMPILER: hand_on(&command->compiler, parser); break;
    case O_LINKER: hand_on(&command->linker, parser); break;
    case O_LIBRARY: {
        char *text = xasprintf("-l%s", parser->value);
        add_input(command, text, LANGUAGE_OPTION);
        free(text);
        break;
    }
    case O_XLINKER: string_list_add(&command->linker, parser->value); break;
    case O_LINKER_ARGUMENTS: add_input(command, parser->text, LANGUAGE_OPTION); break;
    case O_SCRIPT: set_string(&command->script, parser->value); break;
    case O_NO_START_FILES: command->no_start_files = true; break;
    case O_NO_STANDARD_LIBRARY: command->no_standard_library = true; break;
    case O_STATIC: break; /* there is nothing else */
    case O_SPILL_TO_REGISTERS: command->spill_to_stack = false; break;
    case O_SPILL_TO_STACK: command->spill_to_stack = true; break;
    case O_PROOF: command->no_proof = false; break;
    case O_NO_PROOF: command->no_proof = true; break;
    case O_STRIP: command->strip = true; break;
    case O_DEBUG:
        command->debug_given = true;
        command->no_debug = false;
        string_list_add(&command->compiler, "-g");
        break;
    case O_NO_DEBUG: command->no_debug = true; break;
    case O_DEPENDENCIES: command->dependencies = true; break;
    case O_USER_DEPENDENCIES: command->dependencies = command->user_headers_only = true; break;
    case O_DEPFILE: set_string(&command->depfile, parser->value); break;
    case O_DEPENDENCY_TARGET:
        command->depfile_target = true;
        hand_on(&command->dependency, parser);
        break;
    case O_PHONY: string_list_add(&command->dependency, parser->text); break;
    case O_PRINT_DEPENDENCIES:
        command->action = ACTION_DEPENDENCIES;
        command->user_headers_only = !strcmp(parser->text, "-MM");
        break;
    case O_JOBS: return set_number(&command->jobs, parser, 1024);
    case O_SAVE_TEMPS: command->save_temps = true; break;
    case OPTION_VERBOSE:
        if (command->echo == PROGRAM_SILENT)
            command->echo = PROGRAM_VERBOSE;
        break;
    case OPTION_DRY_RUN: command->echo = PROGRAM_DRY_RUN; break;
    default: return false;
    }
    return true;
}

/* ---- the whole line ---- */

static bool check_command(const struct command *command, struct diag_engine *diag) {
    bool links = command->action == ACTION_LINK || command->action == ACTION_RV32;
    bool prints = (command->action == ACTION_PREPROCESS || command->action == ACTION_LOWERED ||
                   command->action == ACTION_DEPENDENCIES) &&
                  command->output && output_is_stdout(command->output);
    size_t sources = 0, files = 0;
    for (size_t i = 0; i < command->input_count; i++) {
        const struct input *input = &command->inputs[i];
        if (!strcmp(input->path, "-") && input->language == LANGUAGE_OBJECT) {
            diag_error(diag, "standard input needs a language: -x c");
            return false;
        }
        sources += !language_is_linked(input->language);
        files += input->language != LANGUAGE_OPTION;
    }
    if (command->for_host && !targets[command->target]->is_host)
        diag_error(diag, "'%s': with --target=host only", command->for_host);
    else if (!files)
        diag_error(diag, "no input files");
    else if (!links && !sources)
        diag_error(diag, "nothing to compile: all inputs are objects");
    else if (!links && !prints && command->output && sources > 1)
        diag_error(diag, "-o names one file, but there are %zu sources%s", sources,
                   command->action == ACTION_OBJECT || command->asm_file ? "; leave out -c or -S"
                                                                         : "");
    return !diag->errors;
}

enum command_status command_parse(struct command *command, int argc, char **argv,
                                  struct diag_engine *diag) {
    *command = (struct command){
        .optimization = '2',
        .jobs = (unsigned)sysconf(_SC_NPROCESSORS_ONLN),
        .shape = {NEUTRINO_DEFAULT_CORES, NEUTRINO_DEFAULT_WARPS, NEUTRINO_DEFAULT_LANES,
                  NEUTRINO_STACK_BYTES},
    };
    struct option_parser parser;
    enum language language = LANGUAGE_BY_NAME;
    bool ok = options_init(&parser, &muonc_options, argc, argv, diag);
    int id = OPTION_END;
    while (ok && (id = options_next(&parser)) != OPTION_END && id != OPTION_DONE)
        ok = take_option(command, id, &parser, &language);
    if (ok && id == OPTION_END)
        ok = check_command(command, diag);
    string_list_add_all(&command->response_files, &parser.response_files);
    options_free(&parser);
    return !ok ? COMMAND_WRONG : id == OPTION_DONE ? COMMAND_DONE : COMMAND_RUN;
}

void command_free(struct command *command) {
    for (size_t i = 0; i < command->input_count; i++)
        free(command->inputs[i].path);
    free(command->inputs);
    free(command->output);
    free(command->for_host);
    free(command->nbin_path);
    free(command->script);
    free(command->depfile);
    string_list_free(&command->preprocessor);
    string_list_free(&command->include_directories);
    string_list_free(&command->dependency);
    string_list_free(&command->compiler);
    string_list_free(&command->linker);
    string_list_free(&command->response_files);
}
