#include "steps.h"


int X[WIDTH] = {1 + (sizeof(TEXT) != sizeof("a 'b' \\ c"))};

void twice(int *A) {
    for (int x = 0; x < WIDTH; x++)
        A[x] *= 2;
}

void add(int *A, int k) {
    for (int x = 0; x < WIDTH; x++)
        A[x] += k;
}
