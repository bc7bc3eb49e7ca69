#include "muonc/driver/command.h"

#include <stdlib.h>
#include <string.h>

enum option_id {
    O_OUTPUT = 1,
    O_NEUTRINO,
    O_OBJECT,
    O_ASM,
    O_PREPROCESS,
    O_EMIT,
    O_LANGUAGE,
    O_CORES,
    O_WARPS,
    O_LANES,
    O_DIVERGENCE,
    O_PREPROCESSOR, /* with its value, handed on */
    O_INCLUDE_DIRECTORY,
    O_COMPILER,
    O_LINKER,
    O_LIBRARY,
    O_XLINKER,
    O_SCRIPT,
    O_NO_START_FILES,
    O_NO_STANDARD_LIBRARY,
    O_STATIC,
    O_SPILL_TO_REGISTERS,
    O_SPILL_TO_STACK,
    O_NOT_POSSIBLE,
    O_PROOF,
    O_NO_PROOF,
    O_STRIP,
    O_DEBUG,
    O_NO_DEBUG,
    O_DEPENDENCIES,
    O_USER_DEPENDENCIES,
    O_DEPFILE,
    O_DEPENDENCY_TARGET,
    O_PRINT_DEPENDENCIES,
    O_PHONY,
    O_SAVE_TEMPS,
    O_VERBOSE,
    O_DRY_RUN,
    O_HELP,
    O_VERSION,
};

