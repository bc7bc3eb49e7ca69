/* e^x in parts, for all that is made of it. */
#ifndef LIBTASK_MUON_MATH_EXPONENTIAL_H
#define LIBTASK_MUON_MATH_EXPONENTIAL_H

#include "libtask/muon/math/pair.h"

/* The value 2^power · (1 + r + s) with |r| <= 0.35 and |s| < 0.07. */
struct exponential {
    int power;
    float r, s;
};

/* ln 2 as a pair; and with a first part of 15 bits, whose products with exponents are exact. */
#define LN2_HIGH 0x1.62e43p-1f
#define LN2_LOW -0x1.05c61p-29f
#define LN2_SHORT 0x1.62e4p-1f
#define LN2_REST 0x1.7f7d1cp-20f

/* 2^power · e^r. */
static inline struct exponential exponential_reduced(int power, struct pair r) {
    float x = r.high;
    float q = fused(x, 0.00019955069f, 0.00139354286f);
    q = fused(x, q, 0.00833319593f);
    q = fused(x, q, 0.0416664593f);
    q = fused(x, q, 0.166666672f);
    q = fused(x, q, 0.5f);
    return (struct exponential){power, x, fused(x * x, q, fused(r.low, x, r.low))};
}

/* e^x for -104 <= x <= 89. */
static inline struct exponential exponential_of(float x) {
    float n = nearest(x * 0x1.715476p+0f);
    float rest = fused(-n, LN2_SHORT, x);
    float high = fused(-n, LN2_REST, rest);
    float low = fused(-n, LN2_REST, rest - high);
    return exponential_reduced((int)n, (struct pair){high, low});
}

/* 2^(x.high + x.low) for |x.high| <= 160. */
static inline struct exponential exponential_of_2(struct pair x) {
    float n = nearest(x.high);
    struct pair fraction = sum(x.high - n, x.low);
    return exponential_reduced((int)n, pair_product((struct pair){LN2_HIGH, LN2_LOW}, fraction));
}

static inline float exponential_value(struct exponential e) {
    return scale(1 + (e.r + e.s), e.power);
}

#endif
