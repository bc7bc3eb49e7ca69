#include "support/span.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

void text_lines_init(struct text_lines *lines, const char *text, size_t size) {
    *lines = (struct text_lines){.text = text, .size = size};
    const char *last = text + size, *line = text;
    do {
        *ARRAY_ADD(lines->begins, lines->count) = (size_t)(line - text);
        const char *newline = memchr(line, '\n', (size_t)(last - line));
        line = newline ? newline + 1 : NULL;
    } while (line);
}

void text_lines_free(struct text_lines *lines) {
    free(lines->begins);
    *lines = (struct text_lines){0};
}

/* How many lines begin at the byte or before. */
size_t text_lines_number(const struct text_lines *lines, size_t offset) {
    size_t low = 0, high = lines->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lines->begins[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct span text_lines_line(const struct text_lines *lines, size_t number) {
    size_t end = number < lines->count ? lines->begins[number] - 1 : lines->size;
    return (struct span){lines->begins[number - 1], end};
}

struct diag_location text_lines_locate(const struct text_lines *lines, const char *file,
                                       struct span span) {
    size_t number = text_lines_number(lines, span.begin);
    struct span line = text_lines_line(lines, number);
    size_t end = span.end < line.end ? span.end : line.end;
    return (struct diag_location){
        .file = file,
        .line = (unsigned)number,
        .column = (unsigned)(span.begin - line.begin) + 1,
        .length = end > span.begin ? (unsigned)(end - span.begin) : 0,
    };
}

void text_lines_underline(const struct text_lines *lines, struct span span, FILE *out) {
    struct diag_location where = text_lines_locate(lines, NULL, span);
    struct span line = text_lines_line(lines, where.line);
    char *text = xstrndup(lines->text + line.begin, line.end - line.begin);
    diag_underline(out, text, where, false);
    free(text);
}