static const struct option table[] = {
    {"-o", OPTION_SEPARATE, O_OUTPUT, "FILE", "write to FILE, - for standard output"},
    {"--neutrino", OPTION_JOINED, O_NEUTRINO, "FILE",
     "the Neutrino binary (nbc) whose tasks the kernel invokes"},
    {"-c", OPTION_FLAG, O_OBJECT, NULL, "compile to objects, do not link"},
    {"-S", OPTION_FLAG, O_ASM, NULL, "compile to assembly"},
    {"-E", OPTION_FLAG, O_PREPROCESS, NULL, "preprocess only"},
    {"--emit", OPTION_JOINED, O_EMIT, "KIND",
     "stop at: lowered, llvm, asm, rv32 (linked, not re-encoded), elf"},
    {"-x", OPTION_SEPARATE, O_LANGUAGE, "LANGUAGE",
     "c, c++, cpp-output, c++-cpp-output, assembler, assembler-with-cpp, none"},
    {"-mcores", OPTION_JOINED, O_CORES, "N", "cores of a cluster the code is for, 1 to 8"},
    {"-mwarps", OPTION_JOINED, O_WARPS, "N", "warps of a core, 1 to 16"},
    {"-mlanes", OPTION_JOINED, O_LANES, "N", "lanes of a warp, 1 to 32"},
    {"-mdivergence", OPTION_JOINED, O_DIVERGENCE, "MODE",
     "for measuring: analyze (default), ignore (wrong results), all branches"},
    {"-D", OPTION_SEPARATE, O_PREPROCESSOR, "NAME[=VALUE]", "define a macro"},
    {"-U", OPTION_SEPARATE, O_PREPROCESSOR, "NAME", "undefine a macro"},
    {"-I", OPTION_SEPARATE, O_INCLUDE_DIRECTORY, "DIRECTORY", "search for headers"},
    {"-include", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", "include a file first"},
    {"-isystem", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", "search for system headers"},
    {"-imacros", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", NULL},
    {"-iquote", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", NULL},
    {"-idirafter", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", NULL},
    {"-ivfsoverlay", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", NULL},
    {"-Xpreprocessor", OPTION_SEPARATE, O_PREPROCESSOR, "ARGUMENT", NULL},
    {"-Xclang", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"-mllvm", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"--param", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"-g", OPTION_FLAG, O_DEBUG, NULL, "full debug information (default: line tables)"},
    {"-g0", OPTION_FLAG, O_NO_DEBUG, NULL, "no debug information"},
    {"-MD", OPTION_FLAG, O_DEPENDENCIES, NULL, "write a dependency file too"},
    {"-MMD", OPTION_FLAG, O_USER_DEPENDENCIES, NULL, "same, without system headers"},
    {"-MF", OPTION_SEPARATE, O_DEPFILE, "FILE", "its name"},
    {"-MT", OPTION_SEPARATE, O_DEPENDENCY_TARGET, "TARGET", "its target"},
    {"-MQ", OPTION_SEPARATE, O_DEPENDENCY_TARGET, "TARGET", NULL},
    {"-MP", OPTION_FLAG, O_PHONY, NULL, NULL},
    {"-M", OPTION_FLAG, O_PRINT_DEPENDENCIES, NULL, "print the dependency rule only"},
    {"-MM", OPTION_FLAG, O_PRINT_DEPENDENCIES, NULL, NULL},
    {"-L", OPTION_SEPARATE, O_LINKER, "DIRECTORY", "search for libraries"},
    {"-l", OPTION_SEPARATE, O_LIBRARY, "NAME", "link with libNAME.a"},
    {"-u", OPTION_SEPARATE, O_LINKER, "SYMBOL", NULL},
    {"-z", OPTION_SEPARATE, O_LINKER, "KEYWORD", NULL},
    {"-Xlinker", OPTION_SEPARATE, O_XLINKER, "ARGUMENT", "hand an argument to ld.lld"},
    {"-T", OPTION_SEPARATE, O_SCRIPT, "FILE", "linker script"},
    {"-nostartfiles", OPTION_FLAG, O_NO_START_FILES, NULL, "do not link the ROM code"},
    {"-nostdlib", OPTION_FLAG, O_NO_STANDARD_LIBRARY, NULL, "nor the runtime library"},
    {"-nodefaultlibs", OPTION_FLAG, O_NO_STANDARD_LIBRARY, NULL, NULL},
    {"-static", OPTION_FLAG, O_STATIC, NULL, NULL},
    {"-mno-spill-to-registers", OPTION_FLAG, O_SPILL_TO_STACK, NULL,
     "keep what LLVM spilled on the stack, not in x32 to x126"},
    {"-mspill-to-registers", OPTION_FLAG, O_SPILL_TO_REGISTERS, NULL, NULL},
    {"-r", OPTION_FLAG, O_NOT_POSSIBLE, NULL, NULL},
    {"-shared", OPTION_FLAG, O_NOT_POSSIBLE, NULL, NULL},
    {"-pie", OPTION_FLAG, O_NOT_POSSIBLE, NULL, NULL},
    {"-mno-prove-uniform", OPTION_FLAG, O_NO_PROOF, NULL,
     "do not prove on the linked program that each branch is uniform or splits"},
    {"-mprove-uniform", OPTION_FLAG, O_PROOF, NULL, NULL},
    {"-s", OPTION_FLAG, O_STRIP, NULL, "leave debug information out of the program"},
    {"-save-temps", OPTION_FLAG, O_SAVE_TEMPS, NULL, "keep what each step makes"},
    {"--save-temps", OPTION_FLAG, O_SAVE_TEMPS, NULL, NULL},
    {"-v", OPTION_FLAG, O_VERBOSE, NULL, "print the commands and what re-encoding did"},
    {"-###", OPTION_FLAG, O_DRY_RUN, NULL, "print them, run nothing"},
    {"--help", OPTION_FLAG, O_HELP, NULL, "print this"},
    {"--version", OPTION_FLAG, O_VERSION, NULL, "print the version"},
    {NULL, OPTION_FLAG, 0, NULL, NULL},
};

static const char usage[] = "muonc [options] FILE… [--neutrino=tasks.nbin] -o kernel.elf";
static const char summary[] =
    "Compiles C, C++ and assembly for Muon cores. Options not listed are clang's.\n"
    "@FILE reads options from FILE. --diagnostics-format=json prints messages for programs;\n"
    "-Wno-nu-NAME and -Werror=nu-NAME control a single check.";

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
    const char *name; /* after -x, NULL: no such name */
    const char *suffix;
    enum language language;
} languages[] = {
    {"none", "", LANGUAGE_BY_NAME},
    {"c", ".c", LANGUAGE_C},
    {"c++", ".cpp", LANGUAGE_CXX},
    {NULL, ".cc", LANGUAGE_CXX},
    {NULL, ".cxx", LANGUAGE_CXX},
    {NULL, ".C", LANGUAGE_CXX},
    {"cpp-output", ".i", LANGUAGE_C_PREPROCESSED},
    {"c++-cpp-output", ".ii", LANGUAGE_CXX_PREPROCESSED},
    {"assembler-with-cpp", ".S", LANGUAGE_ASSEMBLER},
    {NULL, ".sx", LANGUAGE_ASSEMBLER},
    {"assembler", ".s", LANGUAGE_ASSEMBLER_RAW},
};
enum { LANGUAGE_ROWS = sizeof languages / sizeof *languages };

static enum language language_of_path(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *suffix = strrchr(slash ? slash : path, '.');
    for (int i = 1; suffix && i < LANGUAGE_ROWS; i++)
        if (!strcmp(languages[i].suffix, suffix))
            return languages[i].language;
    return LANGUAGE_OBJECT;
}

static bool set_language(enum language *language, const char *name, struct diag_engine *diag) {
    for (int i = 0; i < LANGUAGE_ROWS; i++)
        if (languages[i].name && !strcmp(languages[i].name, name)) {
            *language = languages[i].language;
            return true;
        }
    diag_error(diag, "unknown language '%s' after -x", name);
    return false;
}

/* ---- single options ---- */

static void set_string(char **string, const char *value) {
    free(*string);
    *string = xstrdup(value);
}

static bool set_emit(struct command *command, const char *kind, struct diag_engine *diag) {
    static const struct {
        const char *name;
        enum action action;
    } kinds[] = {{"lowered", ACTION_LOWERED},
                 {"llvm", ACTION_LLVM},
                 {"asm", ACTION_ASM},
                 {"rv32", ACTION_RV32},
                 {"elf", ACTION_LINK}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].name, kind)) {
            command->action = kinds[i].action;
            return true;
        }
    diag_error(diag, "unknown kind '%s': --emit= takes lowered, llvm, asm, rv32 or elf", kind);
    return false;
}

static bool set_divergence(struct command *command, const char *mode, struct diag_engine *diag) {
    static const char *const modes[] = {[IR_DIVERGENCE_ANALYZE] = "analyze",
                                        [IR_DIVERGENCE_IGNORE] = "ignore",
                                        [IR_DIVERGENCE_ALL] = "all"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (!strcmp(modes[i], mode)) {
            command->divergence = (enum ir_divergence)i;
            return true;
        }
    diag_error(diag, "unknown mode '%s': -mdivergence= takes analyze, ignore or all", mode);
    return false;
}

static bool set_shape(uint32_t *member, const struct option_parser *parser, unsigned most) {
    char *end;
    unsigned long value = strtoul(parser->value, &end, 10);
    if (!*end && parser->value[0] != '-' && value >= 1 && value <= most) {
        *member = (uint32_t)value;
        return true;
    }
    diag_error(parser->diag, "'%s': must be 1 to %u", parser->text, most);
    return false;
}

static void add_input(struct command *command, const char *path, enum language language) {
    size_t bytes = (command->input_count + 1) * sizeof *command->inputs;
    command->inputs = xrealloc(command->inputs, bytes);
    if (language == LANGUAGE_BY_NAME)
        language = language_of_path(path);
    command->inputs[command->input_count++] = (struct input){xstrdup(path), language};
}

/* An option with a value in the spelling the user chose: "-DX" or "-D" "X". */
static void hand_on(struct string_list *list, const struct option_parser *parser) {
    string_list_add(list, parser->text);
    if (parser->value < parser->text || parser->value > parser->text + strlen(parser->text))
        string_list_add(list, parser->value);
}

/* What the table does not know: a few families by prefix, the rest is clang's. */
static void take_unknown(struct command *command, const char *text, struct diag_engine *diag) {
    bool ours = diag_option(diag, text);
    if (ours && (strstr(text, "nu-") || !strncmp(text, "--", 2)))
        return;
    if (!strncmp(text, "-Wl,", 4)) {
        add_input(command, text, LANGUAGE_OPTION);
        return;
    }
    if (!strncmp(text, "-O", 2))
        command->optimization = text[2] == 'f' ? '3' : text[2] ? text[2] : '1';
    if (!strncmp(text, "-g", 2))
        command->debug_given = true;
    string_list_add(&command->compiler, text);
}

static bool take_option(struct command *command, int id, const struct option_parser *parser,
                        enum language *language) {
    struct diag_engine *diag = parser->diag;
    switch (id) {
    case OPTION_INPUT: add_input(command, parser->value, *language); break;
    case OPTION_UNKNOWN: take_unknown(command, parser->text, diag); break;
    case O_OUTPUT: set_string(&command->output, parser->value); break;
    case O_NEUTRINO: set_string(&command->nbin_path, parser->value); break;
    case O_OBJECT: command->action = ACTION_OBJECT; break;
    case O_ASM:
        command->action = ACTION_ASM;
        command->asm_file = true;
        break;
    case O_PREPROCESS: command->action = ACTION_PREPROCESS; break;
    case O_EMIT: return set_emit(command, parser->value, diag);
    case O_LANGUAGE: return set_language(language, parser->value, diag);
    case O_CORES: return set_shape(&command->shape.cores, parser, NEUTRINO_MAX_CORES);
    case O_WARPS: return set_shape(&command->shape.warps, parser, NEUTRINO_MAX_WARPS);
    case O_LANES: return set_shape(&command->shape.lanes, parser, NEUTRINO_MAX_LANES);
    case O_DIVERGENCE: return set_divergence(command, parser->value, diag);
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
    case O_SCRIPT: set_string(&command->script, parser->value); break;
    case O_NO_START_FILES: command->no_start_files = true; break;
    case O_NO_STANDARD_LIBRARY: command->no_standard_library = true; break;
    case O_STATIC: break; /* there is nothing else */
    case O_SPILL_TO_REGISTERS: command->spill_to_stack = false; break;
    case O_SPILL_TO_STACK: command->spill_to_stack = true; break;
    case O_NOT_POSSIBLE:
        diag_error(diag, "'%s': a Muon program is linked whole, to fixed addresses", parser->text);
        return false;
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
    case O_SAVE_TEMPS: command->save_temps = true; break;
    case O_VERBOSE:
        if (command->echo == PROGRAM_SILENT)
            command->echo = PROGRAM_VERBOSE;
        break;
    case O_DRY_RUN: command->echo = PROGRAM_DRY_RUN; break;
    default: return false;
    }
    return true;
}

/* ---- the whole line ---- */

static bool check_command(const struct command *command, struct diag_engine *diag) {
    bool links = command->action == ACTION_LINK || command->action == ACTION_RV32;
    bool prints = command->action == ACTION_PREPROCESS || command->action == ACTION_LOWERED ||
                  command->action == ACTION_DEPENDENCIES;
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
    if (!files)
        diag_error(diag, "no input files");
    else if (!links && !sources)
        diag_error(diag, "nothing to compile: all inputs are objects");
    else if (!links && !prints && command->output && sources > 1)
        diag_error(diag, "-o names one file, but there are %zu sources; leave out -c or -S",
                   sources);
    return !diag->errors;
}

enum command_status command_parse(struct command *command, int argc, char **argv,
                                  struct diag_engine *diag) {
    *command = (struct command){
        .optimization = '2',
        .shape = {NEUTRINO_DEFAULT_CORES, NEUTRINO_DEFAULT_WARPS, NEUTRINO_DEFAULT_LANES,
                  NEUTRINO_STACK_BYTES},
    };
    struct option_parser parser;
    enum language language = LANGUAGE_BY_NAME;
    enum command_status status = COMMAND_RUN;
    bool ok = options_init(&parser, table, argc, argv, diag);
    for (int id; ok && status == COMMAND_RUN && (id = options_next(&parser)) != OPTION_END;) {
        if (id == O_HELP || id == O_VERSION) {
            status = COMMAND_DONE;
            if (id == O_HELP)
                options_print_help(table, usage, summary);
            else
                options_print_version("muonc");
        } else {
            ok = take_option(command, id, &parser, &language);
        }
    }
    if (ok && status == COMMAND_RUN)
        ok = check_command(command, diag);
    options_free(&parser);
    return ok ? status : COMMAND_WRONG;
}

void command_free(struct command *command) {
    for (size_t i = 0; i < command->input_count; i++)
        free(command->inputs[i].path);
    free(command->inputs);
    free(command->output);
    free(command->nbin_path);
    free(command->script);
    free(command->depfile);
    string_list_free(&command->preprocessor);
    string_list_free(&command->include_directories);
    string_list_free(&command->dependency);
    string_list_free(&command->compiler);
    string_list_free(&command->linker);
}
