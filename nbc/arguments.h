/* nbc's command line. */
#ifndef NBC_ARGUMENTS_H
#define NBC_ARGUMENTS_H

#include "nbc/library.h"
#include "nbc/overlay/compile.h"
#include "support/alloc.h"
#include "support/diag.h"
#include "support/program.h"

/* The last ones are of overlay programs, in the order of enum overlay_text. */
enum emit_kind {
    EMIT_NBIN,
    EMIT_HEADER,
    EMIT_BOILERPLATE,
    EMIT_MAP,
    EMIT_IR_ENQUEUE,
    EMIT_IR_SCHEDULE,
    EMIT_IR_AUTORUN,
    EMIT_C,
    EMIT_DOT,
    EMIT_SVG,
};

struct arguments {
    struct string_list sources;  /* parsed for tasks, in command-line order */
    struct string_list assembly; /* .s and .S: compiled only */
    struct string_list objects;  /* .o and .a: linked only */
    char *overlay; /* the overlay program, whose kernels are in the sources; or NULL */
    enum overlay_target overlay_target;
    bool target_given;
    char *nbin;          /* what is linked again, in place of all of these; or NULL */
    library_set library; /* tasks of the runtime to add */
    struct string_list response_files;
    struct string_list clang;       /* options for clang */
    struct string_list prefix_maps; /* of -ffile-prefix-map */
    char *output;                   /* -o, or the name made from the source's */
    char *header;                   /* NULL: none is written */
    char *header_name;              /* the header's file name, also if none is written */
    char *map;                      /* NULL: none */
    char *interface;                /* NULL: none */
    char *depfile;                  /* NULL: none */
    struct string_list targets;     /* of the depfile's rule, quoted for make */
    bool system_headers, phony;
    unsigned first_task_id;
    enum emit_kind emit;
    bool save_temps;
    char *stem; /* the output's path without suffix */
    enum program_echo echo;
};

enum arguments_result { ARGUMENTS_RUN, ARGUMENTS_DONE, ARGUMENTS_USAGE };

/* ARGUMENTS_DONE: --help or --version was served. ARGUMENTS_USAGE: reported, exit status 2. */
enum arguments_result arguments_parse(struct arguments *arguments, int argc, char **argv,
                                      struct diag_engine *diag);
void arguments_free(struct arguments *arguments);

#endif
