/* The kernels of diagonal.c, and its main. */
#include <neutrino/view.h>

#include <stdio.h>

#define ROW(k) {k, k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7}
unsigned M[6][8] = {ROW(3), ROW(5), ROW(7), ROW(11), ROW(13), ROW(17)};

int left(view2_uint A, int k);
void right(const_view2_uint A, view2_uint B);
int wave_run(void);

int left(view2_uint A, int k) {
    for (int x = 0; x < A.extent[0]; x++)
        for (int y = 0; y < A.extent[1]; y++)
            AT2(A, x, y) = 3 * AT2(A, x, y) + (unsigned)(k + A.min[0] - 2 * A.min[1]);
    return 0;
}

void right(const_view2_uint A, view2_uint B) {
    AT2(B, 0, 0) = (5 * AT2(B, 0, 0)) ^ AT2(A, 0, 0);
}

#ifdef __MUON_LANES__
#define FIRST (muon_cluster_id() == 0 && muon_hart_id() == 0)
#else
#define FIRST 1
#endif

int main(void) {
    int failed = wave_run();
    if (FIRST)
        for (int x = 0; x < 6; x++)
            for (int y = 0; y < 8; y++)
                printf("%u%c", M[x][y], y < 7 ? ' ' : '\n');
    return failed != 0;
}
