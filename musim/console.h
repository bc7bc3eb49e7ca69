/* The console: who writes to it has a line of its own, which goes out in one piece, so that lines
 * of different warps do not interleave. */
#ifndef MUSIM_CONSOLE_H
#define MUSIM_CONSOLE_H

#include <stdio.h>

enum { CONSOLE_LINE_BYTES = 4096 }; /* a longer line goes out in several pieces */

struct console_line {
    unsigned length;
    char bytes[CONSOLE_LINE_BYTES];
};

void console_put(struct console_line *line, char byte, FILE *out);
/* What there is of a line that has no end yet. */
void console_flush(struct console_line *line, FILE *out);

#endif
