/* RUN: ./schedules.sh views */
#include "check.h"

struct written {
    int min[5], extent[5];
    unsigned *data;
    long stride[5];
};

struct read {
    int min[5];
    const unsigned *data;
    int stride[5], extent[5];
};

#define EACH(V, at)                                                                                \
    for (int at##0 = 0; at##0 < (V).extent[0]; at##0 ++)                                           \
        for (int at##1 = 0; at##1 < (V).extent[1]; at##1 ++)                                       \
            for (int at##2 = 0; at##2 < (V).extent[2]; at##2 ++)                                   \
                for (int at##3 = 0; at##3 < (V).extent[3]; at##3 ++)                               \
                    for (int at##4 = 0; at##4 < (V).extent[4]; at##4 ++)
#define AT(V, at)                                                                                  \
    (V).data[at##0 * (V).stride[0] + at##1 * (V).stride[1] + at##2 * (V).stride[2] +               \
             at##3 * (V).stride[3] + at##4 * (V).stride[4]]

void touch(struct written V, int a, long b) {
    EACH(V, x)
        AT(V, x) = MIX(AT(V, x),
                       (unsigned)(a * 7 + b * 11 + (V.min[4] + x4) * 5 + (V.min[3] + x3)));
}

void sum(struct read V, unsigned *sums, int at) {
    unsigned all = 0;
    EACH(V, x)
        all = 5 * all + AT(V, x);
    sums[at] = MIX(sums[at], all);
}

extern unsigned A[2][3][2][3][5], S[40];

/* The same by coordinates of the whole. */
static void check(void) {
    static unsigned a[2][3][2][3][5], s[40];
    for (int i = -1; i <= 1; i++)
        for (int j = i; j < 3; j++) {
            int block = j < 0 ? 0 : j, last = j + 1 < 2 ? j + 1 : 2;
            for (int x = 0; x < 2 * 3 * 2; x++)
                for (int z = 2 * block; z < 2 * block + 2 && z < 5; z++) {
                    unsigned *at = &a[x / 6][x / 2 % 3][x % 2][2][z];
                    *at = MIX(*at, (unsigned)(i * 7 + j * 11 + z * 5 + 2));
                }
            unsigned all = 0;
            for (int x = 0; x < 2 * 3 * 2 * 3; x++)
                for (int z = 0; z < 2 * last + 2 && z < 5; z++)
                    all = 5 * all + a[x / 18][x / 6 % 3][x / 3 % 2][x % 3][z];
            s[10 * (i + 1) + j + 1] = MIX(s[10 * (i + 1) + j + 1], all);
        }
    COMPARE(A, a);
    COMPARE(S, s);
}

MAIN(views_run, check)
