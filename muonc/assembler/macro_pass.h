/* One pass over a text, which expands the uses and repetitions that are not for clang's assembler;
 * what comes out of them is for the next pass. */
#ifndef MUONC_ASSEMBLER_MACRO_PASS_H
#define MUONC_ASSEMBLER_MACRO_PASS_H

#include "muonc/assembler/macro_body.h"
#include "muonc/assembler/macros.h"

struct macro_pass {
    /* The caller sets these. */
    const char *text;
    size_t length;
    size_t room;         /* that the result may take */
    unsigned number;     /* of expansions before, for \@; goes up */
    bool registers_only; /* leave to clang what has no registers above x31 */
    bool last;           /* a use is too deep to be expanded */

    /* What came out: the caller frees result and done.uses. */
    char *result;
    size_t size;
    struct macros_pass done;
    bool full; /* the room was too small: the last use is the one that did not fit */

    /* While it runs. */
    struct macro_output output;
    size_t copied; /* of the text, to the output */
    const struct macro_table *all;
};

/* Puts before each definition of a name that has several which one it is, for what
 * macro_pass_expand makes of their uses: conditions decide which of them counts, and those are
 * clang's. False, and nothing done, if there is none. */
bool macro_pass_number(struct macro_pass *pass);
void macro_pass_expand(struct macro_pass *pass);

#endif
