/* Places in a preprocessed unit and in the sources it came from. */
#ifndef MUONC_LOWER_PLACES_H
#define MUONC_LOWER_PLACES_H

#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>

/* A line marker: # 12 "kernel.c" 2 3. It holds from offset to the next marker. */
struct marker {
    size_t offset; /* of the line after it */
    unsigned line; /* that line's number */
    char *file;
    char *flags; /* "", or " 3" for a system header */
};

struct places {
    struct marker *markers;
    size_t count;
    struct text_lines lines;
    char *cached_path; /* the source file that was looked at last, NULL if it cannot be read */
    char *cached_text;
    unsigned cached_line; /* and the line, with where it begins, so that the next is found soon */
    const char *cached_at;
};

void places_init(struct places *places, const char *text, size_t size);
void places_free(struct places *places);

/* The marker in force at offset, NULL before the first, and the line there. */
const struct marker *places_marker(const struct places *places, size_t offset);
unsigned places_line(const struct places *places, size_t offset);

/* Where the user wrote the identifier that stands at offset: itself if it is spelled on that line
 * of the source, else the macro that it comes from. The file name lives as long as places. */
struct diag_location places_name(struct places *places, size_t offset);

/* Where the user wrote argument index (from 0) of the call whose name stands at offset, and in it,
 * if inner is not negative, argument inner of the call that it is (of DEPS). Falls back to what can
 * be found. */
struct diag_location places_argument(struct places *places, size_t offset, int index, int inner);

/* The source that stands at one of these, NULL if there is none. It lives until the next call. */
const char *places_source(struct places *places, struct diag_location where);

#endif
