/* Remainders of double, exact. */
#include "libtask/muon/math/real.h"

#include <math.h>

/* |x| = quotient · |y| + rest. Rest and divisor, which is |y|, are in units of half of y's last
 * place, 2^(exponent - 63), which is too much for some |x| < |y| / 2: these are small. */
struct division {
    uint64_t rest, divisor, quotient; /* of this the lower bits */
    int32_t exponent;
    uint32_t small;
};

/* A step takes so many places of the quotient: its estimate is 2 off at most. */
enum { PLACES = 60 };

EVERYWHERE struct division divide(double x, double y) {
    struct number a = unpack(size_bits(x)), b = unpack(size_bits(y));
    uint64_t divisor = b.significand | (b.significand == 0), rest = a.significand, quotient;
    int32_t exponent = b.exponent - DOUBLE_BIAS - DOUBLE_FRACTION - 1 + 63;
    uint32_t left = (uint32_t)(a.exponent - b.exponent);
    if (a.exponent < b.exponent) {
        uint32_t small = a.exponent < b.exponent - 1;
        return (struct division){choose_wide(small, 0, rest), divisor << 1, 0, exponent, small};
    }
    quotient = rest >= divisor;
    rest -= choose_wide((uint32_t)quotient, divisor, 0);
    uint64_t inverse = reciprocal(divisor << (63 - DOUBLE_FRACTION));
    while (left) {
        uint32_t now = choose(left > PLACES, PLACES, left);
        uint64_t estimate = (multiply(rest << (63 - DOUBLE_FRACTION), inverse) >> (63 - now)) - 2;
        rest = (rest << now) - estimate * divisor;
        for (uint32_t times = 4; times; times /= 2) {
            uint32_t fits = rest >= times * divisor;
            rest -= choose_wide(fits, times * divisor, 0);
            estimate += choose(fits, times, 0);
        }
        quotient = (quotient << now) + estimate;
        left -= now;
    }
    return (struct division){rest << 1, divisor << 1, quotient, exponent, 0};
}

/* The result, or that of what cannot be divided. */
static double any_remainder(double x, double y, double result) {
    result = select(is_infinite(y), x, result);
    result = select(is_infinite(x) | is_zero(y), double_from(CANONICAL_NAN), result);
    return unless_nan(x, unless_nan(y, result));
}

double fmod(double x, double y) {
    struct division d = divide(x, y);
    double result = real_value(real_normal(d.rest, d.exponent, is_negative(x)));
    return any_remainder(x, y, select(d.small, x, result));
}

double remquo(double x, double y, int *quotient) {
    struct division d = divide(x, y);
    uint32_t odd = (uint32_t)d.quotient & 1;
    uint32_t up = (2 * d.rest > d.divisor) | ((2 * d.rest == d.divisor) & odd);
    uint64_t rest = choose_wide(up, d.divisor - d.rest, d.rest);
    double result = real_value(real_normal(rest, d.exponent, up ^ is_negative(x)));
    uint32_t places = (uint32_t)(d.quotient + up) & 0x7fffffff;
    uint64_t size = size_bits(x), divisor = size_bits(y);
    uint32_t valid = (size < INFINITE) & (divisor < INFINITE) & (divisor > 0);
    uint32_t negative = is_negative(x) ^ is_negative(y);
    *quotient = (int)choose(valid, choose(negative, 0 - places, places), 0);
    return any_remainder(x, y, select(d.small, x, result));
}

double remainder(double x, double y) {
    int quotient;
    return remquo(x, y, &quotient);
}

/* All remainders of floats are floats. */
float remquof(float x, float y, int *quotient) {
    return (float)remquo(x, y, quotient);
}
