/* Rounding, remainders, and the parts of a float. */
#include "libtask/muon/math/pair.h"

/* What clang expands in place, for callers that want a function. */
float fabsf(float x) {
    return __builtin_fabsf(x);
}
float copysignf(float x, float y) {
    return __builtin_copysignf(x, y);
}
float fminf(float x, float y) {
    return __builtin_fminf(x, y);
}
float fmaxf(float x, float y) {
    return __builtin_fmaxf(x, y);
}
float fmaf(float x, float y, float z) {
    return __builtin_fmaf(x, y, z);
}
float truncf(float x) {
    return __builtin_truncf(x);
}
float floorf(float x) {
    return __builtin_floorf(x);
}
float ceilf(float x) {
    return __builtin_ceilf(x);
}
float roundf(float x) {
    return __builtin_roundf(x);
}
float rintf(float x) {
    return __builtin_rintf(x);
}
float nearbyintf(float x) {
#ifdef __riscv_d /* the Neutrino's instruction raises a flag, which that of double, on bits, does  \
                    not */
    return (float)nearbyint(x);
#else
    return __builtin_rintf(x);
#endif
}

long lroundf(float x) {
    return (long)__builtin_roundf(x);
}
long lrintf(float x) {
    return (long)__builtin_rintf(x);
}
long long llroundf(float x) {
    return (long long)__builtin_roundf(x);
}
long long llrintf(float x) {
    return (long long)__builtin_rintf(x);
}

float fdimf(float x, float y) {
    float difference = x - y;
    return pick(x <= y, 0, difference);
}

float modff(float x, float *whole) {
    float integer = __builtin_truncf(x);
    *whole = integer;
    float fraction = pick(__builtin_fabsf(x) == INFINITY, 0, x - integer);
    return __builtin_copysignf(fraction, x);
}

/* ---- significand and exponent ---- */

float frexpf(float x, int *power) {
    return significand_of(x, power);
}

float ldexpf(float x, int power) {
    int exponent;
    float significand = significand_of(x, &exponent);
    /* What is beyond these bounds overflows or vanishes all the same, whatever x is. */
    int bounded = power > 600 ? 600 : power < -600 ? -600 : power;
    int whole = exponent + bounded;
    whole = whole > 200 ? 200 : whole < -200 ? -200 : whole;
    float result = scale(significand, whole);
    return pick((x - x == 0) & (x != 0), result, significand);
}

int ilogbf(float x) {
    int exponent;
    significand_of(x, &exponent);
    int usual = (x - x == 0) & (x != 0);
    int none = (x != x) | (x == 0);
    int unusual = none ? FP_ILOGB0 : __INT_MAX__;
    return usual ? exponent - 1 : unusual;
}

float logbf(float x) {
    float exponent = (float)ilogbf(x);
    return pick((x - x == 0) & (x != 0), exponent, pick(x == 0, -INFINITY, x * x));
}

/* The patterns of floats of one sign are in order. */
float nextafterf(float x, float y) {
    uint32_t bits = float_bits(x), sign = float_bits(y) & 0x80000000;
    int away = (x < y) == (x > 0);
    float next = float_from(bits + (away ? 1 : -1u));
    next = pick(x == 0, float_from(sign | 1), next);
    return pick(x == y, y, unless_nan(x, unless_nan(y, next)));
}

float scalbnf(float x, int power) {
    return ldexpf(x, power);
}

/* ---- remainder ---- */

/* The significands as integers: one division for eight binary places, until the dividend is in the
 * divisor's units. Takes 32 steps whatever the arguments. */
float fmodf(float x, float y) {
    uint32_t a = float_bits(x) & 0x7fffffff, b = float_bits(y) & 0x7fffffff;
    uint32_t a_exponent = a >> FLOAT_FRACTION, b_exponent = b >> FLOAT_FRACTION;
    uint32_t rest = (a & 0x7fffff) | (a_exponent != 0) << FLOAT_FRACTION;
    uint32_t divisor = (b & 0x7fffff) | (b_exponent != 0) << FLOAT_FRACTION;
    a_exponent += a_exponent == 0;
    b_exponent += b_exponent == 0;
    divisor += divisor == 0;
    uint32_t places = choose(a > b, a_exponent - b_exponent, 0);
    rest %= divisor;
    for (int step = 0; step < 32; step++) {
        uint32_t now = choose(places > 8, 8, places);
        rest = (rest << now) % divisor;
        places -= now;
    }
    float result = scale((float)rest * 0x1p-24f, (int)b_exponent - FLOAT_BIAS + 1);
    result = pick(a < b, __builtin_fabsf(x), result);
    int valid = (a < 0x7f800000) & (b != 0) & (b <= 0x7f800000);
    return pick(valid, __builtin_copysignf(result, x), NAN);
}

/* What is left of twice the divisor tells whether the quotient is odd. Doubling may overflow: what
 * is so large is larger than the other side. */
float remainderf(float x, float y) {
    float size = __builtin_fabsf(y);
    float whole = fmodf(__builtin_fabsf(x), 2 * size);
    int odd = whole >= size;
    float rest = pick(odd, whole - size, whole);
    int up = (rest + rest > size) | ((rest + rest == size) & odd);
    rest = pick(up, rest - size, rest);
    float result = float_from(float_bits(rest) ^ (float_bits(x) & 0x80000000));
    int valid = (__builtin_fabsf(x) < INFINITY) & (size > 0);
    return pick(valid, result, NAN);
}
