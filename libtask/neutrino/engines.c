/* Drivers of the DMA engine and the matrix unit. */
#include "runtime.h"

static void dma_write(unsigned reg, uint64_t value) {
    device_write(NEUTRINO_DMA_BASE + reg, value);
}

void neutrino_dma_start(const struct neutrino_dma *copy, run_id_t signal) {
    dma_write(NEUTRINO_DMA_SOURCE, (uintptr_t)copy->source);
    dma_write(NEUTRINO_DMA_DESTINATION, (uintptr_t)copy->destination);
    dma_write(NEUTRINO_DMA_EXTENT0, copy->bytes);
    dma_write(NEUTRINO_DMA_EXTENT1, copy->rows);
    dma_write(NEUTRINO_DMA_EXTENT2, copy->planes);
    dma_write(NEUTRINO_DMA_SOURCE_STRIDE1, (uint64_t)copy->source_row_stride);
    dma_write(NEUTRINO_DMA_SOURCE_STRIDE2, (uint64_t)copy->source_plane_stride);
    dma_write(NEUTRINO_DMA_DESTINATION_STRIDE1, (uint64_t)copy->destination_row_stride);
    dma_write(NEUTRINO_DMA_DESTINATION_STRIDE2, (uint64_t)copy->destination_plane_stride);
    dma_write(NEUTRINO_DMA_TAG, signal);
    dma_write(NEUTRINO_DMA_START, 1);
}

/* What an engine wrote is read after this. */
static void wait_until_idle(uint64_t busy) {
    while (device_read(busy))
        ;
    __asm__ volatile("fence i, r" ::: "memory");
}

void neutrino_dma_wait(void) {
    wait_until_idle(NEUTRINO_DMA_BASE + NEUTRINO_DMA_BUSY);
}

void neutrino_dma(const struct neutrino_dma *copy) {
    neutrino_dma_start(copy, 0);
    neutrino_dma_wait();
}

void neutrino_dma_deferred(const struct neutrino_dma *copy) {
    neutrino_dma_start(copy, neutrino_defer());
}

static void matrix_write(unsigned reg, uint64_t value) {
    device_write(NEUTRINO_MATRIX_BASE + reg, value);
}

void neutrino_matmul_start(const struct neutrino_matmul *product, run_id_t signal) {
    matrix_write(NEUTRINO_MATRIX_A, (uintptr_t)product->a);
    matrix_write(NEUTRINO_MATRIX_B, (uintptr_t)product->b);
    matrix_write(NEUTRINO_MATRIX_C, (uintptr_t)product->c);
    matrix_write(NEUTRINO_MATRIX_M, product->m);
    matrix_write(NEUTRINO_MATRIX_N, product->n);
    matrix_write(NEUTRINO_MATRIX_K, product->k);
    matrix_write(NEUTRINO_MATRIX_LDA, product->lda ? product->lda : product->k);
    matrix_write(NEUTRINO_MATRIX_LDB, product->ldb ? product->ldb : product->n);
    matrix_write(NEUTRINO_MATRIX_LDC, product->ldc ? product->ldc : product->n);
    matrix_write(NEUTRINO_MATRIX_FLAGS, (product->accumulate ? NEUTRINO_MATRIX_ACCUMULATE : 0) |
                                            (product->bf16 ? NEUTRINO_MATRIX_BF16 : 0));
    matrix_write(NEUTRINO_MATRIX_TAG, signal);
    matrix_write(NEUTRINO_MATRIX_START, 1);
}

void neutrino_matmul_wait(void) {
    wait_until_idle(NEUTRINO_MATRIX_BASE + NEUTRINO_MATRIX_BUSY);
}

void neutrino_matmul(const struct neutrino_matmul *product) {
    neutrino_matmul_start(product, 0);
    neutrino_matmul_wait();
}

void neutrino_matmul_deferred(const struct neutrino_matmul *product) {
    neutrino_matmul_start(product, neutrino_defer());
}
