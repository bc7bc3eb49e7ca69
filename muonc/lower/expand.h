/* Uses of macros in a text, replaced by what they expand to. A call of a builtin that a macro
 * brings along stands in no file, so it cannot be replaced there; once the use is expanded, it can.
 * What it expands to is clang's to say: each use is marked, and looked for in what the preprocessor
 * makes of the marked text. All its tokens are put where the use began, as clang's debug
 * information has them. */
#ifndef MUONC_LOWER_EXPAND_H
#define MUONC_LOWER_EXPAND_H

#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* As the user counts them, columns in bytes from 1. */
struct position {
    unsigned line, column;
};

/* A part of a text to be expanded: it begins and ends between tokens, and no macro's use goes on
 * beyond it. */
struct use {
    struct span span;
    struct position begin, end;
};

/* Of the text that came out, a part that was expanded. */
struct expansion {
    struct span span;
    unsigned name_length; /* of the token where it was written */
};

struct expansions {
    struct expansion *items;
    size_t count;
};

/* Puts uses in order and makes one of those that overlap. */
void expand_merge(struct use *uses, size_t *count);

/* The text with its uses marked, for the preprocessor. With counting, the marks tell what
 * __COUNTER__ is before and behind a use. The caller frees it. */
char *expand_mark(const char *text, const struct use *uses, size_t count, bool counting);

/* Whether the preprocessor made this of a text in which __COUNTER__ may count. */
bool expand_counts(const char *text, const char *preprocessed);

/* What the preprocessor made of a marked text: of one without counting, with the definitions of
 * macros (-dD); and of one with it, or NULL. */
struct preprocessed {
    const char *text;
    const char *counted;
};

/* The text with its uses expanded, which the caller frees. expansions, of which the text has some
 * already, is brought up to date. NULL if a mark is not there. */
char *expand_uses(const char *text, const struct use *uses, size_t count,
                  const struct preprocessed *preprocessed, struct expansions *expansions);

/* Writes what makes the next token stand there, whatever came before it. */
void expand_place(struct position position, FILE *out);

#endif
