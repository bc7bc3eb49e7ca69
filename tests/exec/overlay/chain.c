/* RUN: ./schedules.sh chain */
#include "check.h"

unsigned X[1] = {1};

void add(unsigned *A, unsigned k) {
    A[0] = MIX(A[0], k);
}

void turn(unsigned *A, unsigned k) {
    A[0] = TURN(A[0], k);
}

void sums(unsigned *A, int from, int to) {
    for (int x = from; x < to; x++)
        A[x] = x ? 2 * A[x - 1] + (unsigned)x : 7;
}

extern unsigned S[64];

static void check(void) {
    unsigned x[1] = {1}, s[64] = {0};
    for (unsigned i = 3; i < 53; i++)
        x[0] = TURN(MIX(x[0], i), 10 * i);
    for (unsigned i = 3; i < 9; i++)
        x[0] = TURN(MIX(x[0], i), 10 * i);
    sums(s, 0, 63);
    COMPARE(X, x);
    COMPARE(S, s);
}

MAIN(chain_run, check)
