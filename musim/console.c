#include "musim/console.h"

void console_put(struct console_line *line, char byte, FILE *out) {
    line->bytes[line->length++] = byte;
    if (byte == '\n' || line->length == CONSOLE_LINE_BYTES)
        console_flush(line, out);
}

void console_flush(struct console_line *line, FILE *out) {
    fwrite(line->bytes, 1, line->length, out);
    line->length = 0;
}
