/* exp, its relatives, and the hyperbolic functions. */
#include "libtask/muon/math/double_exponential.h"

#include <math.h>

double exp(double x) {
    return unless_nan(x, real_value(real_exponential(real_of(x))));
}

double exp2(double x) {
    return unless_nan(x, real_value(real_power(power_of(real_of(x)))));
}

double exp10(double x) {
    power_t power = power_scaled(real_of(x), LOG2_10, 1);
    return unless_nan(x, real_value(real_power(power)));
}

double expm1(double x) {
    return unless_nan(x, real_value(real_exponential_less_one(real_of(x))));
}

/* ---- hyperbolic functions ---- */

double sinh(double x) {
    struct real size = real_of(x), result;
    if (size.exponent < -1) {
        result = small_hyperbolic_sine(size);
    } else {
        uint32_t negative = size.negative;
        struct real e = real_exponential(real_size(size));
        result = real_scaled(real_difference(e, real_quotient(ONE, e)), -1);
        result.negative = negative;
    }
    return unless_nan(x, real_value(result));
}

double cosh(double x) {
    struct real e = real_exponential(real_size(real_of(x)));
    struct real result = real_scaled(real_sum(e, real_quotient(ONE, e)), -1);
    return unless_nan(x, real_value(result));
}

/* With m = e^2x - 1: m / (m + 2). */
double tanh(double x) {
    struct real m = real_exponential_less_one(real_scaled(real_size(real_of(x)), 1));
    struct real result = real_quotient(m, real_sum(m, real_scaled(ONE, 1)));
    result.negative = is_negative(x);
    return unless_nan(x, real_value(result));
}
