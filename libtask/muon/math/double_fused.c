/* fma of double: rounded once. */
#include "libtask/muon/math/real.h"

#include <math.h>

#ifdef DOUBLE_UNIT

double fma(double x, double y, double z) {
    return __builtin_fma(x, y, z);
}

#else

EVERYWHERE struct wide shift_right_sticky(struct wide value, uint32_t places) {
    struct wide result = wide_shift_right(value, places);
    struct wide back = wide_shift_left(result, choose(places > 127, 0, places));
    result.low |= (back.high != value.high) | (back.low != value.low);
    return result;
}

/* The product is exact; of the smaller one, what is shifted out is only told by the lowest bit.
 * That is so far below the larger one's leading 1 that no difference brings it up. */
EVERYWHERE double exact_sum_of_product(struct real a, struct real b, struct real c) {
    struct wide product = wide_shift_right(multiply_wide(a.significand, b.significand), 1);
    struct wide addend = {c.significand >> 1, 0};
    int32_t exponent = a.exponent + b.exponent + 1; /* of bit 126 */
    uint32_t negative = a.negative ^ b.negative, opposite = negative ^ c.negative;
    uint32_t below = c.exponent > exponent;
    uint32_t distance = (uint32_t)(below ? c.exponent - exponent : exponent - c.exponent);
    if (below)
        product = shift_right_sticky(product, distance);
    else
        addend = shift_right_sticky(addend, distance);
    struct wide sum = wide_sum(product, wide_negated(addend, opposite));
    uint32_t turned = opposite & (uint32_t)(sum.high >> 63);
    sum = wide_negated(sum, turned);
    negative ^= turned;
    struct real result = real_of_wide(sum, (below ? c.exponent : exponent) + 1, negative);
    /* What that cuts off. */
    uint32_t zeros = sum.high ? leading_zeros_wide(sum.high) : 64;
    result.significand |= wide_shift_left(sum, zeros).low != 0;
    result.negative &= (sum.high | sum.low) != 0;
    return real_value(result);
}

double fma(double x, double y, double z) {
    uint32_t usual = is_usual(x) & is_usual(y);
    if (!usual) /* the product is 0, infinite or NaN */
        return x * y + z;
    if (size_bits(z) >= INFINITE)
        return unless_nan(z, z);
    return exact_sum_of_product(real_of(x), real_of(y), real_of(z));
}

#endif
