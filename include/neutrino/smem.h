/* Shared memory on demand: what the program's __shared variables leave of it.
 *
 *   __shared float *tile = smem_malloc(4096, 64);     4 KiB at a multiple of 64;
 *                                                     NULL if there is no room
 *   smem_free(tile);                                  NULL is allowed
 *
 * By whole warps: a block is a warp's, the same in all its lanes, and any warp may free it. Blocks
 * have the alignment that is asked for, a power of two, or 16 if that is more; 0 bytes are a block,
 * too.
 *
 * First fit over all blocks in order of address, free neighbours joined. It is behind a mutex
 * (mutex.h), and takes 16 bytes and what rounding needs of each block. Cost: some 60 instructions
 * and 15 for each block passed.
 *
 * What is freed twice or was never allocated, and writing over the end of a block, up to 4 bytes of
 * it, stop the program at smem_free with the places of free and allocation; NDEBUG keeps the
 * checks and leaves out the places. */
#ifndef NEUTRINO_SMEM_H
#define NEUTRINO_SMEM_H
#pragma GCC system_header

#include "neutrino/muon.h"

#ifdef __cplusplus
extern "C" {
#endif

/* place: where it is called, for messages; NULL if it shall not be told. */
__shared void *neutrino_smem_malloc(uint32_t bytes, uint32_t alignment, const char *place);
void neutrino_smem_free(__shared void *memory, const char *place);

/* The largest block that could be had now, with an alignment of 16; and the sum of what is free. */
uint32_t smem_largest(void);
uint32_t smem_available(void);

#ifdef __cplusplus
}
#endif

#ifdef NDEBUG
#define NEUTRINO_PLACE_ ((const char *)0)
#else
#define NEUTRINO_PLACE_ __FILE__ ":" NEUTRINO_TEXT_(__LINE__)
#define NEUTRINO_TEXT_(line) NEUTRINO_TEXT_OF_(line)
#define NEUTRINO_TEXT_OF_(line) #line
#endif

#define smem_malloc(bytes, alignment) neutrino_smem_malloc(bytes, alignment, NEUTRINO_PLACE_)
#define smem_free(memory) neutrino_smem_free(memory, NEUTRINO_PLACE_)

#endif
