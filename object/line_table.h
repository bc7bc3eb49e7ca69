/* Source lines of code that a program carries along, where its DWARF is left behind: those of the
 * Neutrino's tasks in a Muon program, if they were compiled with -g.
 *
 * .neutrino.lines, not loaded, is a sequence of records of LINE_BYTES bytes, by ascending address,
 * of words, little-endian, at these offsets:
 *
 *   LINE_ADDRESS   of the code that comes from the line, up to the next record's
 *   LINE_FILE      the source file's name, an offset in .neutrino.lines.files, where it ends with a
 *                  zero
 *   LINE_NUMBER, LINE_COLUMN   in it; 0: the code has no line from here on */
#ifndef OBJECT_LINE_TABLE_H
#define OBJECT_LINE_TABLE_H

#include "object/source_map.h"

#define LINES_SECTION ".neutrino.lines"
#define LINES_FILES_SECTION ".neutrino.lines.files"

enum {
    LINE_ADDRESS = 0,
    LINE_FILE = 4,
    LINE_NUMBER = 8,
    LINE_COLUMN = 12,
    LINE_BYTES = 16,
};

struct line_table {
    uint8_t *records;
    size_t bytes; /* of them */
    char *files;
    size_t files_bytes;
};

/* All lines of a map, of code below 4 GiB. */
void line_table_make(struct line_table *table, const struct source_map *map);
/* Copies the contents of the two sections; false with nothing allocated if they do not hold
 * together. */
bool line_table_read(struct line_table *table, const uint8_t *records, size_t bytes,
                     const char *files, size_t files_bytes);
void line_table_free(struct line_table *table);

/* The place, without a function; false: no line is known. */
bool line_table_lookup(const struct line_table *table, uint64_t address,
                       struct source_position *position);

#endif
