/* What the Neutrino does for the kernel. Each task starts an engine and defers: its run, and with
 * it the item of the pipe that it makes or uses, ends when the engine is through. */
#include <neutrino/task.h>

#include "gemm.h"

static const char *element(uint32_t matrix, size_t row, size_t stride, size_t column, size_t size) {
    return (const char *)(uintptr_t)matrix + (row * stride + column) * size;
}

/* The tiles of A at (row, k) and of B at (k, column). The engine does its commands in order, so the
 * end of the second is that of both. */
void load_task(const struct problem *p, uint32_t row, uint32_t column, uint32_t k,
               __shared struct operands *to) {
    size_t size = p->bf16 ? 2 : 4;
    struct neutrino_dma a = {.source = element(p->a, row, p->k, k, size),
                             .destination = to->a,
                             .bytes = within(p->k, k, TILE_K) * size,
                             .rows = within(p->m, row, TILE_M),
                             .source_row_stride = (ptrdiff_t)(p->k * size),
                             .destination_row_stride = (ptrdiff_t)(TILE_K * size)};
    struct neutrino_dma b = {.source = element(p->b, k, p->n, column, size),
                             .destination = to->b,
                             .bytes = within(p->n, column, TILE_N) * size,
                             .rows = within(p->k, k, TILE_K),
                             .source_row_stride = (ptrdiff_t)(p->n * size),
                             .destination_row_stride = (ptrdiff_t)(TILE_N * size)};
    run_t self = neutrino_defer();
    neutrino_dma_start(&a, 0);
    neutrino_dma_start(&b, self);
}

/* The part of a tile of C that these operands give, added to what is there but for the first. */
void multiply_task(const struct problem *p, uint32_t row, uint32_t column, uint32_t k,
                   __shared const struct operands *from, __shared float *to) {
    struct neutrino_matmul product = {.a = from->a,
                                      .b = from->b,
                                      .c = to,
                                      .m = within(p->m, row, TILE_M),
                                      .n = within(p->n, column, TILE_N),
                                      .k = within(p->k, k, TILE_K),
                                      .lda = TILE_K,
                                      .ldb = TILE_N,
                                      .ldc = TILE_N,
                                      .accumulate = k != 0,
                                      .bf16 = p->bf16};
    neutrino_matmul_deferred(&product);
}

void store_task(const struct problem *p, uint32_t row, uint32_t column,
                __shared const float *from) {
    struct neutrino_dma c = {.source = from,
                             .destination = (char *)element(p->c, row, p->n, column, sizeof(float)),
                             .bytes = within(p->n, column, TILE_N) * sizeof(float),
                             .rows = within(p->m, row, TILE_M),
                             .source_row_stride = TILE_N * sizeof(float),
                             .destination_row_stride = (ptrdiff_t)(p->n * sizeof(float))};
    neutrino_dma_deferred(&c);
}
