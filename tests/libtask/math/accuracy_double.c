/* The mathematical functions of double, compiled for the host, against the host's of long double,
 * which are exact to eleven bits more:
 *
 *   accuracy_double [--times=N] [function …]
 *
 * prints the largest error of each function, in units in the last place, and where; fails if one is
 * above the function's bound. Functions with more than one result, fma and conversions are compared
 * bit for bit with the host's. */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNARY(name, bound, low, high) double muon_##name(double x);
#define BINARY(name, bound, low, high) double muon_##name(double x, double y);
#include "double_functions.def"
#undef UNARY
#undef BINARY
double muon_fma(double x, double y, double z);
double muon_modf(double x, double *whole);
double muon_frexp(double x, int *power);
double muon_ldexp(double x, int power);
double muon_scalbln(double x, long power);
double muon_remquo(double x, double y, int *quotient);
void muon_sincos(double x, double *sine, double *cosine);
long muon_lround(double x);
long muon_lrint(double x);
long long muon_llround(double x);
long long muon_llrint(double x);
int muon_ilogb(double x);
float muon_remquof(float x, float y, int *quotient);
float muon_nexttowardf(float x, long double y);
float muon_scalblnf(float x, long power);
float muon_nanf(const char *text);
double muon_nan(const char *text);
float muon_erfcf(float x);
float muon_tgammaf(float x);
float muon_lgammaf(float x);
long long muon_llroundf(float x);
long long muon_llrintf(float x);

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_from(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static bool same(double a, double b) {
    return (isnan(a) && isnan(b)) || bits_of(a) == bits_of(b);
}

/* The error in units in the last place of the exact result. */
static double error_of(double result, long double exact) {
    if (isnan(exact) || isnan(result))
        return isnan(exact) && isnan(result) ? 0 : INFINITY;
    if (isinf(exact))
        return (long double)result == exact ? 0 : INFINITY;
    if (result == 0 && !signbit(result) != !signbit(exact))
        return INFINITY;
    if (exact == 0)
        return result == 0 ? 0 : INFINITY;
    int exponent = ilogbl(exact);
    long double unit =
        ldexpl(1, (exponent < -1022 ? -1022 : exponent > 1023 ? 1023 : exponent) - 52);
    long double finite = isinf(result) ? copysignl(0x1p1024L, result) : (long double)result;
    /* Beyond the largest double, infinity is as near as can be. */
    long double limit = fabsl(exact) > 0x1p1024L ? copysignl(0x1p1024L, exact) : exact;
    return (double)(fabsl(finite - limit) / unit);
}

/* Between negative integers ln |Γ| has zeros, near which it is as exact as what it is the difference
 * of. */
static double lgamma_error(double x, long double exact) {
    double result = muon_lgamma(x);
    long double allowed = x < 0 ? 0x1p-58L * (fabsl(lgammal(1 - (long double)x)) + 1) : 0;
    bool near = fabsl(exact - result) <= allowed;
    return near ? 0 : error_of(result, exact);
}

struct worst {
    double error;
    double x, y;
};

static void note_error(struct worst *worst, double error, double x, double y) {
    if (error > worst->error)
        *worst = (struct worst){error, x, y};
}

/* ---- arguments ---- */

static const double specials[] = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    -1.5,
    2,
    -2,
    2.5,
    -2.5,
    3,
    -3,
    0x1p-1074,
    -0x1p-1074,
    0x1.ffffffffffffep-1023,
    0x1p-1022,
    -0x1p-1022,
    0x1p-54,
    0x1p-26,
    0x1.fffffffffffffp-1,
    -0x1.fffffffffffffp-1,
    0x1.0000000000001p0,
    0x1p31,
    0x1p51,
    0x1.8p51,
    0x1p52,
    0x1.0000000000001p52,
    0x1p53,
    -0x1p53,
    9007199254740993.0,
    0x1.fffffffffffffp53,
    0x1p63,
    0x1p64,
    0x1p1000,
    0x1p1023,
    0x1.fffffffffffffp1023,
    -0x1.fffffffffffffp1023,
    INFINITY,
    -INFINITY,
    NAN,
    10,
    709.782712893384,
    -745.1332191019411,
    M_PI,
    M_PI_2,
    M_PI_4,
    -M_PI_4,
    0x1.921fb54442d19p-1,
    0x1.6ac5b262ca1ffp+849, /* nearest of all doubles to a multiple of pi/2 */
    171.62437695630272,
    -170.5,
    26.54,
    0.46875,
    1024,
    -1075,
};
enum { SPECIALS = sizeof specials / sizeof *specials };

