/* malloc: blocks of chunks, which clusters take from the arena. A chunk is blocks that follow each
 * other without gaps, and a header that ends it. Free blocks are in lists by size ("bins"). One
 * lane at a time is in the functions named heap_…: of the cluster's warps one (a mutex), and of its
 * lanes one after the other (heap_lanes.S). */
#include <neutrino/console.h>
#include <neutrino/heap.h>
#include <neutrino/mutex.h>
#include <neutrino/platform.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 16, GRAIN = 16, LEAST = 32, CHUNK = 64 << 10, USED = 1 };

struct block {
    uint32_t bytes;              /* with the header, a multiple of GRAIN; | USED */
    uint32_t previous;           /* bytes of the block in front, 0: there is none */
    uint32_t owner;              /* the cluster whose chunk it is */
    uint32_t mark;               /* of blocks in use */
    struct block *next, *before; /* of a free one, in its list */
};

/* Bins for 0 to 3 units of 16 bytes, then four for each power of two. */
enum { BINS = 112, MAX_BYTES = 0x3fffffff };

struct heap {
    uint32_t filled[(BINS + 31) / 32];
    struct block *bins[BINS];
    struct block *returned; /* by other clusters: a list by `next` */
};

extern char __neutrino_heap_arena[];
extern unsigned __neutrino_heap_bytes;

MUON_MUTEX(neutrino_malloc);
static struct heap heaps[NEUTRINO_MAX_CLUSTERS];
static uint32_t taken; /* of the arena */

#define INLINE static inline __attribute__((always_inline))

INLINE struct block *block_at(struct block *block, uint32_t distance) {
    return (struct block *)((char *)block + distance);
}

INLINE uint32_t size_of(struct block *block) {
    return block->bytes & ~(uint32_t)USED;
}

INLINE uint32_t mark_of(struct block *block) {
    return (uint32_t)(uintptr_t)block ^ 0x6b636f6c;
}

/* ---- lists of free blocks ---- */

INLINE uint32_t bin_of(uint32_t bytes) {
    uint32_t units = bytes / GRAIN;
    if (units < 4)
        return units;
    uint32_t power = 31 - (uint32_t)__builtin_clz(units);
    return (power - 1) * 4 + (units >> (power - 2) & 3);
}

INLINE void put(struct heap *heap, struct block *block, uint32_t bytes) {
    uint32_t bin = bin_of(bytes);
    struct block *next = heap->bins[bin];
    block->bytes = bytes;
    block->mark = 0;
    block->next = next;
    block->before = NULL;
    if (next)
        next->before = block;
    heap->bins[bin] = block;
    heap->filled[bin / 32] |= 1u << bin % 32;
    block_at(block, bytes)->previous = bytes;
}

INLINE void take_out(struct heap *heap, struct block *block) {
    if (block->next)
        block->next->before = block->before;
    if (block->before) {
        block->before->next = block->next;
        return;
    }
    uint32_t bin = bin_of(block->bytes);
    heap->bins[bin] = block->next;
    if (!block->next)
        heap->filled[bin / 32] &= ~(1u << bin % 32);
}

/* A block of the first bin all of whose blocks are large enough. */
INLINE struct block *find(struct heap *heap, uint32_t bytes) {
    uint32_t units = bytes / GRAIN;
    uint32_t step = units < 4 ? 1 : 1u << (29 - __builtin_clz(units));
    uint32_t bin = bin_of((units + step - 1) * GRAIN);
    uint32_t mask = ~0u << bin % 32;
    for (uint32_t word = bin / 32; word < sizeof heap->filled / sizeof *heap->filled; word++) {
        uint32_t filled = heap->filled[word] & mask;
        if (filled)
            return heap->bins[32 * word + (uint32_t)__builtin_ctz(filled)];
        mask = ~0u;
    }
    return NULL;
}

/* When the arena is empty: of the bin below, too. */
__single_lane static struct block *search(struct heap *heap, uint32_t bytes) {
    struct block *block = heap->bins[bin_of(bytes)];
    while (block && block->bytes < bytes)
        block = block->next;
    return block;
}

/* ---- chunks ---- */

/* Bytes of the arena; NULL if it does not have as many. */
__single_lane static char *take_of_arena(uint32_t bytes) {
    uint32_t begin = __atomic_load_n(&taken, __ATOMIC_RELAXED);
    do
        if (bytes > __neutrino_heap_bytes - begin)
            return NULL;
    while (!__atomic_compare_exchange_n(&taken, &begin, begin + bytes, 0, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED));
    return __neutrino_heap_arena + begin;
}

__single_lane static struct block *new_chunk(uint32_t bytes) {
    uint32_t needed = bytes + HEADER, whole = needed < CHUNK ? CHUNK : needed;
    char *memory = take_of_arena(whole);
    if (!memory) {
        whole = needed;
        memory = take_of_arena(whole);
    }
    if (!memory)
        return NULL;
    struct block *block = (struct block *)memory;
    block->bytes = whole - HEADER;
    block->previous = 0;
    block->owner = muon_cluster_id();
    block_at(block, whole - HEADER)->bytes = HEADER | USED;
    return block;
}

/* ---- allocation ---- */

