/* What clang calls for _BitInt of 65 to 128 bits: division, one bit a step as for 64 bits
 * (integer.c), and conversions from and to floating point. */
#include "libtask/muon/builtins/bits.h"

typedef unsigned _BitInt(128) wide;
typedef signed _BitInt(128) signed_wide;

wide __udivti3(wide a, wide b);
wide __umodti3(wide a, wide b);
signed_wide __divti3(signed_wide a, signed_wide b);
signed_wide __modti3(signed_wide a, signed_wide b);
float __floatuntisf(wide value);
float __floattisf(signed_wide value);
double __floatuntidf(wide value);
double __floattidf(signed_wide value);
wide __fixunssfti(float value);
signed_wide __fixsfti(float value);
wide __fixunsdfti(double value);
signed_wide __fixdfti(double value);

/* ---- division ---- */

struct division {
    wide quotient, remainder;
};

static struct division divide(wide dividend, wide divisor) {
    wide remainder = 0;
    for (int step = 0; step < 128; step++) {
        wide carried = remainder >> 127; /* the shift drops it, the subtraction needs it */
        remainder = remainder << 1 | dividend >> 127;
        wide fits = carried | (wide)(remainder >= divisor);
        remainder -= divisor & (0 - fits);
        dividend = dividend << 1 | fits;
    }
    return (struct division){dividend, remainder};
}

static wide negate_if(wide value, wide mask) {
    return (value ^ mask) - mask;
}

static wide sign_mask(signed_wide value) {
    return (wide)(value >> 127);
}

static wide magnitude(signed_wide value) {
    return negate_if((wide)value, sign_mask(value));
}

wide __udivti3(wide a, wide b) {
    return divide(a, b).quotient;
}

wide __umodti3(wide a, wide b) {
    return divide(a, b).remainder;
}

signed_wide __divti3(signed_wide a, signed_wide b) {
    wide quotient = divide(magnitude(a), magnitude(b)).quotient;
    return (signed_wide)negate_if(quotient, sign_mask(a) ^ sign_mask(b));
}

signed_wide __modti3(signed_wide a, signed_wide b) {
    return (signed_wide)negate_if(divide(magnitude(a), magnitude(b)).remainder, sign_mask(a));
}

/* ---- to floating point ---- */

/* The upper 64 bits of a value without its leading zeros, the lowest of them set if anything below
 * is: it rounds as the value does. The value is about *shift powers of two as much. */
static uint64_t upper_bits(wide value, uint32_t *shift) {
    uint64_t high = (uint64_t)(value >> 64);
    *shift = high ? 64 - (uint32_t)__builtin_clzll(high) : 0;
    wide cut = value & (((wide)1 << *shift) - 1);
    return (uint64_t)(value >> *shift) | (cut != 0);
}

static float unsigned_to_float(wide value) {
    uint32_t shift;
    float upper = (float)upper_bits(value, &shift);
    return upper * float_from((127 + shift) << 23);
}

static double unsigned_to_double(wide value) {
    uint32_t shift;
    double upper = (double)upper_bits(value, &shift);
    return upper * double_from((uint64_t)(1023 + shift) << 52);
}

float __floatuntisf(wide value) {
    return unsigned_to_float(value);
}

float __floattisf(signed_wide value) {
    float result = unsigned_to_float(magnitude(value));
    return value < 0 ? -result : result;
}

double __floatuntidf(wide value) {
    return unsigned_to_double(value);
}

double __floattidf(signed_wide value) {
    double result = unsigned_to_double(magnitude(value));
    return value < 0 ? -result : result;
}

/* ---- from floating point ---- */

/* Both halves are exact. What does not fit has no defined value. */

static wide float_to_unsigned(float value) {
    uint64_t high = (uint64_t)(value * 0x1p-64f);
    return (wide)high << 64 | (uint64_t)(value - (float)high * 0x1p64f);
}

static wide double_to_unsigned(double value) {
    uint64_t high = (uint64_t)(value * 0x1p-64);
    return (wide)high << 64 | (uint64_t)(value - (double)high * 0x1p64);
}

wide __fixunssfti(float value) {
    return float_to_unsigned(value);
}

signed_wide __fixsfti(float value) {
    wide result = float_to_unsigned(value < 0 ? -value : value);
    return (signed_wide)negate_if(result, value < 0 ? ~(wide)0 : 0);
}

wide __fixunsdfti(double value) {
    return double_to_unsigned(value);
}

signed_wide __fixdfti(double value) {
    wide result = double_to_unsigned(value < 0 ? -value : value);
    return (signed_wide)negate_if(result, value < 0 ? ~(wide)0 : 0);
}
