#include "musim/softfloat/number.h"

const struct sf_shape sf_shapes[] = {
    [SF_BF16] = {7, 127, 0x8000, 0x7f80, 0x7fc0},
    [SF_F32] = {23, 127, 0x80000000, 0x7f800000, 0x7fc00000},
    [SF_F64] = {52, 1023, 1ull << 63, 0x7ff0000000000000, 0x7ff8000000000000},
};

uint64_t sf_nan(enum sf_format f, bool invalid, unsigned *flags) {
    if (invalid)
        *flags |= SF_NV;
    return sf_shapes[f].nan;
}

struct sf_number sf_unpack(enum sf_format f, uint64_t bits) {
    const struct sf_shape *shape = &sf_shapes[f];
    unsigned width = shape->fraction_bits;
    uint64_t fraction = bits & ((1ull << width) - 1);
    int biased = (bits & shape->infinity) >> width;
    struct sf_number value = {.negative = bits & shape->sign};

    if (biased == 2 * shape->exponent_max + 1) {
        bool quiet = fraction >> (width - 1);
        value.kind = !fraction ? SF_INFINITE : quiet ? SF_QUIET : SF_SIGNALLING;
    } else if (biased || fraction) {
        value.kind = SF_FINITE;
        value.significand = biased ? fraction | 1ull << width : fraction;
        value.exponent = (biased ? biased : 1) - shape->exponent_max - (int)width;
    }
    return value;
}

uint128 sf_round_shift(uint128 significand, int shift, bool negative, enum sf_rounding rm,
                       bool *inexact) {
    *inexact = false;
    if (shift <= 0)
        return significand << -shift;
    if (shift > 127) { /* below a half: how far below does not matter */
        significand = significand != 0;
        shift = 2;
    }
    uint128 whole = significand >> shift;
    uint128 rest = significand & (((uint128)1 << shift) - 1);
    uint128 half = (uint128)1 << (shift - 1);
    if (!rest)
        return whole;

    *inexact = true;
    switch (rm) {
    case SF_RNE: return whole + (rest > half || (rest == half && (whole & 1)));
    case SF_RMM: return whole + (rest >= half);
    case SF_RDN: return whole + negative;
    case SF_RUP: return whole + !negative;
    case SF_RTZ: break;
    }
    return whole;
}

static uint64_t overflow(enum sf_format f, bool negative, enum sf_rounding rm, unsigned *flags) {
    *flags |= SF_OF | SF_NX;
    bool toward_zero = rm == SF_RTZ || (rm == SF_RDN && !negative) || (rm == SF_RUP && negative);
    return sf_signed(f, sf_shapes[f].infinity - toward_zero, negative);
}

/* Would the value, rounded as if the exponent had no lower bound, still be below the normals? */
static bool is_tiny(const struct sf_shape *shape, const struct sf_number *value, int top,
                    enum sf_rounding rm) {
    int least = 1 - shape->exponent_max;
    if (top != least - 1)
        return top < least;
    bool inexact;
    int shift = top - (int)shape->fraction_bits - value->exponent;
    uint128 rounded = sf_round_shift(value->significand, shift, value->negative, rm, &inexact);
    return !(rounded >> (shape->fraction_bits + 1));
}

uint64_t sf_pack(enum sf_format f, struct sf_number value, enum sf_rounding rm, unsigned *flags) {
    const struct sf_shape *shape = &sf_shapes[f];
    if (!value.significand)
        return sf_signed(f, 0, value.negative);

    /* The weight of the highest bit, and that of the result's lowest one. */
    int top = value.exponent + sf_bit_length(value.significand) - 1;
    if (top > shape->exponent_max)
        return overflow(f, value.negative, rm, flags);
    int least = 1 - shape->exponent_max;
    int normal = top > least ? top : least;
    int shift = normal - (int)shape->fraction_bits - value.exponent;

    bool inexact;
    uint64_t rounded = sf_round_shift(value.significand, shift, value.negative, rm, &inexact);
    if (inexact) {
        *flags |= SF_NX;
        if (top < least && is_tiny(shape, &value, top, rm))
            *flags |= SF_UF;
    }
    /* The leading one, if there is one, adds 1 to the exponent field; so does a carry out. */
    uint64_t bits = ((uint64_t)(normal - least) << shape->fraction_bits) + rounded;
    if (bits >= shape->infinity)
        return overflow(f, value.negative, rm, flags);
    return sf_signed(f, bits, value.negative);
}
