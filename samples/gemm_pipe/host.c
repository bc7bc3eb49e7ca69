/* Runs the kernel on random matrices and compares with the product computed here.
 *
 *   gemm_pipe KERNEL.elf [M N K] [bf16]
 *
 * The matrix unit adds in one order, k ascending, each time by a fused multiply-add in binary32,
 * and goes on where it was with the next tile. So does the reference: the results are the same to
 * the bit. */
#include "../host.h"
#include "gemm.h"

static void multiply(const struct problem *p, const float *a, const float *b, float *c) {
    for (uint32_t i = 0; i < p->m; i++)
        for (uint32_t j = 0; j < p->n; j++) {
            float sum = 0;
            for (uint32_t k = 0; k < p->k; k++)
                sum = fmaf(a[i * p->k + k], b[k * p->n + j], sum);
            c[i * p->n + j] = sum;
        }
}

enum { MOST = 1024 }; /* of each size */

int main(int argc, char **argv) {
    static float a[MOST * MOST], b[MOST * MOST], c[MOST * MOST], expected[MOST * MOST];
    struct problem problem;
    sample_begin(argc, argv);
    problem.m = sample_number("M", 1, MOST, 100);
    problem.n = sample_number("N", 1, MOST, 110);
    problem.k = sample_number("K", 1, MOST, 90);
    problem.bf16 = sample_word("bf16");
    sample_fill(a, problem.m * problem.k, -1, 1);
    sample_fill(b, problem.k * problem.n, -1, 1);
    problem.a = sample_place_floats(a, problem.m * problem.k, problem.bf16);
    problem.b = sample_place_floats(b, problem.k * problem.n, problem.bf16);
    problem.c = sample_place(NULL, problem.m * problem.n * 4);
    multiply(&problem, a, b, expected);
    SEND(problem);
    sample_run();
    sample_read(problem.c, c, problem.m * problem.n * 4);
    sample_check_floats("c", c, expected, problem.m * problem.n, 0);
    return sample_end();
}
