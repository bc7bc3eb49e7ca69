/* Allocation that may fail. */
#include "libtask/host/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_long allowed = -1;

void memory_fail_after(long allocations) {
    atomic_store(&allowed, allocations);
}

static bool refused(void) {
    long left = atomic_load_explicit(&allowed, memory_order_relaxed);
    while (left > 0 && !atomic_compare_exchange_weak(&allowed, &left, left - 1))
        ;
    return left == 0;
}

void *memory_get(size_t bytes) {
    return refused() ? NULL : malloc(bytes ? bytes : 1);
}

void *memory_zeroed(size_t count, size_t bytes) {
    return refused() ? NULL : calloc(count ? count : 1, bytes);
}

bool memory_get_aligned(void **block, size_t alignment, size_t bytes) {
    return !refused() && !posix_memalign(block, alignment, bytes);
}

bool memory_room(void **array, size_t *capacity, size_t count, size_t bytes) {
    if (count <= *capacity)
        return true;
    size_t more = 2 * *capacity > count ? 2 * *capacity : count < 8 ? 8 : count;
    void *grown = more > SIZE_MAX / bytes || refused() ? NULL : realloc(*array, more * bytes);
    if (!grown)
        return false;
    *array = grown;
    *capacity = more;
    return true;
}

/* ---- arenas ---- */

struct arena_chunk {
    struct arena_chunk *next;
    _Alignas(max_align_t) char bytes[];
};

void *arena_get(struct arena *arena, size_t bytes) {
    enum { CHUNK = 1 << 16, UNIT = _Alignof(max_align_t) };
    bytes = (bytes + UNIT - 1) / UNIT * UNIT;
    if (bytes > arena->left) {
        size_t size = bytes > CHUNK ? bytes : CHUNK;
        struct arena_chunk *chunk = memory_get(sizeof *chunk + size);
        if (!chunk)
            return NULL;
        chunk->next = arena->chunks;
        arena->chunks = chunk;
        arena->next = chunk->bytes;
        arena->left = size;
    }
    void *block = arena->next;
    arena->next += bytes;
    arena->left -= bytes;
    return block;
}

void arena_free(struct arena *arena) {
    for (struct arena_chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    *arena = (struct arena){0};
}
