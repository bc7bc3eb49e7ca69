/* c = a · b, each element in one lane. */
#include "kernels.h"

half_t a[GEMM_M * GEMM_K], b[GEMM_K * GEMM_N], c[GEMM_M * GEMM_N];

int main(void) {
    for (unsigned at = LANE_OF_ALL; at < GEMM_M * GEMM_N; at += LANES_OF_ALL) {
        const half_t *row = a + at / GEMM_N * GEMM_K, *column = b + at % GEMM_N;
        half_t sum = 0;
        for (unsigned k = 0; k < GEMM_K; k++)
            sum += row[k] * column[k * GEMM_N];
        c[at] = sum;
    }
    return 0;
}
