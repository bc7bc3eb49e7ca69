#include <neutrino/view.h>

#define R(r) \
    {1.0 / ((r) + 1), 1.0 / ((r) + 2), 1.0 / ((r) + 3), 1.0 / ((r) + 4), 1.0 / ((r) + 5), 1.0 / ((r) + 6), \
     1.0 / ((r) + 7), 1.0 / ((r) + 8), 1.0 / ((r) + 9), 1.0 / ((r) + 10), 1.0 / ((r) + 11), (r) + 1.0}
double M[12][12] = {R(0), R(3), R(1), R(5), R(7), R(2), R(11), R(13), R(17), R(19), R(23), R(29)};

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
