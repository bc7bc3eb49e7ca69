/* What a use of a macro, or one round of a repetition, becomes. */
#ifndef MUONC_ASSEMBLER_MACRO_BODY_H
#define MUONC_ASSEMBLER_MACRO_BODY_H

#include "muonc/assembler/macro_definition.h"

#include <stdio.h>

/* Text that may not come to more than there is room for. */
struct macro_output {
    FILE *file;
    size_t written, room;
    bool full; /* nothing more is written */
};

void macro_put(struct macro_output *output, const char *bytes, size_t length);
void macro_put_span(struct macro_output *output, const char *text, struct span span);

/* What stands for each parameter. */
struct macro_arguments {
    struct span values[MACRO_MAX_PARAMETERS];
};

void macro_take_arguments(const char *text, const struct macro *macro, struct span list,
                          struct macro_arguments *arguments);

/* The body on one line, with blanks for comments. number: how many uses came before, for \@. */
void macro_put_body(struct macro_output *output, const char *text, const struct macro *macro,
                    const struct macro_arguments *arguments, unsigned number);

#endif
