/* Conversions between binary64 and integers, which clang calls. To an integer: cut towards zero,
 * saturated, NaN the largest, as the instructions for binary32 do it. */
#include "libtask/muon/builtins/bits.h"

double __floatundidf(uint64_t value);
double __floatdidf(int64_t value);
double __floatunsidf(uint32_t value);
double __floatsidf(int32_t value);
uint64_t __fixunsdfdi(double value);
int64_t __fixdfdi(double value);
uint32_t __fixunsdfsi(double value);
int32_t __fixdfsi(double value);

double __floatundidf(uint64_t value) {
    uint32_t shift = leading_zeros_wide(value);
    uint64_t rounded = shift_rounded(value << shift, 63 - DOUBLE_FRACTION);
    uint64_t exponent = DOUBLE_BIAS + 63 - shift;
    /* The leading 1 counts the exponent up by one. */
    uint64_t result = ((exponent - 1) << DOUBLE_FRACTION) + rounded;
    return double_from(choose_wide(value == 0, 0, result));
}

double __floatdidf(int64_t value) {
    uint64_t sign = (uint64_t)(value >> 63);
    uint64_t magnitude = double_bits(__floatundidf(((uint64_t)value ^ sign) - sign));
    return double_from(magnitude | (sign & UINT64_C(1) << 63));
}

double __floatunsidf(uint32_t value) {
    return __floatundidf(value);
}

double __floatsidf(int32_t value) {
    return __floatdidf(value);
}

static uint32_t is_nan(uint64_t bits) {
    return (bits & INT64_MAX) > UINT64_C(0x7ff) << DOUBLE_FRACTION;
}

/* The magnitude, cut to an integer of at most 2^64 - 1. */
static uint64_t cut(uint64_t bits) {
    int32_t exponent = (int32_t)(bits >> DOUBLE_FRACTION & DOUBLE_EXPONENT_MAX) - DOUBLE_BIAS;
    uint64_t hidden = UINT64_C(1) << DOUBLE_FRACTION;
    uint64_t significand = (bits & (hidden - 1)) | hidden;
    uint32_t left = (uint32_t)(exponent - DOUBLE_FRACTION), right = 0 - left;
    uint64_t result = choose_wide(exponent >= DOUBLE_FRACTION, significand << (left & 63),
                                  significand >> (right & 63));
    result = choose_wide(exponent < 0, 0, result);
    return choose_wide(exponent >= 64, UINT64_MAX, result);
}

static uint64_t to_unsigned(double value, uint64_t limit) {
    uint64_t bits = double_bits(value), magnitude = cut(bits);
    magnitude = choose_wide(magnitude > limit, limit, magnitude);
    return choose_wide((uint32_t)(bits >> 63) & !is_nan(bits), 0, magnitude);
}

static int64_t to_signed(double value, uint64_t limit) {
    uint64_t bits = double_bits(value), magnitude = cut(bits);
    uint64_t sign = 0 - (uint64_t)((uint32_t)(bits >> 63) & !is_nan(bits));
    limit -= sign; /* one more on the negative side */
    magnitude = choose_wide(magnitude > limit, limit, magnitude);
    return (int64_t)((magnitude ^ sign) - sign);
}

uint64_t __fixunsdfdi(double value) {
    return to_unsigned(value, UINT64_MAX);
}

int64_t __fixdfdi(double value) {
    return to_signed(value, INT64_MAX);
}

uint32_t __fixunsdfsi(double value) {
    return (uint32_t)to_unsigned(value, UINT32_MAX);
}

int32_t __fixdfsi(double value) {
    return (int32_t)to_signed(value, INT32_MAX);
}
