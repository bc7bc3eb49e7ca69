#include "musim/check/blocks.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- bits ---- */

/* Of bytes up to the end of the 64 that a word of bits stands for: which they are, and how many. */
static uint64_t mask_of(uint32_t address, uint32_t bytes, uint32_t *part) {
    unsigned from = address % 64;
    *part = bytes < 64 - from ? bytes : 64 - from;
    return (*part == 64 ? ~UINT64_C(0) : (UINT64_C(1) << *part) - 1) << from;
}

static void set_bits(uint64_t *bits, uint32_t address, uint32_t bytes, bool on) {
    for (uint32_t part; bytes; address += part, bytes -= part) {
        uint64_t mask = mask_of(address, bytes, &part), *word = &bits[address / 64];
        *word = on ? *word | mask : *word & ~mask;
    }
}

static bool are_set(const uint64_t *bits, uint32_t address, uint32_t bytes) {
    for (uint32_t part; bytes; address += part, bytes -= part) {
        uint64_t mask = mask_of(address, bytes, &part);
        if ((bits[address / 64] & mask) != mask)
            return false;
    }
    return true;
}

static bool are_clear(const uint64_t *bits, uint32_t address, uint32_t bytes) {
    for (uint32_t part; bytes; address += part, bytes -= part)
        if (bits[address / 64] & mask_of(address, bytes, &part))
            return false;
    return true;
}

/* ---- stores ---- */

void blocks_clear(struct blocks *blocks) {
    free(blocks->items);
    memset(blocks, 0, sizeof *blocks);
}

void blocks_write(struct blocks *blocks, uint32_t address, uint32_t bytes) {
    set_bits(blocks->written, address, bytes, true);
}

bool blocks_are_written(const struct blocks *blocks, uint32_t address, uint32_t bytes) {
    return are_set(blocks->written, address, bytes);
}

/* ---- blocks ---- */

static void remove_block(struct blocks *blocks, size_t i) {
    memmove(&blocks->items[i], &blocks->items[i + 1],
            (--blocks->count - i) * sizeof *blocks->items);
}

/* Those that a new one takes memory of are over. */
static void forget_overlapping(struct blocks *blocks, uint32_t address, uint32_t bytes) {
    for (size_t i = blocks->count; i-- > 0;) {
        const struct block *block = &blocks->items[i];
        if (block->address < address + bytes && address < block->address + block->bytes)
            remove_block(blocks, i);
    }
}

static void forget_oldest_freed(struct blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block block = blocks->items[i];
        if (!block.freed)
            continue;
        set_bits(blocks->freed, block.address, block.bytes, false);
        remove_block(blocks, i);
        return;
    }
    remove_block(blocks, 0);
}

static bool is_in_memory(uint32_t address, uint32_t bytes) {
    return address < NEUTRINO_SHARED_BYTES && bytes <= NEUTRINO_SHARED_BYTES - address;
}

void blocks_allocate(struct blocks *blocks, uint32_t address, uint32_t bytes, uint32_t owner) {
    if (!is_in_memory(address, bytes) || !bytes)
        return;
    for (size_t i = 0; i < blocks->count; i++) { /* each lane of a warp may tell of it */
        const struct block *block = &blocks->items[i];
        if (block->address == address && block->bytes == bytes && block->owner == owner &&
            !block->freed)
            return;
    }
    forget_overlapping(blocks, address, bytes);
    if (blocks->count == BLOCKS_MOST)
        forget_oldest_freed(blocks);
    *ARRAY_ADD(blocks->items, blocks->count) =
        (struct block){.address = address, .bytes = bytes, .owner = owner};
    set_bits(blocks->freed, address, bytes, false);
    set_bits(blocks->written, address, bytes, false);
}

void blocks_free(struct blocks *blocks, uint32_t address, const struct place *by) {
    for (size_t i = 0; i < blocks->count; i++) {
        struct block *block = &blocks->items[i];
        if (block->address != address || block->freed)
            continue;
        block->freed = blocks->any_freed = true;
        block->by = *by;
        set_bits(blocks->freed, address, block->bytes, true);
        return;
    }
}

const struct block *blocks_find(const struct blocks *blocks, uint32_t address, uint32_t bytes,
                                bool freed) {
    bool none = freed && (!blocks->any_freed || are_clear(blocks->freed, address, bytes));
    for (size_t i = 0; !none && i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        if (block->freed == freed && block->address < address + bytes &&
            address < block->address + block->bytes)
            return block;
    }
    return NULL;
}
