void twice(unsigned *A) {
    for (int x = 0; x < 4; x++)
        A[x] *= 2;
}

void add(unsigned *A, unsigned k) {
    for (int x = 0; x < 4; x++)
        A[x] += k;
}
