/* How much of shared memory is lost to fragmentation: smem_malloc's rules (neutrino/smem.h: headers
 * and guards, rounding, alignment, free neighbours joined) with its first fit, and with best fit.
 *
 * Blocks of random sizes are allocated until one does not fit; then a random one is freed, and so
 * on. Whenever one does not fit: how much of the memory blocks in use have asked for, and how much
 * of what is free is in one piece. And how many blocks an allocation has looked at. */
#include "support/alloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT = 16, GUARD_BYTES = 4, HEAP = 128 << 10, MOST_BLOCKS = HEAP / UNIT };
enum { WARM_UP = 20000, FAILURES = 20000 };

/* Blocks follow each other without gaps. */
struct block {
    uint32_t address, bytes, asked;
    bool used;
};

struct heap {
    struct block blocks[MOST_BLOCKS];
    size_t count, used;
    uint64_t asked; /* by all in use */
    uint64_t looked_at, allocations;
};

static uint32_t round_up(uint32_t value, uint32_t to) {
    return (value + to - 1) & -to;
}

static void insert(struct heap *heap, size_t at, struct block block) {
    memmove(&heap->blocks[at + 1], &heap->blocks[at], (heap->count++ - at) * sizeof block);
    heap->blocks[at] = block;
}

static void join_with_next(struct heap *heap, size_t at) {
    struct block *block = &heap->blocks[at];
    if (at + 1 >= heap->count || block[0].used || block[1].used)
        return;
    block->bytes += block[1].bytes;
    heap->count--;
    memmove(block + 1, block + 2, (heap->count - at - 1) * sizeof *block);
}

static bool fits(const struct block *block, uint32_t needed, uint32_t alignment, uint32_t *begin) {
    *begin = round_up(block->address + UNIT, alignment) - UNIT;
    uint32_t lost = *begin - block->address;
    return !block->used && lost <= block->bytes && block->bytes - lost >= needed;
}

static void take(struct heap *heap, size_t at, uint32_t begin, struct block taken) {
    struct block free = heap->blocks[at];
    uint32_t end = free.address + free.bytes;
    taken.address = begin;
    heap->blocks[at] = taken;
    if (begin + taken.bytes < end)
        insert(heap, at + 1,
               (struct block){begin + taken.bytes, end - begin - taken.bytes, 0, false});
    if (begin > free.address)
        insert(heap, at, (struct block){free.address, begin - free.address, 0, false});
    heap->used++;
    heap->asked += taken.asked;
}

/* Returns whether there was room. */
static bool allocate(struct heap *heap, uint32_t asked, uint32_t alignment, bool best_fit) {
    uint32_t needed = round_up(UNIT + round_up(asked, GUARD_BYTES) + GUARD_BYTES, UNIT);
    size_t best = heap->count;
    uint32_t begin;
    heap->allocations++;
    for (size_t i = 0; i < heap->count; i++) {
        heap->looked_at++;
        if (!fits(&heap->blocks[i], needed, alignment, &begin))
            continue;
        if (best == heap->count || heap->blocks[i].bytes < heap->blocks[best].bytes)
            best = i;
        if (!best_fit)
            break;
    }
    if (best == heap->count)
        return false;
    fits(&heap->blocks[best], needed, alignment, &begin);
    take(heap, best, begin, (struct block){.bytes = needed, .asked = asked, .used = true});
    return true;
}

static void release(struct heap *heap, size_t n) {
    size_t at = 0;
    while (!heap->blocks[at].used || n--)
        at++;
    heap->blocks[at].used = false;
    heap->used--;
    heap->asked -= heap->blocks[at].asked;
    join_with_next(heap, at);
    if (at)
        join_with_next(heap, at - 1);
}

/* ---- workloads ---- */

static uint64_t state;

static uint32_t draw(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 20) % n);
}

static uint32_t any_size(void) {
    return 4 + draw(4093);
}
static uint32_t tile_size(void) {
    return 256u << draw(6);
}
static uint32_t mixed_size(void) {
    return draw(10) ? 8 + draw(249) : 8192;
}

static const struct workload {
    const char *name;
    uint32_t (*size)(void);
    uint32_t alignment;
} workloads[] = {
    {"4 to 4,096 bytes", any_size, UNIT},
    {"the same, aligned to 128", any_size, 128},
    {"tiles of 256 bytes to 8 KiB", tile_size, UNIT},
    {"8 to 256 bytes, each tenth 8 KiB", mixed_size, UNIT},
};

struct result {
    double used, in_one_piece, looked_at;
};

static double largest_share(const struct heap *heap) {
    uint32_t largest = 0, sum = 0;
    for (size_t i = 0; i < heap->count; i++)
        if (!heap->blocks[i].used) {
            sum += heap->blocks[i].bytes;
            largest = heap->blocks[i].bytes > largest ? heap->blocks[i].bytes : largest;
        }
    return sum ? (double)largest / sum : 1;
}

static struct result measure(const struct workload *workload, bool best_fit) {
    struct heap *heap = xcalloc(1, sizeof *heap);
    struct result result = {0};
    heap->blocks[heap->count++] = (struct block){0, HEAP, 0, false};
    state = 88172645463325252u;
    for (int failures = -WARM_UP; failures < FAILURES;) {
        if (allocate(heap, workload->size(), workload->alignment, best_fit))
            continue;
        if (failures++ >= 0) {
            result.used += 100.0 * (double)heap->asked / HEAP / FAILURES;
            result.in_one_piece += 100.0 * largest_share(heap) / FAILURES;
        }
        release(heap, draw((uint32_t)heap->used));
    }
    result.looked_at = (double)heap->looked_at / (double)heap->allocations;
    free(heap);
    return result;
}

int main(void) {
    printf("%-34s %28s %28s\n", "when a block does not fit", "first fit", "best fit");
    printf("%-34s", "sizes");
    for (int i = 0; i < 2; i++)
        printf(" %9s %9s %8s", "in use", "1 piece", "looks at");
    printf("\n");
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++) {
        printf("%-34s", workloads[i].name);
        for (int best_fit = 0; best_fit < 2; best_fit++) {
            struct result result = measure(&workloads[i], best_fit);
            printf(" %8.1f%% %8.1f%% %8.1f", result.used, result.in_one_piece, result.looked_at);
        }
        printf("\n");
    }
    return 0;
}
