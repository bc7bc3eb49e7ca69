/* malloc over sbrk, first fit. Every block of the arena has a header; free neighbours are merged
 * when an allocation walks over them. Each task has an arena of its own, which is gone after it. */
#include "runtime.h"

extern char __heap_start[], __heap_end[];

#define GRAIN 16 /* alignment of what malloc returns, and size of a header */

struct block {
    size_t bytes; /* of the payload, a multiple of GRAIN */
    size_t used;
};
_Static_assert(sizeof(struct block) == GRAIN, "the payload follows its header");

static char *heap_start = __heap_start, *heap_break = __heap_start;

char *neutrino_heap_enter(void) {
    char *outer = heap_start;
    heap_start = heap_break;
    return outer;
}

void neutrino_heap_leave(char *outer) {
    heap_break = heap_start;
    heap_start = outer;
}

void *sbrk(ptrdiff_t increment) {
    char *previous = heap_break;
    if (increment > __heap_end - previous || increment < heap_start - previous)
        return (void *)-1;
    heap_break = previous + increment;
    return previous;
}

static struct block *after(const struct block *block) {
    return (struct block *)((char *)(block + 1) + block->bytes);
}

static bool is_end(const struct block *block) {
    return (char *)block >= heap_break;
}

static void merge_free_neighbours(struct block *block) {
    for (struct block *next = after(block); !is_end(next) && !next->used; next = after(block))
        block->bytes += sizeof *next + next->bytes;
}

/* Leaves bytes in the block and makes the rest a free block, if it is worth one. */
static void split(struct block *block, size_t bytes) {
    if (block->bytes < bytes + 2 * GRAIN)
        return;
    size_t rest = block->bytes - bytes - sizeof *block;
    block->bytes = bytes;
    *after(block) = (struct block){.bytes = rest};
}

static struct block *find_free(size_t bytes) {
    for (struct block *block = (struct block *)heap_start; !is_end(block); block = after(block)) {
        if (block->used)
            continue;
        merge_free_neighbours(block);
        if (block->bytes >= bytes)
            return block;
    }
    return NULL;
}

void *malloc(size_t bytes) {
    if (bytes > NEUTRINO_PRIVATE_BYTES)
        return NULL;
    bytes = bytes ? (bytes + GRAIN - 1) / GRAIN * GRAIN : GRAIN;
    struct block *block = find_free(bytes);
    if (!block) {
        block = sbrk((ptrdiff_t)(sizeof *block + bytes));
        if (block == (void *)-1)
            return NULL;
        block->bytes = bytes;
    }
    split(block, bytes);
    block->used = 1;
    return block + 1;
}

void free(void *memory) {
    if (memory)
        ((struct block *)memory - 1)->used = 0;
}

void *calloc(size_t count, size_t bytes) {
    size_t total;
    void *memory = __builtin_mul_overflow(count, bytes, &total) ? NULL : malloc(total);
    return memory ? memset(memory, 0, total) : NULL;
}

void *realloc(void *memory, size_t bytes) {
    if (!memory)
        return malloc(bytes);
    struct block *block = (struct block *)memory - 1;
    if (bytes <= block->bytes)
        return memory;
    void *moved = malloc(bytes);
    if (!moved)
        return NULL;
    memcpy(moved, memory, block->bytes);
    free(memory);
    return moved;
}
