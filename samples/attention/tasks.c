/* What the Neutrino does for the kernel: it loads blocks and multiplies them. Each task starts an
 * engine and defers, so that its run ends when the engine is through. */
#include <neutrino/task.h>

#include "attention.h"

static size_t element_size(const struct problem *p) {
    return p->bf16 ? 2 : 4;
}

static const char *row_of(const struct problem *p, uint32_t matrix, uint32_t row) {
    return (const char *)(uintptr_t)matrix + row * DEPTH * element_size(p);
}

/* A block of queries, transposed: element by element, a plane for each column. */
void load_queries_task(const struct problem *p, uint32_t query, __shared void *to) {
    ptrdiff_t size = (ptrdiff_t)element_size(p);
    struct neutrino_dma copy = {.source = row_of(p, p->q, query),
                                .destination = to,
                                .bytes = element_size(p),
                                .rows = within(p->n, query, QUERIES),
                                .planes = DEPTH,
                                .source_row_stride = DEPTH * size,
                                .source_plane_stride = size,
                                .destination_row_stride = size,
                                .destination_plane_stride = QUERIES * size};
    neutrino_dma_deferred(&copy);
}

/* A block of keys or values, which is a piece of its matrix. */
void load_rows_task(const struct problem *p, uint32_t matrix, uint32_t row, __shared void *to) {
    struct neutrino_dma copy = {.source = row_of(p, matrix, row),
                                .destination = to,
                                .bytes = within(p->n, row, KEYS) * DEPTH * element_size(p)};
    neutrino_dma_deferred(&copy);
}

/* scores[keys × queries] = K · Qᵀ */
void score_task(const struct problem *p, uint32_t query, uint32_t key, __shared const void *queries,
                __shared const void *keys, __shared float *scores) {
    struct neutrino_matmul product = {.a = keys,
                                      .b = queries,
                                      .c = scores,
                                      .m = within(p->n, key, KEYS),
                                      .n = within(p->n, query, QUERIES),
                                      .k = DEPTH,
                                      .ldb = QUERIES,
                                      .ldc = SCORE_STRIDE,
                                      .bf16 = p->bf16};
    neutrino_matmul_deferred(&product);
}

/* part[queries × DEPTH] = P · V */
void mix_task(const struct problem *p, uint32_t query, uint32_t key, __shared const void *weights,
              __shared const void *values, __shared float *part) {
    struct neutrino_matmul product = {.a = weights,
                                      .b = values,
                                      .c = part,
                                      .m = within(p->n, query, QUERIES),
                                      .n = DEPTH,
                                      .k = within(p->n, key, KEYS),
                                      .lda = KEYS,
                                      .bf16 = p->bf16};
    neutrino_matmul_deferred(&product);
}
