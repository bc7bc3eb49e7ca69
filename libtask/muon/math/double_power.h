/* x^y as an exponent of 2. */
#ifndef LIBTASK_MUON_MATH_DOUBLE_POWER_H
#define LIBTASK_MUON_MATH_DOUBLE_POWER_H

#include "libtask/muon/math/double_logarithm.h"

#define TWO_LOG2_E ((struct wide){0xb8aa3b295c17f0bb, 0xbe87fed0691d3e89}) /* exponent 1 */
#define TWO_LOG2_E_REAL REAL(0xb8aa3b295c17f0bc, 1)

/* s = part / (2 + part), and what the product of s and 2 + part leaves of part, divided too. */
struct ratio {
    struct real high, low;
};

EVERYWHERE struct ratio exact_ratio(struct real part) {
    struct real divisor = real_sum(real_scaled(ONE, 1), part);
    struct real inverse = {reciprocal(divisor.significand), -1 - divisor.exponent, 0};
    struct real high = real_product(part, inverse);
    int32_t exponent = high.exponent + divisor.exponent;
    struct wide whole = wide_shift_left((struct wide){0, part.significand},
                                        (uint32_t)(63 + part.exponent - exponent) & 127);
    struct wide product = multiply_wide(high.significand, divisor.significand);
    struct wide rest = wide_sum(whole, wide_negated(product, 1));
    uint32_t below = (uint32_t)(rest.high >> 63);
    struct real low = real_of_wide(wide_negated(rest, below), exponent + 1, below ^ part.negative);
    return (struct ratio){high, real_product(low, inverse)};
}

/* A real as a multiple of 2^(exponent - 127), without its sign. */
EVERYWHERE struct wide aligned(struct real x, int32_t exponent) {
    return wide_shift_right((struct wide){x.significand, 0}, (uint32_t)(exponent - x.exponent));
}

EVERYWHERE struct wide signed_sum(struct wide a, struct wide b, uint32_t opposite) {
    return wide_sum(a, wide_negated(b, opposite));
}

/* log2 (1 + part) = 2 log2 e · s · (1 + artanh s / s - 1), as a multiple of 2^(*exponent - 127). */
EVERYWHERE struct wide binary_logarithm(struct real part, int32_t *exponent) {
    struct ratio s = exact_ratio(part);
    *exponent = s.high.exponent + 2;
    struct wide result = wide_product((struct wide){s.high.significand, 0}, TWO_LOG2_E);
    struct real rest = real_normal((uint64_t)real_artanh(s.high), -5, 0);
    rest = real_sum(real_product(s.high, rest), s.low);
    rest = real_product(rest, TWO_LOG2_E_REAL);
    return signed_sum(result, aligned(rest, *exponent), rest.negative ^ part.negative);
}

/* Wholes are below 2^WHOLE_BITS. */
enum { WHOLE_BITS = 11 };

/* y · log2 x for x > 0, exact enough to be an exponent. */
EVERYWHERE power_t exponent_of_power(struct real x, struct real y) {
    struct split split = real_split(x);
    int32_t exponent;
    struct wide sum = binary_logarithm(split.part, &exponent);
    uint32_t negative = split.part.negative;
    if (split.whole) {
        uint32_t below = split.whole < 0;
        uint64_t size = (uint64_t)(below ? -split.whole : split.whole);
        struct wide whole = {size << (63 - WHOLE_BITS), 0};
        sum = wide_shift_right(sum, (uint32_t)(WHOLE_BITS - exponent));
        sum = signed_sum(whole, sum, negative ^ below);
        negative = below;
        exponent = WHOLE_BITS;
    }
    struct wide product = wide_product((struct wide){y.significand, 0}, sum);
    return power_of_wide(product, exponent + y.exponent + 1, negative ^ y.negative);
}

#endif
