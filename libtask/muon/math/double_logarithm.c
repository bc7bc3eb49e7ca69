/* log and its relatives. */
#include "libtask/muon/math/double_logarithm.h"

#include <math.h>

/* The result, or the logarithm of what is not positive and finite. */
EVERYWHERE double any_logarithm(double x, struct real y) {
    double result = select(is_infinite(x), x, real_value(y));
    result = select(is_negative(x), double_from(CANONICAL_NAN), result);
    return unless_nan(x, select(is_zero(x), -HUGE_VAL, result));
}

double log(double x) {
    return any_logarithm(x, real_logarithm(real_of(x)));
}

double log2(double x) {
    struct split split = real_split(real_of(x));
    struct real part = real_product(part_logarithm(split.part), LOG2_E_REAL);
    return any_logarithm(x, real_sum(real_of_integer(split.whole), part));
}

double log10(double x) {
    struct split split = real_split(real_of(x));
    struct real part = real_product(part_logarithm(split.part), LOG10_E);
    return any_logarithm(x, real_sum(real_product(real_of_integer(split.whole), LOG10_2), part));
}

double log1p(double x) {
    uint64_t bits = double_bits(x), minus_one = double_bits(-1.0);
    double result = real_value(real_logarithm_more_one(real_of(x)));
    result = select(bits == minus_one, -HUGE_VAL, result);
    result = select((bits > minus_one) & (bits >> 63), double_from(CANONICAL_NAN), result);
    result = select((bits == INFINITE) | is_zero(x), x, result); /* -0 */
    return unless_nan(x, result);
}
