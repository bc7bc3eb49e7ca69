/* The mathematical functions of the SIMT cores, compiled for the host, against the host's in double
 * precision:
 *
 *   accuracy [--exhaustive] [function …]
 *
 * prints the largest error of each function, in units in the last place, and where; fails if one is
 * above the function's bound. --exhaustive tries every float, which takes minutes a function. */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNARY(name, reference, bound) float muon_##name(float x);
#define BINARY(name, reference, bound) float muon_##name(float x, float y);
#include "functions.def"
#undef UNARY
#undef BINARY
float muon_fmaf(float x, float y, float z);
float muon_modff(float x, float *whole);
float muon_frexpf(float x, int *power);
float muon_ldexpf(float x, int power);
long muon_lroundf(float x);
long muon_lrintf(float x);
int muon_ilogbf(float x);
float muon_nextafterf(float x, float y);
void muon_sincosf(float x, float *sin, float *cos);

static float float_from(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static bool same(float a, float b) {
    return (isnan(a) && isnan(b)) || bits_of(a) == bits_of(b);
}

/* The error in units in the last place of the exact result. */
static double error_of(float result, double exact) {
    if (isnan(exact) || isnan(result))
        return isnan(exact) && isnan(result) ? 0 : INFINITY;
    if (isinf(exact))
        return result == exact ? 0 : INFINITY;
    if (result == 0 && !signbit(result) != !signbit(exact))
        return INFINITY;
    if (exact == 0)
        return result == 0 ? 0 : INFINITY;
    int exponent = ilogb(exact);
    double unit = ldexp(1, (exponent < -126 ? -126 : exponent > 127 ? 127 : exponent) - 23);
    double finite = isinf(result) ? copysign(0x1p128, result) : (double)result;
    /* Beyond the largest float, infinity is as near as can be. */
    double limit = fabs(exact) > 0x1p128 ? copysign(0x1p128, exact) : exact;
    return fabs(finite - limit) / unit;
}

struct worst {
    double error;
    float x, y;
};

static void note_error(struct worst *worst, double error, float x, float y) {
    if (error > worst->error)
        *worst = (struct worst){error, x, y};
}

static double reciprocal_root(double x) {
    return x == 0 ? 1 / x : 1 / sqrt(x);
}

/* ---- arguments ---- */

static const float specials[] = {
    0.0f,
    -0.0f,
    1.0f,
    -1.0f,
    0.5f,
    -0.5f,
    1.5f,
    -1.5f,
    2.0f,
    -2.0f,
    2.5f,
    3.0f,
    -3.0f,
    0x1p-149f,
    -0x1p-149f,
    0x1.fffffcp-127f,
    0x1p-126f,
    -0x1p-126f,
    0x1p-24f,
    0x1p-12f,
    0x1.fffffep-1f,
    0x1.000002p0f,
    0x1p22f,
    0x1p23f,
    0x1p24f,
    -0x1p24f,
    0x1.fffffep23f,
    8388609.0f,
    0x1p31f,
    0x1p63f,
    0x1p64f,
    0x1p100f,
    0x1p127f,
    0x1.fffffep127f,
    -0x1.fffffep127f,
    INFINITY,
    -INFINITY,
    NAN,
    10.0f,
    88.7f,
    -103.97f,
    3.14159274f,
    1.57079637f,
    0.785398185f,
    0x1.f9cbe2p+7f,
    0x1.47d0fep34f,
};
enum { SPECIALS = sizeof specials / sizeof *specials };

static uint32_t random_bits(void) {
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 32);
}

/* Any bits, or a number of moderate size. */
static float random_float(int kind) {
    float any = float_from(random_bits());
    float moderate = ldexpf((float)(int32_t)random_bits(), (int)(random_bits() % 16) - 40);
    return kind & 1 ? moderate : any;
}

