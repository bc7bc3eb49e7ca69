/* RUN: ./schedules.sh again */
#include "check.h"

#include <stdint.h>

extern int n, X[2];

void f(int *A, int k) {
    A[0] = (int)MIX((unsigned)A[0], (unsigned)k);
}

void g(int *A, int k) {
    f(A, k);
}

void h(int *A, int k) {
    A[1] = (int)TURN((unsigned)A[1], (unsigned)(A[0] + k));
}

static void step(int *x, int value) {
    for (int i = 0; i < 4; i++)
        f(x, i + value);
    for (int i = 0; i < value; i++)
        h(x, i * value);
    for (int i = 0; i < value + 1; i++)
        f(x, i + value);
}

static void check(void) {
    static int x[2];
    step(x, 3);
    step(x, 5);
    COMPARE(X, x);
}

int again_run_tasks(int64_t *tasks);

/* Says how many tasks there were. */
static int twice(void) {
    int64_t first = 0, second = 0;
    int failed = again_run_tasks(&first);
    if (FIRST)
        n = 5;
#ifdef __MUON_LANES__
    muon_barrier(0, MUON_CLUSTER_WARPS);
#endif
    failed += again_run_tasks(&second);
    if (FIRST)
        printf("%d tasks, %d tasks, %d failed\n", (int)first, (int)second, failed);
    return failed;
}

MAIN(twice, check)
