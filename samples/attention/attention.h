/* What the kernel, the tasks and the host agree on. */
#ifndef ATTENTION_H
#define ATTENTION_H

#include <stdint.h>

/* O = softmax(scale · Q · Kᵀ) · V for one head: n queries, n keys, n values, each of DEPTH numbers,
 * as rows of matrices in global memory at these addresses. All are of float or of bfloat16. */
struct problem {
    uint32_t n;      /* any but 0 */
    uint32_t causal; /* whether a query sees only the keys up to its own number */
    uint32_t bf16;
    float scale;
    uint32_t q, k, v, o;
};

/* A step takes a block of QUERIES queries against a block of KEYS keys. Blocks at the end are what
 * is left there. */
enum { DEPTH = 64, QUERIES = 32, KEYS = 32 };

/* Scores are made transposed, a row for each key. The odd stride lets lanes that have neighbouring
 * keys read different banks of shared memory. */
enum { SCORE_STRIDE = QUERIES + 1 };

/* Which part of a block lies within a size: of the elements from `from` on, `block` at most. */
static inline uint32_t within(uint32_t size, uint32_t from, uint32_t block) {
    return size - from < block ? size - from : block;
}

#endif
