/* ln x in parts, for all that is made of it. */
#ifndef LIBTASK_MUON_MATH_LOGARITHM_H
#define LIBTASK_MUON_MATH_LOGARITHM_H

#include "libtask/muon/math/pair.h"

/* The value power · ln 2 + rest, |rest| < 0.35, exact to some 36 bits. */
struct logarithm {
    float power;
    struct pair rest;
};

/* ln x for positive finite x. x = 2^power · m with m near 1 and ln m = 2 · artanh s, s = (m - 1) /
 * (m + 1): 2s + s³ · (2/3 + z · q(z)), z = s². */
static inline struct logarithm logarithm_of(float x) {
    int subnormal = x < 0x1p-126f;
    float normal = pick(subnormal, x * 0x1p23f, x);
    uint32_t bits = float_bits(normal);
    int power = (int)(bits - 0x3f3504f3) >> FLOAT_FRACTION; /* m in [sqrt 1/2, sqrt 2) */
    float m = float_from(bits - ((uint32_t)power << FLOAT_FRACTION));

    struct pair s = pair_quotient((struct pair){m - 1, 0}, sum(m, 1));
    struct pair z = scaled(s, s.high);
    z.low = fused(s.high, s.low, z.low);
    float q = fused(z.high, 0.234197691f, 0.285470873f);
    q = fused(z.high, q, 0.400001526f);
    struct pair t = ordered_sum(0x1.555556p-1f, z.high * q);
    t.low += -0x1.555556p-26f;
    struct pair cube = pair_product(pair_product(z, t), s);
    struct pair rest = ordered_sum(2 * s.high, cube.high);
    rest = ordered_sum(rest.high, rest.low + fused(2, s.low, cube.low));
    return (struct logarithm){(float)(power - (subnormal ? 23 : 0)), rest};
}

/* ln (x.high + x.low) = ln x.high + x.low / x.high. */
static inline struct logarithm logarithm_of_pair(struct pair x) {
    struct logarithm l = logarithm_of(x.high);
    l.rest.low += x.low / x.high;
    return l;
}

/* power · unit + rest, the unit given as a part whose products are exact and the remainder. */
static inline float logarithm_combined(struct logarithm l, float unit, float unit_rest) {
    struct pair whole = ordered_sum(l.power * unit, l.rest.high);
    return whole.high + (whole.low + fused(l.power, unit_rest, l.rest.low));
}

static inline float logarithm_value(struct logarithm l) {
    return logarithm_combined(l, 0x1.62e4p-1f, 0x1.7f7d1cp-20f);
}

#define LOG2_E ((struct pair){0x1.715476p+0f, 0x1.4ae0cp-26f})

/* The binary logarithm. */
static inline struct pair logarithm_2(struct logarithm l) {
    struct pair rest = pair_product(l.rest, LOG2_E);
    struct pair whole = ordered_sum(l.power, rest.high);
    return ordered_sum(whole.high, whole.low + rest.low);
}

#endif
