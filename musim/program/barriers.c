#include "musim/program/barriers.h"

#include "isa/isa.h"
#include "musim/memory.h"
#include "support/alloc.h"
#include "support/little_endian.h"

#include <stdlib.h>
#include <string.h>

static bool read_record(struct group_barrier *barrier, const uint8_t *record, const char *files,
                        size_t files_size) {
    uint32_t kind = load_le32(record + BARRIER_KIND);
    *barrier = (struct group_barrier){
        .address = load_le32(record + BARRIER_ADDRESS),
        .kind = (enum barrier_kind)kind,
        .file = load_le32(record + BARRIER_FILE),
        .line = load_le32(record + BARRIER_LINE),
        .column = load_le32(record + BARRIER_COLUMN),
    };
    return barrier->address % MUON_WORD_BYTES == 0 &&
           memory_region(barrier->address).kind == MEMORY_RAM &&
           (kind == BARRIER_OF_GROUP || kind == BARRIER_AT_END) && barrier->file < files_size &&
           memchr(files + barrier->file, 0, files_size - barrier->file);
}

static int by_address(const void *a, const void *b) {
    const struct group_barrier *left = a, *right = b;
    return (left->address > right->address) - (left->address < right->address);
}

bool group_barriers_read(struct group_barriers *barriers, const uint8_t *records, size_t size,
                         const char *files, size_t files_size, size_t *bad) {
    *barriers = (struct group_barriers){
        .items = xcalloc(size / BARRIER_BYTES + 1, sizeof *barriers->items),
    };
    for (*bad = 0; *bad < size; *bad += BARRIER_BYTES) {
        bool whole = size - *bad >= BARRIER_BYTES;
        if (whole && load_le32(records + *bad + BARRIER_ADDRESS) == 0)
            continue; /* of a function that was not linked */
        if (!whole ||
            !read_record(&barriers->items[barriers->count], records + *bad, files, files_size)) {
            group_barriers_free(barriers);
            return false;
        }
        barriers->count++;
    }
    qsort(barriers->items, barriers->count, sizeof *barriers->items, by_address);
    return true;
}

void group_barriers_free(struct group_barriers *barriers) {
    free(barriers->items);
    *barriers = (struct group_barriers){0};
}

const struct group_barrier *group_barrier_at(const struct group_barriers *barriers,
                                             uint32_t address) {
    const struct group_barrier key = {.address = address};
    return barriers->count ? bsearch(&key, barriers->items, barriers->count,
                                     sizeof *barriers->items, by_address)
                           : NULL;
}