static uint64_t random_bits(void) {
    static uint64_t state = 1;
    uint64_t result = 0;
    for (int i = 0; i < 2; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        result = result << 32 | state >> 32;
    }
    return result;
}

/* Any bits; one of moderate size; one between low and high; one near such a one, with few bits. */
static double random_double(int kind, double low, double high) {
    double part = (double)random_bits() * 0x1p-64;
    switch (kind & 3) {
    case 0: return double_from(random_bits());
    case 1: return ldexp((double)(int64_t)random_bits(), (int)(random_bits() % 64) - 96);
    case 2: return low + (high - low) * part;
    default: return (double)(float)(low + (high - low) * part) * (1 + ldexp(part, -30));
    }
}

static struct worst try_unary(double (*function)(double), long double (*reference)(long double),
                              int times, double low, double high) {
    struct worst worst = {-1, 0, 0};
    for (int i = 0; i < SPECIALS; i++)
        note_error(&worst, error_of(function(specials[i]), reference(specials[i])), specials[i], 0);
    /* Around powers of two. */
    for (uint64_t power = 0; power < 4096; power += times < 1000000 ? 7 : 1)
        for (uint64_t near = 0; near < 8; near++) {
            double x = double_from((power << 52) + near - 4);
            note_error(&worst, error_of(function(x), reference(x)), x, 0);
        }
    for (int i = 0; i < times; i++) {
        double x = random_double(i, low, high);
        double error = function == muon_lgamma ? lgamma_error(x, lgammal(x))
                                               : error_of(function(x), reference(x));
        note_error(&worst, error, x, 0);
    }
    return worst;
}

static struct worst try_binary(double (*function)(double, double),
                               long double (*reference)(long double, long double), int times,
                               double low, double high) {
    struct worst worst = {-1, 0, 0};
    for (int i = 0; i < SPECIALS; i++)
        for (int j = 0; j < SPECIALS; j++) {
            double x = specials[i], y = specials[j];
            /* Which zero is the smaller one is not said. */
            if (x == 0 && y == 0 && (reference == fminl || reference == fmaxl))
                continue;
            note_error(&worst, error_of(function(x, y), reference(x, y)), x, y);
        }
    for (int i = 0; i < times; i++) {
        double x = random_double(i, low, high), y = random_double(i >> 2, low, high);
        note_error(&worst, error_of(function(x, y), reference(x, y)), x, y);
    }
    return worst;
}

/* The neighbour in long double is another. */
static long double next_double(long double x, long double y) {
    return nextafter((double)x, (double)y);
}
#define nextafterl next_double

/* ---- what must be the same bit for bit ---- */

static bool is_within(double x, double limit) {
    return fabs(x) < limit;
}