__single_lane static void give_back(struct heap *heap, struct block *block) {
    uint32_t bytes = size_of(block);
    struct block *next = block_at(block, bytes), *front = block_at(block, 0 - block->previous);
    if (!(next->bytes & USED)) {
        take_out(heap, next);
        bytes += next->bytes;
    }
    if (block->previous && !(front->bytes & USED)) {
        take_out(heap, front);
        bytes += front->bytes;
        block = front;
    }
    put(heap, block, bytes);
}

/* The block to that many bytes, and free what is left of it. */
INLINE void split(struct heap *heap, struct block *block, uint32_t bytes) {
    uint32_t rest = size_of(block) - bytes;
    if (rest < LEAST)
        return;
    struct block *other = block_at(block, bytes);
    block->bytes = bytes | USED;
    other->bytes = rest;
    other->previous = bytes;
    other->owner = block->owner;
    give_back(heap, other);
}

/* The block behind the first of its bytes, which become a free one. */
INLINE struct block *cut_front(struct heap *heap, struct block *block, uint32_t front) {
    struct block *rest = block_at(block, front);
    rest->bytes = (size_of(block) - front) | USED;
    rest->owner = block->owner;
    block_at(rest, size_of(rest))->previous = size_of(rest);
    block->bytes = front;
    rest->previous = front;
    give_back(heap, block);
    return rest;
}

__single_lane static void take_returned(struct heap *heap) {
    struct block *block = __atomic_exchange_n(&heap->returned, NULL, __ATOMIC_ACQUIRE);
    while (block) {
        struct block *next = block->next;
        give_back(heap, block);
        block = next;
    }
}

/* What heap_lanes.S calls for each lane. */
__single_lane void *neutrino_heap_take(size_t bytes, size_t alignment);
__single_lane void *neutrino_heap_take(size_t bytes, size_t alignment) {
    struct heap *heap = &heaps[muon_cluster_id()];
    if (bytes > MAX_BYTES || alignment > MAX_BYTES)
        return NULL;
    uint32_t needed = HEADER + (bytes + GRAIN - 1) / GRAIN * GRAIN;
    needed = needed < LEAST ? LEAST : needed;
    /* In front of an aligned block is room for a free one, or nothing. */
    uint32_t wanted = alignment > GRAIN ? needed + alignment + LEAST : needed;
    if (__atomic_load_n(&heap->returned, __ATOMIC_RELAXED))
        take_returned(heap);
    struct block *block = find(heap, wanted);
    block = block ? block : search(heap, wanted);
    if (block)
        take_out(heap, block);
    else
        block = new_chunk(wanted);
    if (!block)
        return NULL;
    block->bytes |= USED;
    uint32_t memory = (uint32_t)(uintptr_t)block + HEADER;
    if (alignment > GRAIN && memory % alignment) {
        uint32_t aligned = (memory + LEAST + alignment - 1) & -alignment;
        block = cut_front(heap, block, aligned - memory);
    }
    split(heap, block, needed);
    block->mark = mark_of(block);
    return (char *)block + HEADER;
}

__single_lane static void stop(void) {
    printf("free: this is no block of malloc, or is free already\n");
    abort();
}

__single_lane void neutrino_heap_give(void *memory);
__single_lane void neutrino_heap_give(void *memory) {
    if (!memory)
        return;
    struct block *block = (struct block *)((char *)memory - HEADER);
    uint32_t place = (uint32_t)((char *)block - __neutrino_heap_arena);
    if (place >= __neutrino_heap_bytes || place % GRAIN || !(block->bytes & USED) ||
        block->mark != mark_of(block))
        stop();
    block->mark = 0;
    if (block->owner == muon_cluster_id()) {
        give_back(&heaps[block->owner], block);
        return;
    }
    struct heap *heap = &heaps[block->owner];
    struct block *first = __atomic_load_n(&heap->returned, __ATOMIC_RELAXED);
    do
        block->next = first;
    while (!__atomic_compare_exchange_n(&heap->returned, &first, block, 0, __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED));
}

/* ---- what all lanes enter together ---- */

/* heap_lanes.S */
void *neutrino_heap_take_each(size_t bytes, size_t alignment);
void neutrino_heap_give_each(void *memory);

void *aligned_alloc(size_t alignment, size_t bytes) {
    muon_turn_t turn = neutrino_malloc_lock();
    void *memory = neutrino_heap_take_each(bytes, alignment);
    neutrino_malloc_unlock(turn);
    return memory;
}

void *malloc(size_t bytes) {
    return aligned_alloc(GRAIN, bytes);
}

void free(void *memory) {
    muon_turn_t turn = neutrino_malloc_lock();
    neutrino_heap_give_each(memory);
    neutrino_malloc_unlock(turn);
}

void *calloc(size_t count, size_t bytes) {
    size_t total;
    int overflow = __builtin_mul_overflow(count, bytes, &total);
    void *memory = malloc(overflow ? (size_t)-1 : total);
    return memset(memory, 0, memory ? total : 0);
}

void *realloc(void *memory, size_t bytes) {
    struct block *block = (struct block *)((char *)memory - HEADER);
    size_t room = memory ? size_of(block) - HEADER : 0;
    if (memory && bytes <= room)
        return memory;
    void *moved = malloc(bytes);
    memcpy(moved, memory, moved ? room : 0);
    free(moved ? memory : NULL);
    return moved;
}
