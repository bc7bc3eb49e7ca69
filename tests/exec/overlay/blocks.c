/* RUN: ./schedules.sh blocks
 * RUN: nbc --emit=c --overlay-target=cluster blocks.overlay blocks.c | grep overlay_crop */
#include "check.h"

unsigned X[7][10] = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {11}, {21}, {31}, {41}, {51}, {61}};
unsigned H[10] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
unsigned T[10];
const unsigned weights[3] = {2, 3, 5};

void rows(view2_uint A) {
    for (int x = 0; x < A.extent[0]; x++)
        for (int y = 0; y < A.extent[1]; y++)
            AT2(A, x, y) = MIX(AT2(A, x, y), (unsigned)(A.min[0] + y));
}

void columns(view2_uint A) {
    for (int x = 0; x < A.extent[0]; x++)
        for (int y = 0; y < A.extent[1]; y++)
            AT2(A, x, y) = TURN(AT2(A, x, y), (unsigned)(A.min[1] + x));
}

void halo(const_view1_uint A, const unsigned *W, view1_uint B, int at) {
    AT1(B, 0) = 0;
    for (int x = 0; x < A.extent[0]; x++)
        AT1(B, 0) += W[x + 1 - at] * AT1(A, x);
}

void diagonal(view2_uint A, const_view2_uint E) {
    AT2(A, 0, 0) = 2 * AT2(A, 0, 0) + (unsigned)(E.extent[0] + E.min[1]);
}

void row(unsigned *A, int n) {
    for (int x = 1; x < n; x++)
        A[x] = 2 * A[x] + A[x - 1];
}

static void check(void) {
    static unsigned x[7][10] = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {11}, {21}, {31}, {41}, {51}, {61}};
    unsigned t[10];
    for (int i = 0; i < 4; i++) {
        for (int r = 2 * i; r < 2 * i + 2 && r < 7; r++)
            for (int c = 0; c < 10; c++)
                x[r][c] = MIX(x[r][c], (unsigned)(2 * i + c));
        for (int r = 0; r < 7; r++)
            for (int c = 3 * i; c < 3 * i + 3 && c < 10; c++)
                x[r][c] = TURN(x[r][c], (unsigned)(3 * i + r));
    }
    for (int i = 0; i < 10; i++) {
        t[i] = 0;
        for (int k = -1; k <= 1; k++)
            if (i + k >= 0 && i + k < 10)
                t[i] += weights[k + 1] * H[i + k];
    }
    for (int d = 0; d < 4; d++)
        x[2 * d][2 * d] = 2 * x[2 * d][2 * d] + 3;
    for (int r = 0; r < 7; r++)
        row(x[r], 10 - r);
    COMPARE(X, x);
    COMPARE(T, t);
}

MAIN(blocks_run, check)