static struct worst try_unary(float (*function)(float), double (*reference)(double),
                              bool exhaustive) {
    struct worst worst = {-1, 0, 0};
    uint64_t stride = exhaustive ? 1 : 8191; /* a prime, so that all low bits occur */
    for (uint64_t bits = 0; bits <= UINT32_MAX; bits += stride) {
        float x = float_from((uint32_t)bits);
        note_error(&worst, error_of(function(x), reference((double)x)), x, 0);
    }
    for (int i = 0; i < SPECIALS; i++)
        note_error(&worst, error_of(function(specials[i]), reference((double)specials[i])),
                   specials[i], 0);
    /* Around every power of two. */
    for (uint32_t power = 0; power < 512; power++)
        for (uint32_t near = 0; near < 32; near++) {
            float x = float_from((power << 23) + near - 16);
            note_error(&worst, error_of(function(x), reference((double)x)), x, 0);
        }
    return worst;
}

static struct worst try_binary(float (*function)(float, float), double (*reference)(double, double),
                               bool exhaustive) {
    struct worst worst = {-1, 0, 0};
    for (int i = 0; i < SPECIALS; i++)
        for (int j = 0; j < SPECIALS; j++) {
            float x = specials[i], y = specials[j];
            /* Which zero is the smaller one is not said. */
            if (x == 0 && y == 0 && (reference == fmin || reference == fmax))
                continue;
            note_error(&worst, error_of(function(x, y), reference((double)x, (double)y)), x, y);
        }
    for (int i = 0; i < (exhaustive ? 400000000 : 400000); i++) {
        float x = random_float(i), y = random_float(i >> 1);
        note_error(&worst, error_of(function(x, y), reference((double)x, (double)y)), x, y);
    }
    return worst;
}

/* ---- functions with more than one result ---- */

static bool try_parts(void) {
    for (int i = 0; i < 300000; i++) {
        float x = i < SPECIALS ? specials[i] : random_float(i);
        float y = i % 3 ? random_float(i >> 1) : specials[random_bits() % SPECIALS];
        int power = (int)(random_bits() % 700) - 350, mine = 0, its = 0;
        float sin, cos, my_whole, whole;
        muon_sincosf(x, &sin, &cos);
        bool good = same(sin, muon_sinf(x)) && same(cos, muon_cosf(x)) &&
                    same(muon_ldexpf(x, power), ldexpf(x, power)) &&
                    same(muon_frexpf(x, &mine), frexpf(x, &its)) &&
                    (isinf(x) || isnan(x) || mine == its) &&
                    same(muon_modff(x, &my_whole), modff(x, &whole)) && same(my_whole, whole) &&
                    muon_ilogbf(x) == ilogbf(x) &&
                    same(muon_nextafterf(x, y), nextafterf(x, y)) &&
                    (!(fabsf(x) < 0x1p31f) ||
                     (muon_lroundf(x) == lroundf(x) && muon_lrintf(x) == lrintf(x)));
        if (!good) {
            printf("ldexpf, frexpf, modff, ilogbf, nextafterf, lroundf, lrintf or sincosf: wrong at %a, %d\n",
                   (double)x, power);
            return false;
        }
    }
    return true;
}

/* ---- the command ---- */

static bool wanted(const char *name, char **names) {
    bool any = false;
    for (; *names; names++) {
        any |= **names != '-';
        if (!strcmp(*names, name))
            return true;
    }
    return !any;
}

static bool report(const char *name, struct worst worst, double bound) {
    bool good = worst.error <= bound;
    printf("%-11s %8.4f of %g  at %a %a%s\n", name, worst.error, bound, (double)worst.x,
           (double)worst.y, good ? "" : "  FAILED");
    fflush(stdout);
    return good;
}

int main(int argc, char **argv) {
    bool exhaustive = argc > 1 && !strcmp(argv[1], "--exhaustive"), good = true;
#define UNARY(name, reference, bound)                                                              \
    if (wanted(#name, argv + 1))                                                                   \
        good &= report(#name, try_unary(muon_##name, reference, exhaustive), bound);
#define BINARY(name, reference, bound)                                                             \
    if (wanted(#name, argv + 1))                                                                   \
        good &= report(#name, try_binary(muon_##name, reference, exhaustive), bound);
#include "functions.def"
    good &= try_parts();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
