/* Conversions between the formats, and to and from integers. */
#include "musim/softfloat/number.h"

uint64_t sf_convert(enum sf_format to, enum sf_format from, uint64_t a, enum sf_rounding rm,
                    unsigned *flags) {
    struct sf_number value = sf_unpack(from, a);
    if (sf_is_nan(value))
        return sf_nan(to, value.kind == SF_SIGNALLING, flags);
    if (value.kind == SF_INFINITE)
        return sf_signed(to, sf_shapes[to].infinity, value.negative);
    return sf_pack(to, value, rm, flags);
}

uint64_t sf_from_integer(enum sf_format f, uint64_t value, unsigned bits, bool is_signed,
                         enum sf_rounding rm, unsigned *flags) {
    if (bits == 32)
        value = is_signed ? (uint64_t)(int32_t)value : (uint32_t)value;
    bool negative = is_signed && (int64_t)value < 0;
    struct sf_number number = {
        .kind = SF_FINITE,
        .negative = negative,
        .significand = negative ? -value : value,
    };
    return sf_pack(f, number, rm, flags);
}

/* The end of the integer type's range, sign-extended. */
static uint64_t saturate(unsigned bits, bool is_signed, bool negative, unsigned *flags) {
    *flags |= SF_NV;
    if (!is_signed)
        return negative ? 0 : UINT64_MAX;
    uint64_t least = UINT64_MAX << (bits - 1);
    return negative ? least : ~least;
}

uint64_t sf_to_integer(enum sf_format f, uint64_t a, unsigned bits, bool is_signed,
                       enum sf_rounding rm, unsigned *flags) {
    struct sf_number value = sf_unpack(f, a);
    if (sf_is_nan(value))
        return saturate(bits, is_signed, false, flags);
    if (value.kind == SF_ZERO)
        return 0;
    if (value.kind == SF_INFINITE || value.exponent + sf_bit_length(value.significand) > 65)
        return saturate(bits, is_signed, value.negative, flags);

    bool inexact;
    uint128 magnitude =
        sf_round_shift(value.significand, -value.exponent, value.negative, rm, &inexact);
    uint128 limit = (uint128)1 << (is_signed ? bits - 1 : bits);
    if (value.negative ? magnitude > (is_signed ? limit : 0) : magnitude >= limit)
        return saturate(bits, is_signed, value.negative, flags);
    if (inexact)
        *flags |= SF_NX;
    uint64_t result = value.negative ? -(uint64_t)magnitude : (uint64_t)magnitude;
    return bits == 32 ? (uint64_t)(int32_t)result : result;
}
