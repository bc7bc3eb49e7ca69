#include "musim/program/assertions.h"

#include "isa/isa.h"
#include "musim/memory.h"
#include "object/promises.h"
#include "support/alloc.h"
#include "support/little_endian.h"

#include <stdlib.h>
#include <string.h>

static bool read_record(struct assertion *assertion, const uint8_t *record, const char *files,
                        size_t files_size) {
    uint32_t what = load_le32(record + UNIFORM_WHAT);
    unsigned reg = uniform_register(what), bytes = uniform_value_bytes(what);
    *assertion = (struct assertion){
        .address = load_le32(record + UNIFORM_ADDRESS),
        .reg = (uint8_t)reg,
        .value_mask = bytes == 4 ? UINT32_MAX : (UINT32_C(1) << 8 * (bytes & 3)) - 1,
        .file = load_le32(record + UNIFORM_FILE),
        .line = load_le32(record + UNIFORM_LINE),
        .column = load_le32(record + UNIFORM_COLUMN),
    };
    return assertion->address % MUON_WORD_BYTES == 0 &&
           memory_region(assertion->address).kind == MEMORY_RAM && reg < MUON_REGISTERS &&
           (bytes == 1 || bytes == 2 || bytes == 4) && assertion->file < files_size &&
           memchr(files + assertion->file, 0, files_size - assertion->file);
}

static int by_address(const void *a, const void *b) {
    const struct assertion *left = a, *right = b;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    return left->reg - right->reg;
}

bool assertions_read(struct assertions *assertions, const uint8_t *records, size_t size,
                     const char *files, size_t files_size, size_t *bad) {
    *assertions = (struct assertions){
        .items = xcalloc(size / UNIFORM_BYTES + 1, sizeof *assertions->items),
        .files = xmalloc(files_size + 1),
    };
    for (*bad = 0; *bad < size; *bad += UNIFORM_BYTES) {
        struct assertion *assertion = &assertions->items[assertions->count];
        bool whole = size - *bad >= UNIFORM_BYTES;
        if (whole && load_le32(records + *bad + UNIFORM_ADDRESS) == 0)
            continue; /* of a function that was not linked */
        if (!whole || !read_record(assertion, records + *bad, files, files_size)) {
            assertions_free(assertions);
            return false;
        }
        assertions->count++;
    }
    if (files_size)
        memcpy(assertions->files, files, files_size);
    qsort(assertions->items, assertions->count, sizeof *assertions->items, by_address);
    return true;
}

void assertions_free(struct assertions *assertions) {
    free(assertions->items);
    free(assertions->files);
    *assertions = (struct assertions){0};
}

size_t assertions_from(const struct assertions *assertions, uint32_t address) {
    size_t low = 0, high = assertions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (assertions->items[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
