/* Uses of macros, .irp and .irpc that bring in registers above x31 or immediates of more than 12
 * bits. Clang's assembler expands all others; of those it would get what no RV32 statement can say,
 * after the statements of the definition have been translated. */
#ifndef MUONC_ASSEMBLER_MACROS_H
#define MUONC_ASSEMBLER_MACROS_H

#include "muonc/assembler/statement.h"

/* One use that was expanded. */
struct macros_use {
    struct span result; /* in the text that came out */
    struct span origin; /* in the text that went in */
};

/* The uses that one pass over the text expanded, in order; what they left is for the next pass. */
struct macros_pass {
    struct macros_use *uses;
    size_t count;
};

struct macros {
    char *original; /* what went in, ended by a zero byte */
    char *text;     /* with all such uses expanded, each on one line; may be the original */
    size_t length;  /* of the text */
    struct macros_pass *passes;
    size_t pass_count;
    bool endless;   /* what comes out is too long: the text is the original one */
    struct span at; /* … where that begins */
};

struct macros macros_expand(const char *text, size_t length);
void macros_free(struct macros *macros);

/* Makes a place in the expanded text one in the original text. Returns whether it comes from an
 * expansion; the place is then that of the use. */
bool macros_origin(const struct macros *macros, struct span *where);

#endif
