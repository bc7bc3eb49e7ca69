int nested_run(void);

int again(unsigned *A, unsigned k) {
    A[0] = 3 * A[0] + k;
    return k == 2 ? nested_run() : 0;
}
