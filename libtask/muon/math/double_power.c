/* pow and roots of double. */
#include "libtask/muon/math/double_power.h"

#include <math.h>

#define THIRD REAL(0xaaaaaaaaaaaaaaab, -2)

double pow(double x, double y) {
    struct integrality kind = integrality(y);
    double size = size_of(x);
    struct real power = real_power(exponent_of_power(real_of(size), real_of(y)));
    double result = real_value(power);
    uint32_t grows = (double_bits(size) > double_bits(1.0)) ^ is_negative(y);
    double limit = grows ? HUGE_VAL : 0;
    result = select(is_zero(x) | is_infinite(x) | is_infinite(y), limit, result);
    result = select((size_bits(x) == double_bits(1.0)) & is_infinite(y), 1, result);
    uint32_t invalid = is_negative(x) & !kind.integer & !is_zero(x) & !is_infinite(x);
    result = select(invalid, double_from(CANONICAL_NAN), result);
    uint64_t sign = (uint64_t)(kind.odd & is_negative(x)) << 63;
    result = unless_nan(x, unless_nan(y, double_from(double_bits(result) ^ sign)));
    return select((double_bits(x) == double_bits(1.0)) | is_zero(y), 1, result);
}

/* ---- roots ---- */

/* Correctly rounded: 54 places of the root, and what is left of x tells whether there are more. No
 * root is in the middle of two doubles. */
double sqrt(double x) {
#ifdef DOUBLE_UNIT
    return __builtin_sqrt(x);
#else
    int32_t power;
    uint64_t value = root_argument(real_of(x), &power);
    uint64_t places = root(value) >> 10;
    int64_t rest = (int64_t)((value << 44) - places * places);
    uint32_t above = rest<0, below = rest>(int64_t)(2 * places);
    places += below - (uint64_t)above;
    uint64_t more = (value << 44) != places * places;
    double result = real_value((struct real){places << 10 | more, power, 0});
    result = select(is_negative(x), double_from(CANONICAL_NAN), result);
    return unless_nan(x, select(is_zero(x) | (double_bits(x) == INFINITE), x, result));
#endif
}

/* x = 8^n · m: a float, and two steps of Newton's method. */
double cbrt(double x) {
    struct real size = real_size(real_of(x));
    int32_t n = (size.exponent + 3 * 1024) / 3 - 1024;
    size.exponent -= 3 * n;
    float m = (float)(uint32_t)(size.significand >> 32) * 0x1p-31f;
    float guess = cbrtf(m * (size.exponent == 2 ? 4 : size.exponent == 1 ? 2 : 1));
    struct real t = real_normal((uint64_t)(uint32_t)(guess * 0x1p30f), 33, 0);
    for (int step = 0; step < 2; step++) {
        struct real quotient = real_quotient(size, real_product(t, t));
        t = real_product(real_sum(real_scaled(t, 1), quotient), THIRD);
    }
    t.exponent += n;
    t.negative = is_negative(x);
    return unless_nan(x, select(is_zero(x) | is_infinite(x), x, real_value(t)));
}

double hypot(double x, double y) {
    struct real a = real_of(x), b = real_of(y);
    double result = real_value(real_root(real_sum(real_product(a, a), real_product(b, b))));
    result = unless_nan(x, unless_nan(y, result));
    return select(is_infinite(x) | is_infinite(y), HUGE_VAL, result);
}
