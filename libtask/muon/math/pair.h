/* What the mathematical functions are made of. A pair is the unevaluated sum of two floats, some 46
 * bits exact, with |low| at most half a unit in the last place of high.
 *
 * All functions are branch-free, so that the lanes of a warp can have arguments of any kind: every
 * case is computed and the right result selected. They are compiled without contraction, so that a
 * rounding is where the source has one. */
#ifndef LIBTASK_MUON_MATH_PAIR_H
#define LIBTASK_MUON_MATH_PAIR_H

#include "libtask/muon/builtins/bits.h"

#include <math.h>

struct pair {
    float high, low;
};

/* a · b + c, rounded once: an instruction. */
static inline float fused(float a, float b, float c) {
    return __builtin_fmaf(a, b, c);
}

/* The nearest integer, ties to even, for |x| < 2^22; NaN stays. */
static inline float nearest(float x) {
    return (x + 0x1.8p23f) - 0x1.8p23f;
}

/* 2^n for -126 <= n <= 127. */
static inline float power_of_two(int n) {
    return float_from((uint32_t)(n + FLOAT_BIAS) << FLOAT_FRACTION);
}

/* y · 2^n, rounded once, for 2^-26 < |y| < 2^26 and |n| <= 200. */
static inline float scale(float y, int n) {
    int half = n >> 1;
    return y * power_of_two(half) * power_of_two(n - half);
}

static inline float clamp(float x, float low, float high) {
    return __builtin_fminf(__builtin_fmaxf(x, low), high);
}

/* a where the condition holds, else b. Both have been computed: ?: may branch around what it can.
 */
static inline float pick(int condition, float a, float b) {
    return condition ? a : b;
}

/* y, or NaN if x is. */
static inline float unless_nan(float x, float y) {
    return pick(x != x, NAN, y);
}

/* x = result · 2^power, 1/2 <= |result| < 1. Always inlined: the linker does not know that what
 * comes through memory is the same for lanes with the same x. */
EVERYWHERE float significand_of(float x, int *power) {
    int subnormal = __builtin_fabsf(x) < 0x1p-126f;
    float normal = pick(subnormal, x * 0x1p24f, x);
    uint32_t bits = float_bits(normal);
    int exponent = (int)(bits >> FLOAT_FRACTION & FLOAT_EXPONENT_MAX) - (FLOAT_BIAS - 1);
    exponent -= subnormal ? 24 : 0;
    int usual = (x - x == 0) & (x != 0);
    *power = usual ? exponent : 0;
    return pick(usual, float_from((bits & 0x807fffff) | 0x3f000000), x + x);
}

/* a + b exactly, if |a| >= |b| or a is 0. */
static inline struct pair ordered_sum(float a, float b) {
    float high = a + b;
    return (struct pair){high, b - (high - a)};
}

/* a + b exactly. */
static inline struct pair sum(float a, float b) {
    float high = a + b;
    float part = high - a;
    return (struct pair){high, (a - (high - part)) + (b - part)};
}

/* a · b exactly. */
static inline struct pair product(float a, float b) {
    float high = a * b;
    return (struct pair){high, fused(a, b, -high)};
}

static inline struct pair scaled(struct pair a, float b) {
    struct pair result = product(a.high, b);
    result.low = fused(a.low, b, result.low);
    return result;
}

static inline struct pair pair_product(struct pair a, struct pair b) {
    struct pair result = scaled(a, b.high);
    result.low = fused(a.high, b.low, result.low);
    return result;
}

static inline struct pair pair_quotient(struct pair a, struct pair b) {
    float inverse = 1 / b.high;
    float high = a.high * inverse;
    float rest = fused(-high, b.high, a.high) + fused(-high, b.low, a.low);
    return ordered_sum(high, rest * inverse);
}

#endif
