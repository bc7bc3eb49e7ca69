/* What the kernel and the host agree on. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include <stdint.h>

enum { TILE = 32 };

/* Addresses in the GPU's global memory, where pointers have 32 bits. */
#ifdef __MUON__
#define GLOBAL(type) type *
#else
#define GLOBAL(type) uint32_t
#endif

struct problem {
    uint32_t m, n, k; /* multiples of TILE */
    float scale;
    GLOBAL(const float) a;    /* m × k, row-major, as all */
    GLOBAL(const float) b;    /* k × n */
    GLOBAL(const float) bias; /* n */
    GLOBAL(float) c;          /* m × n, the result */
};

#endif
