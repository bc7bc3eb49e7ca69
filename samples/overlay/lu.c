/* The kernels of lu.overlay: a matrix becomes L and U in place, tile by tile. */
#include "sample.h"

enum { SIZE = 12 };

double M[SIZE][SIZE];

void factor(view2_double A) {
    for (int k = 0; k < A.extent[0]; k++)
        for (int i = k + 1; i < A.extent[0]; i++) {
            AT2(A, i, k) = AT2(A, i, k) / AT2(A, k, k);
            for (int j = k + 1; j < A.extent[1]; j++)
                AT2(A, i, j) = AT2(A, i, j) - AT2(A, i, k) * AT2(A, k, j);
        }
}

void solve_row(const_view2_double D, view2_double A) {
    for (int k = 0; k < A.extent[0]; k++)
        for (int i = k + 1; i < A.extent[0]; i++)
            for (int j = 0; j < A.extent[1]; j++)
                AT2(A, i, j) = AT2(A, i, j) - AT2(D, i, k) * AT2(A, k, j);
}

void solve_column(const_view2_double D, view2_double A) {
    for (int k = 0; k < A.extent[1]; k++)
        for (int i = 0; i < A.extent[0]; i++) {
            AT2(A, i, k) = AT2(A, i, k) / AT2(D, k, k);
            for (int j = k + 1; j < A.extent[1]; j++)
                AT2(A, i, j) = AT2(A, i, j) - AT2(A, i, k) * AT2(D, k, j);
        }
}

void update(const_view2_double L, const_view2_double U, view2_double A) {
    for (int k = 0; k < L.extent[1]; k++)
        for (int i = 0; i < A.extent[0]; i++)
            for (int j = 0; j < A.extent[1]; j++)
                AT2(A, i, j) = AT2(A, i, j) - AT2(L, i, k) * AT2(U, k, j);
}

/* A matrix that needs no pivots. */
static double entry(int i, int j) {
    return i == j ? SIZE + i : 1.0 / (1 + (7 * i + 3 * j) % SIZE);
}

/* Without tiles: per element the same operations in the same order, so the same bits. */
static int check(void) {
    static double want[SIZE][SIZE];
    int wrong = 0;
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            want[i][j] = entry(i, j);
    for (int k = 0; k < SIZE; k++)
        for (int i = k + 1; i < SIZE; i++) {
            want[i][k] = want[i][k] / want[k][k];
            for (int j = k + 1; j < SIZE; j++)
                want[i][j] = want[i][j] - want[i][k] * want[k][j];
        }
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            wrong += M[i][j] != want[i][j];
    printf("lu: %d of %d elements are wrong\n", wrong, SIZE * SIZE);
    return wrong != 0;
}

int lu_run(void);

int main(void) {
    for (int i = 0; FIRST && i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            M[i][j] = entry(i, j);
    int failed = lu_run();
    return failed || (FIRST && check());
}
