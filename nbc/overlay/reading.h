/* What scanner and parser share while they read a source. */
#ifndef NBC_OVERLAY_READING_H
#define NBC_OVERLAY_READING_H

#include "nbc/overlay/syntax.h"

struct reading {
    const struct overlay_source *source;
    struct statement_list program;
    size_t offset;        /* of the end of the last match */
    struct span word;     /* the first one of the statement: it may be a misspelt keyword */
    bool begins;          /* the next token is the first one */
    unsigned parentheses; /* open ones */
    bool too_deep;        /* reported */
    unsigned errors;
};

/* After so many no more are looked for. */
enum { READING_ERRORS = 20 };

void reading_error(struct reading *reading, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
