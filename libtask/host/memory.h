/* Allocation that may fail: who calls returns TK_ERROR_MEMORY and leaves everything as it was.
 * Blocks are free()d. */
#ifndef LIBTASK_HOST_MEMORY_H
#define LIBTASK_HOST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

void *memory_get(size_t bytes);
void *memory_zeroed(size_t count, size_t bytes);
/* At a multiple of a power of two, which is a pointer's size at least. */
bool memory_get_aligned(void **block, size_t alignment, size_t bytes);
/* Room for count elements, at least doubled when it has to grow; false: as it was. */
bool memory_room(void **array, size_t *capacity, size_t count, size_t bytes);

/* For tests: the allocation after so many others fails, and all that follow it; negative: none. */
void memory_fail_after(long allocations);

/* Small blocks that end together. */
struct arena {
    struct arena_chunk *chunks;
    char *next;
    size_t left;
};
void *arena_get(struct arena *arena, size_t bytes);
void arena_free(struct arena *arena);

#endif
