/* The kernels of pipe.c, and its main. */
#include <stdio.h>

float X[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
float Y[16], Z[16];
int n = 16;

void a0(const float *A, float *B, int n);
void a1(const float *B, float *C, int n);
int pipe_run(void);

void a0(const float *A, float *B, int n) {
    for (int x = 0; x < n; x++)
        B[x] = 2 * A[x] + (float)n;
}

void a1(const float *B, float *C, int n) {
    for (int x = 0; x < n; x++)
        C[x] = 3 * C[x] + B[x];
}

#ifdef __MUON_LANES__
#define FIRST (muon_cluster_id() == 0 && muon_hart_id() == 0)
#else
#define FIRST 1
#endif

int main(void) {
    int failed = pipe_run();
    if (FIRST)
        for (int x = 0; x < 16; x++)
            printf("%d %d\n", (int)Y[x], (int)Z[x]);
    return failed != 0;
}
