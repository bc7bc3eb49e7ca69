/* Significand, exponent and order of double, and choices by that. */
#include "libtask/muon/math/real.h"

#include <math.h>

double fabs(double x) {
    return size_of(x);
}

double copysign(double x, double y) {
    return double_from(size_bits(x) | (double_bits(y) & SIGN));
}

double nan(const char *text) {
    (void)text;
    return double_from(CANONICAL_NAN);
}

float nanf(const char *text) {
    (void)text;
    return NAN;
}

/* ---- significand and exponent ---- */

double frexp(double x, int *power) {
    struct real parts = real_of(x);
    *power = is_usual(x) ? parts.exponent + 1 : 0;
    parts.exponent = -1;
    return unless_nan(x, select(is_usual(x), real_value(parts), x));
}

/* What is beyond these bounds overflows or vanishes, whatever x is. */
enum { MAX_POWER = 5000 };

double scalbn(double x, int power) {
    int bounded = power > MAX_POWER ? MAX_POWER : power < -MAX_POWER ? -MAX_POWER : power;
    double result = real_value(real_scaled(real_of(x), bounded));
    return unless_nan(x, select(is_usual(x), result, x));
}

double scalbln(double x, long power) {
    return scalbn(x, (int)(power > MAX_POWER    ? MAX_POWER
                           : power < -MAX_POWER ? -MAX_POWER
                                                : power));
}

float scalblnf(float x, long power) {
    return scalbnf(x, (int)(power > MAX_POWER    ? MAX_POWER
                            : power < -MAX_POWER ? -MAX_POWER
                                                 : power));
}

double ldexp(double x, int power) {
    return scalbn(x, power);
}

int ilogb(double x) {
    int unusual = is_infinite(x) ? __INT_MAX__ : FP_ILOGB0;
    return is_usual(x) ? real_of(x).exponent : unusual;
}

double logb(double x) {
    double result = real_value(real_of_integer(real_of(x).exponent));
    result = select(is_infinite(x), HUGE_VAL, select(is_zero(x), -HUGE_VAL, result));
    return unless_nan(x, result);
}

/* ---- order ---- */

/* Bits in the order of the numbers, both zeros the same. */
static int64_t ordered(double x) {
    int64_t bits = (int64_t)double_bits(x), sign = bits >> 63;
    return ((bits & INT64_MAX) ^ sign) - sign;
}

double nextafter(double x, double y) {
    uint32_t away = (ordered(x) < ordered(y)) ^ is_negative(x);
    double next = double_from(double_bits(x) + choose_wide(away, 1, UINT64_MAX));
    next = select(is_zero(x), double_from((double_bits(y) & SIGN) | 1), next);
    next = select(ordered(x) == ordered(y), y, next);
    return unless_nan(x, unless_nan(y, next));
}

float nexttowardf(float x, long double y) {
    double wide = x, towards = (double)y;
    float direction = ordered(towards) > ordered(wide) ? INFINITY : -INFINITY;
    float same = (float)towards;
    direction = ordered(towards) == ordered(wide) ? same : direction;
    return is_nan(towards) ? NAN : nextafterf(x, direction);
}

/* Of two zeros the negative one is the smaller. */
static uint32_t is_less(double x, double y) {
    return (ordered(x) < ordered(y)) | ((ordered(x) == ordered(y)) & is_negative(x));
}

double fmin(double x, double y) {
    double result = select(is_less(x, y), x, y);
    return unless_nan(select(is_nan(y), x, 0), select(is_nan(y), x, select(is_nan(x), y, result)));
}

double fmax(double x, double y) {
    double result = select(is_less(x, y), y, x);
    return unless_nan(select(is_nan(y), x, 0), select(is_nan(y), x, select(is_nan(x), y, result)));
}

double fdim(double x, double y) {
    double difference = x - y;
    return unless_nan(x, unless_nan(y, select(ordered(x) > ordered(y), difference, 0)));
}
