/* nbc with an overlay program: from the text and the C files beside it to a program for the host or
 * for a cluster, or to one of the texts on the way there. */
#ifndef NBC_OVERLAY_COMPILE_H
#define NBC_OVERLAY_COMPILE_H

#include "nbc/overlay/kernels.h"
#include "support/alloc.h"
#include "support/output.h"
#include "support/program.h"

/* What is printed in place of a program. */
enum overlay_text {
    OVERLAY_TEXT_NONE,
    OVERLAY_TEXT_IR_ENQUEUE,
    OVERLAY_TEXT_IR_SCHEDULE,
    OVERLAY_TEXT_IR_AUTORUN,
    OVERLAY_TEXT_C,
    OVERLAY_TEXT_DOT,
    OVERLAY_TEXT_SVG,
    OVERLAY_TEXTS,
};

struct overlay_request {
    const char *path;                  /* of the program */
    const struct string_list *sources; /* C files with its kernels; there may be none for a text */
    const struct string_list *others;  /* assembly, objects and archives, to link with */
    const struct string_list *arguments; /* the user's options, for the compiler of the kernels */
    enum overlay_target target;
    enum overlay_text text;
    const char *output;
    const char *keep; /* -save-temps: prefix of the files to leave, or NULL */
    enum program_echo echo;
    /* Reads the facts of the C files (nbc/frontend.h). */
    bool (*read_facts)(void *context, struct c_facts *facts, struct diag_engine *diag);
    void *context;
};

/* Adds the text or the program to the outputs. */
bool overlay_compile(const struct overlay_request *request, struct outputs *outputs,
                     struct diag_engine *diag);

#endif
