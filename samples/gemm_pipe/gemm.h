/* What the kernel, the tasks and the host agree on. */
#ifndef GEMM_H
#define GEMM_H

#include <stdint.h>

/* C[m × n] = A[m × k] · B[k × n], row-major; A and B of float or bfloat16, C of float. The matrices
 * are at these addresses of global memory, which mean the same to kernel, Neutrino and host. */
struct problem {
    uint32_t m, n, k; /* any sizes but 0 */
    uint32_t a, b, c;
    uint32_t bf16; /* whether A and B are bfloat16 */
};

/* C is made in tiles of TILE_M × TILE_N, over TILE_K of the common dimension at a time. Tiles at an
 * edge are what is left there. */
enum { TILE_M = 32, TILE_N = 48, TILE_K = 40, STAGES = 2 };

/* Which part of a tile lies within a size: of the elements from `from` on, `tile` at most. */
static inline uint32_t within(uint32_t size, uint32_t from, uint32_t tile) {
    return size - from < tile ? size - from : tile;
}

/* What one product takes, in shared memory. Rows have the room of a whole tile's, of floats. */
struct operands {
    float a[TILE_M * TILE_K], b[TILE_K * TILE_N];
};

#endif
