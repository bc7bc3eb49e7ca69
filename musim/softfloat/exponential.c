/* e^x of a bfloat16. The result is irrational except at 0, so it lies strictly between two adjacent
 * candidates of the rounding; the host's exp() is good to far more bits than it takes to say which
 * side it is on: over all bfloat16 the closest approach of e^x to a bfloat16 or to the middle of
 * two is 2^-24 of the value, near 1 it is x (the unit test measures it). */
#include "musim/softfloat/number.h"

#include <math.h>
#include <string.h>

static double to_double(struct sf_number value) {
    double magnitude = ldexp((double)(uint64_t)value.significand, value.exponent);
    return value.negative ? -magnitude : magnitude;
}

/* e^x as a significand with a sticky bit, which stands for what follows the double's 53 bits. */
static struct sf_number exponential(double x) {
    struct sf_number result = {.kind = SF_FINITE, .exponent = -100};
    if (fabs(x) < 0x1p-30) { /* 1 + x + …: just beside 1 */
        result.significand = ((uint128)1 << 100) + (x > 0 ? 1 : -1);
        return result;
    }
    /* Beyond 200 the result is as far out of range as at 200. */
    double value = exp(fmax(-200, fmin(200, x)));
    int exponent;
    double fraction = frexp(value, &exponent);
    result.significand = (uint128)(uint64_t)ldexp(fraction, 53) << 2 | 1;
    result.exponent = exponent - 55;
    return result;
}

uint64_t sf_exp_bf16(uint64_t a, bool negate, enum sf_rounding rm) {
    unsigned unit_has_none = 0;
    struct sf_number x = sf_unpack(SF_BF16, a);
    if (sf_is_nan(x))
        return sf_nan(SF_BF16, false, &unit_has_none);
    x.negative ^= negate;
    if (x.kind == SF_INFINITE)
        return x.negative ? 0 : sf_shapes[SF_BF16].infinity;
    if (x.kind == SF_ZERO)
        return (uint64_t)sf_shapes[SF_BF16].exponent_max << sf_shapes[SF_BF16].fraction_bits;
    return sf_pack(SF_BF16, exponential(to_double(x)), rm, &unit_has_none);
}
