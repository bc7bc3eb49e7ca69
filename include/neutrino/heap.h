/* malloc and its relatives on the SIMT cores (<stdlib.h>): memory of the global space, for each
 * lane its own block, from all lanes, warps and clusters at once.
 *
 * The program's arena has NEUTRINO_HEAP_BYTES, 16 MiB, or what it says at file scope of one source:
 *
 *   MUON_HEAP(1 << 20);
 *
 * Each cluster takes 64 KiB of it at a time, or more for a larger block, and keeps them. Blocks are
 * multiples of 16 bytes and have 16 more in front. Free ones are in lists by size, of which four
 * belong to each power of two, and neighbours are joined: time does not grow with their number.
 *
 * The warps of a cluster come one after the other (mutex.h), and in a warp its lanes: some 30
 * instructions for the warp, and for each lane 280 for malloc and 150 for free. What another
 * cluster has allocated is returned to it by an atomic operation (atomic.h); it is used again when
 * that cluster next allocates.
 *
 * No room gives NULL. To free what is no block, or free already, stops the program with a message.
 */
#ifndef NEUTRINO_HEAP_H
#define NEUTRINO_HEAP_H

#include <stddef.h>

#define NEUTRINO_HEAP_BYTES (16u << 20)

#ifdef __cplusplus
#define NEUTRINO_HEAP_LINKAGE_ extern "C"
#else
#define NEUTRINO_HEAP_LINKAGE_
#endif

#define MUON_HEAP(bytes)                                                                           \
    NEUTRINO_HEAP_LINKAGE_ char __neutrino_heap_arena[((bytes) + 15) / 16 * 16]                    \
        __attribute__((aligned(16)));                                                              \
    NEUTRINO_HEAP_LINKAGE_ unsigned __neutrino_heap_bytes;                                         \
    unsigned __neutrino_heap_bytes = sizeof __neutrino_heap_arena

#ifdef __cplusplus
extern "C" {
#endif

void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *memory, size_t bytes);
/* alignment: a power of two. */
void *aligned_alloc(size_t alignment, size_t bytes);
void free(void *memory);

#ifdef __cplusplus
}
#endif

#endif