static bool try_parts(double x, double y, int power) {
    double whole, my_whole, sine, cosine;
    int mine = 0, its = 0;
    muon_sincos(x, &sine, &cosine);
    double rest = muon_remquo(x, y, &mine), its_rest = remquo(x, y, &its);
    bool good = same(rest, its_rest) && (isnan(rest) || (mine & 7) == (its & 7));
    good &= same(muon_frexp(x, &mine), frexp(x, &its)) && (isinf(x) || isnan(x) || mine == its);
    good &= same(sine, muon_sin(x)) && same(cosine, muon_cos(x));
    good &= same(muon_ldexp(x, power), ldexp(x, power));
    good &= same(muon_scalbln(x, 1000L * power), scalbln(x, 1000L * power));
    good &= same(muon_modf(x, &my_whole), modf(x, &whole)) && same(my_whole, whole);
    good &= muon_ilogb(x) == ilogb(x);
    good &= !is_within(x, 0x1p63) ||
            (muon_lround(x) == lround(x) && muon_lrint(x) == lrint(x) &&
             muon_llround(x) == llround(x) && muon_llrint(x) == llrint(x));
    return good;
}

static bool try_floats(float x, float y) {
    int mine = 0, its = 0;
    float rest = muon_remquof(x, y, &mine), its_rest = remquof(x, y, &its);
    bool good = same(rest, its_rest) && (isnan(rest) || (mine & 7) == (its & 7));
    good &= same(muon_nexttowardf(x, (long double)y), nexttowardf(x, y));
    good &= same(muon_scalblnf(x, its), scalblnf(x, its));
    good &= !is_within(x, 0x1p63) || (muon_llroundf(x) == llroundf(x) && muon_llrintf(x) == llrintf(x));
    /* Of these the host's float functions are further off than ours. */
    good &= same(muon_erfcf(x), (float)erfcl(x)) && same(muon_tgammaf(x), (float)tgammal(x));
    return good && (x < 0 || same(muon_lgammaf(x), (float)lgammal(x)));
}

/* A third summand that cancels most of the product. */
static double near_product(double x, double y) {
    double product = -x * y;
    uint64_t bits = bits_of(product) + random_bits() % 8 - 4;
    return double_from(bits);
}

static bool try_exact(int times) {
    for (int i = 0; i < times; i++) {
        double x = i < SPECIALS ? specials[i] : random_double(i, -100, 100);
        double y = i % 3 ? random_double(i >> 1, -100, 100) : specials[random_bits() % SPECIALS];
        double z = i % 2 ? near_product(x, y) : random_double(i >> 2, -10000, 10000);
        z = i % 5 ? z : specials[random_bits() % SPECIALS];
        int power = (int)(random_bits() % 4500) - 2250;
        if (!same(muon_fma(x, y, z), fma(x, y, z))) {
            printf("fma(%a, %a, %a): %a instead of %a\n", x, y, z, muon_fma(x, y, z), fma(x, y, z));
            return false;
        }
        if (!try_parts(x, y, power)) {
            printf("remquo, frexp, sincos, ldexp, scalbln, modf, ilogb or a conversion: "
                   "wrong at %a, %a, %d\n", x, y, power);
            return false;
        }
        if (!try_floats((float)x, (float)y)) {
            printf("remquof, nexttowardf, scalblnf, llroundf, llrintf, erfcf, tgammaf or lgammaf: "
                   "wrong at %a, %a\n", (double)(float)x, (double)(float)y);
            return false;
        }
    }
    return isnan(muon_nan("1")) && isnan(muon_nanf(""));
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
    printf("%-11s %8.4f of %g  at %a %a%s\n", name, worst.error, bound, worst.x, worst.y,
           good ? "" : "  FAILED");
    fflush(stdout);
    return good;
}

int main(int argc, char **argv) {
    bool good = true;
    int times = 60000;
    if (argc > 1 && !strncmp(argv[1], "--times=", 8))
        times = atoi(argv[1] + 8);
#define UNARY(name, bound, low, high)                                                              \
    if (wanted(#name, argv + 1))                                                                   \
        good &= report(#name, try_unary(muon_##name, name##l, times, low, high), bound);
#define BINARY(name, bound, low, high)                                                             \
    if (wanted(#name, argv + 1))                                                                   \
        good &= report(#name, try_binary(muon_##name, name##l, times, low, high), bound);
#include "double_functions.def"
    if (wanted("exact", argv + 1))
        good &= try_exact(times * 4);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
