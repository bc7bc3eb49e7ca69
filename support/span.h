/* Ranges of bytes in a text, and where they are in its lines. A scanner deals in spans; what it has
 * to say of one goes through text_lines_locate to diag_raise. */
#ifndef SUPPORT_SPAN_H
#define SUPPORT_SPAN_H

#include "support/diag.h"

#include <stddef.h>
#include <stdio.h>

/* Bytes begin to end (exclusive). */
struct span {
    size_t begin, end;
};

/* A text in memory, which the caller keeps, and where its lines begin. An empty text has one line;
 * the one behind a last newline counts. */
struct text_lines {
    const char *text;
    size_t size;
    size_t *begins; /* ascending, the first is 0 */
    size_t count;
};

void text_lines_init(struct text_lines *lines, const char *text, size_t size);
void text_lines_free(struct text_lines *lines);

/* The number, from 1, of the line with this byte; offsets up to the text's size. */
size_t text_lines_number(const struct text_lines *lines, size_t offset);
/* The line's bytes without its newline. */
struct span text_lines_line(const struct text_lines *lines, size_t number);

/* The place of a span in the named file, as diagnostics have it: columns count bytes from 1, and a
 * span of several lines is cut at the end of its first. */
struct diag_location text_lines_locate(const struct text_lines *lines, const char *file,
                                       struct span span);

/* Prints the line in which the span begins, and "^~~~" below the span. */
void text_lines_underline(const struct text_lines *lines, struct span span, FILE *out);

#endif
