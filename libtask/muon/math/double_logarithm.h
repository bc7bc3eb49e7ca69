/* Logarithms in parts, for all functions of double that are made of them. */
#ifndef LIBTASK_MUON_MATH_DOUBLE_LOGARITHM_H
#define LIBTASK_MUON_MATH_DOUBLE_LOGARITHM_H

#include "libtask/muon/math/double_exponential.h"

#define LN_2 REAL(0xb17217f7d1cf79ac, -1)
#define LOG10_2 REAL(0x9a209a84fbcff799, -2)
#define LOG10_E REAL(0xde5bd8a937287195, -2)
#define LOG2_E_REAL REAL(0xb8aa3b295c17f0bc, 0)
#define SQRT_2 UINT64_C(0xb504f333f9de6484) /* of 2^-63 */

/* x = 2^whole · (1 + part), part between sqrt 1/2 - 1 and sqrt 2 - 1, exact. */
struct split {
    int32_t whole;
    struct real part;
};

EVERYWHERE struct split real_split(struct real x) {
    uint32_t above = x.significand > SQRT_2;
    uint64_t part = choose_wide(above, 0 - x.significand, x.significand - TOP);
    return (struct split){x.exponent + (int32_t)above, real_normal(part, -(int32_t)above, above)};
}

/* (artanh s / s - 1) / s² in powers of 32 s². */
static const int64_t artanh[] = {
    0x00000000000037dcLL, 0x000000000006ae0fLL, 0x0000000000f1014cLL, 0x0000000022221719LL,
    0x00000004ec4ec985LL, 0x000000ba2e8ba1bfLL, 0x00001c71c71c71f2LL, 0x0004924924924921LL,
    0x00cccccccccccccdLL, 0x2aaaaaaaaaaaaaabLL,
};

/* artanh s / s - 1 for |s| <= 0.1716, in units of 2^-68. */
EVERYWHERE int64_t real_artanh(struct real s) {
    uint64_t square = real_fraction(real_product(s, s), -5);
    return multiply_signed(POLYNOMIAL(artanh, square), square);
}

/* ln ((1 + s) / (1 - s)). */
EVERYWHERE struct real ratio_logarithm(struct real s) {
    struct real rest = real_normal((uint64_t)real_artanh(s), -5, 0);
    return real_scaled(real_sum(s, real_product(s, rest)), 1);
}

/* ln (1 + part): with s = part / (2 + part). */
EVERYWHERE struct real part_logarithm(struct real part) {
    return ratio_logarithm(real_quotient(part, real_sum(real_scaled(ONE, 1), part)));
}

EVERYWHERE struct real whole_and_part(struct split x, struct real unit) {
    return real_sum(real_product(real_of_integer(x.whole), unit), part_logarithm(x.part));
}

/* ln x for x > 0. */
EVERYWHERE struct real real_logarithm(struct real x) {
    return whole_and_part(real_split(x), LN_2);
}

/* ln (1 + x). Only where it is far from 1 may 1 + x be rounded. */
EVERYWHERE struct real real_logarithm_more_one(struct real x) {
    struct split sum = real_split(real_sum(ONE, x));
    sum.part = real_choose(sum.whole == 0, x, sum.part);
    return whole_and_part(sum, LN_2);
}

#endif
