/* What is in a cluster's shared memory: which bytes have been stored to since the launch, and what
 * blocks an allocator has told of (neutrino/check.h) that are free again. */
#ifndef MUSIM_CHECK_BLOCKS_H
#define MUSIM_CHECK_BLOCKS_H

#include "musim/check/findings.h"
#include "neutrino/platform.h"

enum { BLOCKS_MOST = 4096 /* told of at once: of more, the oldest that is free is forgotten */ };

struct block {
    uint32_t address, bytes;
    uint32_t owner;
    bool freed;
    struct place by; /* who freed it */
};

struct blocks {
    uint64_t written[NEUTRINO_SHARED_BYTES / 64]; /* a bit for each byte */
    uint64_t freed[NEUTRINO_SHARED_BYTES / 64];
    bool any_freed;
    struct block *items;
    size_t count;
};

/* Nothing has been stored to, and there are no blocks. */
void blocks_clear(struct blocks *blocks);

void blocks_write(struct blocks *blocks, uint32_t address, uint32_t bytes);
bool blocks_are_written(const struct blocks *blocks, uint32_t address, uint32_t bytes);

void blocks_allocate(struct blocks *blocks, uint32_t address, uint32_t bytes, uint32_t owner);
/* Does nothing if no block starts there. */
void blocks_free(struct blocks *blocks, uint32_t address, const struct place *by);
/* The block, freed or in use, that has one of these bytes; NULL: none. */
const struct block *blocks_find(const struct blocks *blocks, uint32_t address, uint32_t bytes,
                                bool freed);

#endif
