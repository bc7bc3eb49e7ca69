/* Rounding of double to integers, on its bits. */
#include "libtask/muon/math/real.h"

#include <math.h>

/* Rounds the size up to an integer after up has been added to the bits below its point, cut off.
 * They carry into the exponent. below: the result for sizes below 1. */
static double cut(double x, uint64_t up, uint64_t mask, uint64_t below) {
    uint64_t bits = double_bits(x), sign = bits & SIGN;
    uint32_t exponent = (uint32_t)(bits >> DOUBLE_FRACTION) & DOUBLE_EXPONENT_MAX;
    uint64_t result = (bits + up) & ~mask;
    result = choose_wide(exponent < DOUBLE_BIAS, below | sign, result);
    result = choose_wide(exponent >= DOUBLE_BIAS + DOUBLE_FRACTION, bits, result);
    return unless_nan(x, double_from(result));
}

#define ONE_BITS double_bits(1.0)
#define HALF_BITS double_bits(0.5)

/* The bits of x behind the point, if it is 1 or more. */
static uint64_t fraction_mask(double x) {
    uint32_t exponent = (uint32_t)(double_bits(x) >> DOUBLE_FRACTION) & DOUBLE_EXPONENT_MAX;
    return FRACTION_MASK >> ((exponent - DOUBLE_BIAS) & 63);
}

/* Away from 0 if the condition holds, else towards it. */
static double directed(double x, uint32_t away) {
    uint64_t mask = fraction_mask(x);
    return cut(x, choose_wide(away, mask, 0), mask, choose_wide(away & !is_zero(x), ONE_BITS, 0));
}

double trunc(double x) {
    return directed(x, 0);
}

double floor(double x) {
    return directed(x, is_negative(x));
}

double ceil(double x) {
    return directed(x, !is_negative(x));
}

double round(double x) {
    uint64_t mask = fraction_mask(x), size = size_bits(x);
    return cut(x, (mask >> 1) + 1, mask, choose_wide(size >= HALF_BITS, ONE_BITS, 0));
}

/* Ties to even: the bit before the point (of 1 to 2 that of the exponent, which is odd, too). */
double rint(double x) {
    uint64_t mask = fraction_mask(x), size = size_bits(x);
    uint64_t odd = (double_bits(x) & (mask + 1)) != 0;
    return cut(x, (mask >> 1) + odd, mask, choose_wide(size > HALF_BITS, ONE_BITS, 0));
}

double nearbyint(double x) {
    return rint(x);
}

long lround(double x) {
    return (long)round(x);
}
long lrint(double x) {
    return (long)rint(x);
}
long long llround(double x) {
    return (long long)round(x);
}
long long llrint(double x) {
    return (long long)rint(x);
}

double modf(double x, double *whole) {
    double integer = trunc(x);
    *whole = integer;
    double fraction = real_value(real_difference(real_of(x), real_of(integer)));
    fraction = select(is_infinite(x), 0, size_of(fraction));
    return unless_nan(x, copysign(fraction, x));
}
