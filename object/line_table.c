#include "object/line_table.h"

#include "support/alloc.h"
#include "support/little_endian.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- making it ---- */

struct maker {
    FILE *records, *files;
    struct string_list names; /* in the order of files */
    size_t *offsets;          /* where each begins */
};

static uint32_t file_offset(struct maker *maker, const char *name) {
    for (size_t i = maker->names.count; i-- > 0;) /* the last one, most of the time */
        if (!strcmp(maker->names.items[i], name))
            return (uint32_t)maker->offsets[i];
    string_list_add(&maker->names, name);
    maker->offsets = xrealloc(maker->offsets, maker->names.count * sizeof *maker->offsets);
    size_t offset = maker->offsets[maker->names.count - 1] = (size_t)ftell(maker->files);
    fwrite(name, 1, strlen(name) + 1, maker->files);
    return (uint32_t)offset;
}

static void put_record(struct maker *maker, uint64_t address,
                       const struct source_position *position) {
    uint8_t record[LINE_BYTES];
    bool known = position->file && position->line;
    store_le32(record + LINE_ADDRESS, (uint32_t)address);
    store_le32(record + LINE_FILE, file_offset(maker, known ? position->file : ""));
    store_le32(record + LINE_NUMBER, known ? position->line : 0);
    store_le32(record + LINE_COLUMN, known ? position->column : 0);
    fwrite(record, 1, sizeof record, maker->records);
}

void line_table_make(struct line_table *table, const struct source_map *map) {
    struct maker maker = {
        .records = open_memstream((char **)&table->records, &table->bytes),
        .files = open_memstream(&table->files, &table->files_bytes),
    };
    struct source_position position;
    uint64_t address;
    for (size_t i = 0; source_map_row(map, i, &address, &position); i++)
        if (address <= UINT32_MAX)
            put_record(&maker, address, &position);
    fclose(maker.records);
    fclose(maker.files);
    string_list_free(&maker.names);
    free(maker.offsets);
}

/* ---- reading it ---- */

static uint32_t word(const struct line_table *table, size_t record, unsigned offset) {
    return load_le32(table->records + record * LINE_BYTES + offset);
}

static bool holds_together(const struct line_table *table) {
    size_t count = table->bytes / LINE_BYTES;
    if (table->bytes % LINE_BYTES || (count && !table->files_bytes) ||
        (table->files_bytes && table->files[table->files_bytes - 1]))
        return false;
    for (size_t i = 0; i < count; i++)
        if (word(table, i, LINE_FILE) >= table->files_bytes ||
            (i && word(table, i, LINE_ADDRESS) < word(table, i - 1, LINE_ADDRESS)))
            return false;
    return true;
}

bool line_table_read(struct line_table *table, const uint8_t *records, size_t bytes,
                     const char *files, size_t files_bytes) {
    *table = (struct line_table){xmalloc(bytes + 1), bytes, xmalloc(files_bytes + 1), files_bytes};
    if (bytes)
        memcpy(table->records, records, bytes);
    if (files_bytes)
        memcpy(table->files, files, files_bytes);
    if (holds_together(table))
        return true;
    line_table_free(table);
    return false;
}

void line_table_free(struct line_table *table) {
    free(table->records);
    free(table->files);
    *table = (struct line_table){0};
}

bool line_table_lookup(const struct line_table *table, uint64_t address,
                       struct source_position *position) {
    size_t low = 0, high = table->bytes / LINE_BYTES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (word(table, middle, LINE_ADDRESS) <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low || !word(table, low - 1, LINE_NUMBER))
        return false;
    *position = (struct source_position){
        .file = table->files + word(table, low - 1, LINE_FILE),
        .line = word(table, low - 1, LINE_NUMBER),
        .column = word(table, low - 1, LINE_COLUMN),
    };
    return true;
}
