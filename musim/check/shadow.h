/* Shadow memory: of each byte who stored to it last, and who has loaded it since. Cells stand for
 * words; a page with accesses of less gets cells for half-words or bytes, so that neighbours are
 * told apart. */
#ifndef MUSIM_CHECK_SHADOW_H
#define MUSIM_CHECK_SHADOW_H

#include "musim/check/record.h"

enum { SHADOW_PAGE_BITS = 10, SHADOW_PAGE_BYTES = 1 << SHADOW_PAGE_BITS };

/* A page's cells: what stored to each, then what has loaded each since. */
struct shadow_page {
    uint8_t cell_bits; /* a cell stands for so many bytes, as a power of two */
    access_ref refs[];
};

/* An address space. Zeroed pages where nobody has accessed it. */
struct shadow_space {
    struct shadow_page **pages;
    size_t page_count;
    uint32_t *touched; /* numbers of the pages there are */
    size_t touched_count;
};

void shadow_create(struct shadow_space *space, uint64_t bytes);
void shadow_free(struct shadow_space *space);
/* Nobody has accessed anything. */
void shadow_clear(struct shadow_space *space);
/* Keeps all references of a collection. */
void shadow_keep(struct shadow_space *space, struct records *records);

/* A party's access, and what is found out while its bytes are gone through. */
struct shadow_access {
    struct records *records;
    struct shadow_space *space;
    const struct clock *known; /* by the party */
    uint32_t record;           /* that its cells get */
    bool store;
    /* Of an earlier access, by this record and lane (-1: unknown), that nothing orders before this
     * one at bytes from an address on, of which lane is this one's. Returns whether this is a copy
     * of that: one store that several make. */
    bool (*race)(void *context, uint32_t earlier, int earlier_lane, unsigned lane, uint32_t address,
                 unsigned bytes);
    void *context;

    /* Found out: a record and readers that are ordered before, and what became of readers. */
    uint32_t ordered;
    access_ref ordered_readers, readers_before, readers_after;
};

/* bytes from address on, at most to the space's end. */
void shadow_range(struct shadow_access *access, uint32_t address, uint64_t bytes);
/* Whether lanes that access a row, one beside the other from an address on, have all accessed it
 * last by this record, and the same way: then nothing is new. Nor is it where all have loaded who
 * are in a set (0: none) that has the record. */
struct shadow_row {
    uint32_t address;
    unsigned lanes, size;
    bool store;
};
bool shadow_knows_row(const struct shadow_space *space, const struct shadow_row *row,
                      uint32_t record, access_ref set);
/* Lanes in tmask of so many, each of size 1, 2 or 4 at its own aligned address. */
void shadow_lanes(struct shadow_access *access, const uint32_t *addresses, uint32_t tmask,
                  unsigned lanes, unsigned size);

#endif
