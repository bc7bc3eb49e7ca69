#include <neutrino/view.h>

#define V4(k) {7 * (k) + 3, 7 * (k) + 10, 7 * (k) + 17, 7 * (k) + 24}

#define FRONT(k) {V4(k), {1}, {2}, {3}, {4}, {5}}
unsigned A[4][6][4] = {FRONT(0), FRONT(10), FRONT(20), FRONT(30)};
unsigned B[4][6][4] = {FRONT(100), FRONT(110), FRONT(120), FRONT(130)};
unsigned C[4][6][4] = {FRONT(200), FRONT(210), FRONT(220), FRONT(230)};

void f(const_view3_uint L, const_view3_uint M, view3_uint R, unsigned k) {
    for (int z = 0; z < R.extent[2]; z++)
        AT3(R, 0, 0, z) = 3 * AT3(L, 0, 0, z) - 7 * AT3(M, 0, 0, 3 - z) + k;
}

void g(const_view3_uint L, const_view3_uint M, view3_uint R, unsigned k) {
    for (int z = 0; z < R.extent[2]; z++)
        AT3(R, 0, 0, z) = (5 * AT3(L, 0, 0, z)) ^ (AT3(M, 0, 0, z) + k);
}
