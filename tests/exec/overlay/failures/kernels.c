/* The kernels of the programs beside this: each says where it is. */
#include <neutrino/view.h>

int n = 3, zero;
long long huge = 1LL << 62;

int odd_fails(unsigned *A, int k) {
    A[0] = 3 * A[0] + (unsigned)k;
    return k % 2;
}

void add(view1_uint A, int k) {
    AT1(A, 0) = 3 * AT1(A, 0) + (unsigned)k;
}

void small(unsigned *A, unsigned char k) {
    A[0] += k;
}

void both(const_view1_uint A, view1_uint B) {
    AT1(B, 0) = AT1(A, 0);
}
