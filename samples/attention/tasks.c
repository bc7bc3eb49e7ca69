#include <neutrino/platform.h>
#include <neutrino/task.h>

#include "attention.h"

/* Scores of one block of queries and keys, both in global memory. Runs alternate between two score
 * buffers. */
void matmul_task(void *addr_a, void *addr_b) {
    char *shared = (char *)NEUTRINO_SHARED_WINDOW;
    float *scores = (float *)(shared + SHARED_SCORES + neutrino_run_self() % 2 * SCORES_BYTES);
    neutrino_dma_copy(shared + SHARED_Q, addr_a, ROWS * DEPTH * sizeof(float));
    neutrino_dma_copy(shared + SHARED_K, addr_b, DEPTH * COLUMNS * sizeof(float));
    struct neutrino_matmul product = {.a = shared + SHARED_Q,
                                      .b = shared + SHARED_K,
                                      .c = scores,
                                      .m = ROWS,
                                      .n = COLUMNS,
                                      .k = DEPTH};
    neutrino_matmul(&product);
}
