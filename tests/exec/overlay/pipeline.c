/* RUN: ./schedules.sh pipeline
 * RUN: nbc --emit=ir:enqueue pipeline.overlay pipeline.c
 * RUN: nbc --emit=ir:schedule pipeline.overlay pipeline.c
 * RUN: nbc --emit=ir:autorun pipeline.overlay pipeline.c
 * RUN: nbc --emit=c pipeline.overlay pipeline.c
 * RUN: nbc --emit=dot pipeline.overlay pipeline.c
 * RUN: nbc --emit=svg pipeline.overlay pipeline.c */
#include "check.h"

unsigned X[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
unsigned Y[16];
extern unsigned Z[16]; /* the generated C has it */

void first(const unsigned *A, unsigned *B, int n, unsigned k) {
    for (int x = 0; x < n; x++)
        B[x] = MIX(A[x], k);
}

void second(const unsigned *B, unsigned *C, int n) {
    for (int x = 0; x < n; x++)
        C[x] = TURN(C[x], B[x]);
}

static void check(void) {
    unsigned y[16] = {0}, z[16] = {0};
    for (int i = 0; i < 6; i++) {
        first(X, y, 16 - i, 7u * (unsigned)i + 1);
        second(y, z, 16);
    }
    COMPARE(Y, y);
    COMPARE(Z, z);
}

MAIN(pipeline_run, check)
