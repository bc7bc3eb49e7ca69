/* RUN: ./schedules.sh types
 * RUN: nbc --emit=c types.overlay types.c */
#include "check.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef short typedefed;
typedef enum { RED, GREEN, BLUE } enumerated;

long long W[3];
float F[2];
double D[2], third = 1.0 / 3;
enumerated kind = BLUE;
static int nothings;

void integers(long long *w, bool a, char b, signed char c, unsigned char d, short e,
              unsigned short f, int g, unsigned h, long i, unsigned long j, long long k,
              unsigned long long l, size_t m) {
    w[0] = 3 * w[0] + a + b * 2 + c * 3 + d * 5 + e * 7 + f * 11;
    w[1] = 3 * w[1] + g + (long long)h + i + (long long)j;
    w[2] = 3 * w[2] + (k ^ (long long)l) + (long long)m;
}

void floating(float a, float *f, double b, double *d, float c, double e) {
    f[0] = 3 * f[0] + a;
    f[1] = 3 * f[1] + c;
    d[0] = 3 * d[0] + b;
    d[1] = 3 * d[1] + e;
}

void named(typedefed *t, enumerated e, int8_t s, uint16_t m) {
    t[0] = (typedefed)(3 * t[0] + e + s);
    t[1] = (typedefed)(3 * t[1] + m % 1000);
}

void bytes(int x, unsigned char *b) {
    b[0] = (unsigned char)(3 * b[0] + x);
}

void nothing(void) {
    nothings++;
}

extern typedefed T[2];
extern unsigned char B[8];

static void check(void) {
    long long w[3] = {0};
    float f[2] = {0};
    double d[2] = {0};
    typedefed t[2] = {0};
    unsigned char b[8] = {0};
    for (int i = 0; i < 2; i++) {
        integers(w, i > 0, (char)('a' + i), -3, (unsigned char)(250 + i), (short)(-300 * i), 65535,
                 -i * 1000000000, 4000000000u, -6, (unsigned long)i << 31, -INT64_MAX,
                 ((uint64_t)1 << 62) + (unsigned)i, 65535u ^ (unsigned)i);
        floating(-1.5f, f, 1.0 / 3, d, (float)(i + 1), 0.5);
        named(t, BLUE, (int8_t)~i, 65533);
        bytes((i == 1 ? 7 : -7) / 2 + (i + 7) % 3 + !i + (-3 >> 1), b);
    }
    COMPARE(W, w);
    COMPARE(F, f);
    COMPARE(D, d);
    COMPARE(T, t);
    COMPARE(B, b);
    printf("%d times nothing\n", nothings);
}

MAIN(types_run, check)
