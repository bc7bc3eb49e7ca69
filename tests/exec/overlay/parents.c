/* RUN: ./schedules.sh parents */
#include "check.h"

unsigned X[64] = {1, 2, 3}, Y[64] = {7};

void fx(unsigned *A, const unsigned *B, int k) {
    A[0] = MIX(A[0], B[0] * 5 + (unsigned)k);
}

int fy(unsigned *A, const unsigned *B, int k) {
    A[0] = TURN(A[0], B[0] + (unsigned)k);
    return 0;
}

void fz(unsigned *A, int k) {
    A[0] = MIX(A[0], 5 * A[1] + (unsigned)k);
}

static void check(void) {
    static unsigned x[64] = {1, 2, 3}, y[64] = {7};
    for (int i = 2; i < 7; i++)
        for (int j = 0; j <= i - 2; j++) {
            fx(&x[5 * i + j], y, 3 * i - 2 * j);
            fy(&y[5 * j + i], &x[5 * i + j], i % 3 ? j : -j);
        }
    for (int k = 0; k < 32; k++)
        fz(&x[2 * k], k);
    COMPARE(X, x);
    COMPARE(Y, y);
}

MAIN(parents_run, check)
