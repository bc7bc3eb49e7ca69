/* Inverse hyperbolic functions of double. */
#include "libtask/muon/math/double_logarithm.h"

#include <math.h>

/* asinh x = ln (1 + x + x² / (1 + sqrt (x² + 1))). */
double asinh(double x) {
    struct real size = real_size(real_of(x));
    struct real square = real_product(size, size);
    struct real divisor = real_sum(ONE, real_root(real_sum(square, ONE)));
    struct real argument = real_sum(size, real_quotient(square, divisor));
    struct real result = real_logarithm_more_one(argument);
    result.negative = is_negative(x);
    return unless_nan(x, select(is_infinite(x), x, real_value(result)));
}

/* With t = x - 1: ln (1 + t + sqrt (t² + 2t)). */
double acosh(double x) {
    struct real t = real_difference(real_of(x), ONE);
    struct real square = real_sum(real_product(t, t), real_scaled(t, 1));
    double result = real_value(real_logarithm_more_one(real_sum(t, real_root(square))));
    uint64_t bits = double_bits(x), one = double_bits(1.0);
    result = select((bits < one) | (bits >> 63), double_from(CANONICAL_NAN), result);
    return unless_nan(x, select(bits == INFINITE, x, result));
}

/* ln (1 + 2x / (1 - x)) / 2. */
double atanh(double x) {
    struct real size = real_size(real_of(x));
    struct real argument = real_quotient(real_scaled(size, 1), real_difference(ONE, size));
    struct real result = real_scaled(real_logarithm_more_one(argument), -1);
    result.negative = is_negative(x);
    uint64_t bits = size_bits(x), one = double_bits(1.0);
    double value =
        select(bits == one, double_from(INFINITE | (double_bits(x) & SIGN)), real_value(result));
    return select(bits > one, double_from(CANONICAL_NAN), value);
}
