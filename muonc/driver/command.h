/* muonc's command line, understood. */
#ifndef MUONC_DRIVER_COMMAND_H
#define MUONC_DRIVER_COMMAND_H

#include "muonc/ir/unit/options.h"
#include "neutrino/platform.h"
#include "support/alloc.h"
#include "support/diag.h"
#include "support/options.h"
#include "support/program.h"

#include <stdbool.h>

enum language {
    LANGUAGE_BY_NAME, /* no -x: the file's name says it */
    LANGUAGE_C,
    LANGUAGE_CXX,
    LANGUAGE_C_PREPROCESSED,
    LANGUAGE_CXX_PREPROCESSED,
    LANGUAGE_ASSEMBLER,     /* .S, with the preprocessor */
    LANGUAGE_ASSEMBLER_RAW, /* .s */
    LANGUAGE_OBJECT,        /* whatever the linker takes */
    LANGUAGE_OPTION,        /* no file: -l or -Wl, in its place among the linker's files */
};

enum action {
    ACTION_LINK,
    ACTION_RV32,   /* link, but stop before re-encoding */
    ACTION_OBJECT, /* -c */
    ACTION_ASM,    /* -S, --emit=asm */
    ACTION_LLVM,
    ACTION_LOWERED,
    ACTION_PREPROCESS,   /* -E */
    ACTION_DEPENDENCIES, /* -M, -MM: only the dependency rule */
};

struct input {
    char *path; /* "-" is standard input */
    enum language language;
};

struct command {
    struct input *inputs;
    size_t input_count;
    enum action action;
    bool asm_file; /* -S: to a file named after the source unless -o says otherwise */
    char *output;  /* NULL: the action's default */
    char *nbin_path;

    struct string_list preprocessor;        /* -D, -I, … */
    struct string_list include_directories; /* those of -I alone */
    struct string_list dependency;          /* -MT, -MQ, -MP */
    struct string_list compiler;            /* everything else that is clang's */
    struct string_list linker;              /* for lld, wherever they stand */
    char *script;
    bool no_start_files, no_standard_library, strip;
    bool spill_to_stack; /* -mno-spill-to-registers */
    bool no_proof;       /* -mno-prove-uniform */

    char optimization; /* what follows -O: 0 1 2 3 s z g f(ast) */
    bool no_debug;     /* -g0 */
    bool debug_given;  /* some -g… is in compiler */
    unsigned target;   /* --target=: its number in targets.h */
    char *for_host;    /* an option that is the CPU's alone, NULL: there is none */
    struct muon_note_shape shape;
    enum ir_divergence divergence; /* -mdivergence= */
    bool half_is_bfloat;           /* -mhalf=bf16 */

    bool dependencies; /* -MD, -MMD */
    bool user_headers_only;
    bool depfile_target; /* -MT or -MQ is in dependency */
    char *depfile;

    unsigned jobs; /* -j: how many units are compiled at the same time */
    enum program_echo echo;
    bool save_temps;
    struct string_list response_files;
};

enum command_status { COMMAND_RUN, COMMAND_DONE /* --help, --version */, COMMAND_WRONG };

/* Takes the command line; reports what is wrong with it. command_free in any case. */
enum command_status command_parse(struct command *command, int argc, char **argv,
                                  struct diag_engine *diag);
void command_free(struct command *command);

/* Whether an input is for the linker as it is. */
bool language_is_linked(enum language language);
/* Whether an input goes through clang (C and C++). */
bool language_is_source(enum language language);
bool language_is_cxx(enum language language);
bool language_is_preprocessed(enum language language);

#endif
