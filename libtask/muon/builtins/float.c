/* Conversions that clang calls: between binary32 and binary64 (a float argument of printf is a
 * double) and between binary32 and 64-bit integers. Straight-line code, so that no branch diverges.
 */
#include "libtask/muon/builtins/bits.h"

double __extendsfdf2(float value);
float __truncdfsf2(double value);
float __floatundisf(uint64_t value);
float __floatdisf(int64_t value);
uint64_t __fixunssfdi(float value);
int64_t __fixsfdi(float value);

double __extendsfdf2(float value) {
    uint32_t bits = float_bits(value);
    uint32_t exponent = bits >> FLOAT_FRACTION & FLOAT_EXPONENT_MAX;
    uint32_t fraction = bits & ((1u << FLOAT_FRACTION) - 1);
    /* A subnormal gets its leading 1 to the place of the hidden bit. */
    uint32_t shift = (leading_zeros(fraction) - (31 - FLOAT_FRACTION)) & (0 - (exponent == 0));
    uint32_t wide_exponent = exponent + (exponent == 0) - shift + (DOUBLE_BIAS - FLOAT_BIAS);
    wide_exponent = choose(exponent == FLOAT_EXPONENT_MAX, DOUBLE_EXPONENT_MAX, wide_exponent);
    wide_exponent = choose((bits & 0x7fffffff) == 0, 0, wide_exponent);
    fraction = fraction << shift & ((1u << FLOAT_FRACTION) - 1);
    uint64_t result = (uint64_t)(bits >> 31) << 63 | (uint64_t)wide_exponent << DOUBLE_FRACTION |
                      (uint64_t)fraction << (DOUBLE_FRACTION - FLOAT_FRACTION);
    return double_from(result);
}

float __truncdfsf2(double value) {
    uint64_t bits = double_bits(value);
    uint32_t sign = (uint32_t)(bits >> 63) << 31;
    int32_t exponent = (int32_t)(bits >> DOUBLE_FRACTION & DOUBLE_EXPONENT_MAX);
    uint64_t fraction = bits & ((UINT64_C(1) << DOUBLE_FRACTION) - 1);
    uint32_t nan = (exponent == DOUBLE_EXPONENT_MAX) & (fraction != 0);
    int32_t narrow = exponent - (DOUBLE_BIAS - FLOAT_BIAS);
    /* A result below the normal range loses as many places more. */
    uint32_t tiny = narrow < 1;
    uint32_t lost = (uint32_t)(1 - narrow) & (0 - tiny);
    lost = choose(lost > 30, 30, lost);
    uint64_t significand = fraction | choose_wide(exponent != 0, UINT64_C(1) << DOUBLE_FRACTION, 0);
    uint32_t rounded =
        (uint32_t)shift_rounded(significand, DOUBLE_FRACTION - FLOAT_FRACTION + lost);
    /* The hidden bit, if it is there, counts the exponent up by one. */
    uint32_t result = (((uint32_t)narrow - 1) & (tiny - 1)) * (1u << FLOAT_FRACTION) + rounded;
    uint32_t infinite = (narrow >= FLOAT_EXPONENT_MAX) | (result >= 0x7f800000);
    result = choose(infinite, 0x7f800000, result);
    result = choose(nan, 0x7fc00000, result);
    return float_from(sign | result);
}

float __floatundisf(uint64_t value) {
    uint32_t shift = leading_zeros_wide(value);
    uint64_t significand = value << shift; /* leading 1 in bit 63 */
    uint32_t rounded = (uint32_t)shift_rounded(significand, 63 - FLOAT_FRACTION);
    uint32_t exponent = FLOAT_BIAS + 63 - shift;
    uint32_t result = (exponent - 1) * (1u << FLOAT_FRACTION) + rounded;
    return float_from(choose(value == 0, 0, result));
}

float __floatdisf(int64_t value) {
    uint64_t sign = (uint64_t)(value >> 63);
    uint32_t magnitude = float_bits(__floatundisf(((uint64_t)value ^ sign) - sign));
    return float_from(magnitude | ((uint32_t)sign & 0x80000000));
}

/* The magnitude of a float, cut to an integer; saturated at 2^64 - 1, a NaN too. */
static uint64_t cut(uint32_t bits) {
    int32_t exponent = (int32_t)(bits >> FLOAT_FRACTION & FLOAT_EXPONENT_MAX) - FLOAT_BIAS;
    uint64_t significand = (bits & ((1u << FLOAT_FRACTION) - 1)) | 1u << FLOAT_FRACTION;
    uint32_t left = (uint32_t)(exponent - FLOAT_FRACTION), right = 0 - left;
    uint64_t result = choose_wide(exponent >= FLOAT_FRACTION, significand << (left & 63),
                                  significand >> (right & 63));
    result = choose_wide(exponent < 0, 0, result);
    return choose_wide(exponent >= 64, UINT64_MAX, result);
}

uint64_t __fixunssfdi(float value) {
    uint32_t bits = float_bits(value);
    uint32_t nan = (bits & 0x7fffffff) > 0x7f800000;
    return choose_wide((bits >> 31) & !nan, 0, cut(bits));
}

int64_t __fixsfdi(float value) {
    uint32_t bits = float_bits(value);
    uint32_t nan = (bits & 0x7fffffff) > 0x7f800000;
    uint64_t sign = 0 - (uint64_t)((bits >> 31) & !nan);
    uint64_t limit = (uint64_t)INT64_MAX - sign; /* one more on the negative side */
    uint64_t magnitude = cut(bits);
    magnitude = choose_wide(magnitude > limit, limit, magnitude);
    return (int64_t)((magnitude ^ sign) - sign);
}
