/* Addition, multiplication, fused multiply-add, division, square root: exact in 128 bits, or exact
 * but for a sticky lowest bit, then rounded once. */
#include "musim/softfloat/number.h"

static uint64_t infinity(enum sf_format f, bool negative) {
    return sf_signed(f, sf_shapes[f].infinity, negative);
}

static uint128 shift_right_sticky(uint128 value, int shift) {
    if (shift > 127)
        return value != 0;
    return value >> shift | ((value & (((uint128)1 << shift) - 1)) != 0);
}

/* The sum of two finite values other than zero, of at most 106 significant bits each. With the
 * highest bits at 125, at least 20 zeros are below them: the smaller value loses bits only when it
 * is shifted by more than that, and then the sum's highest bit is at 124 or above. */
static struct sf_number add_finite(struct sf_number a, struct sf_number b) {
    sf_normalize(&a, 125);
    sf_normalize(&b, 125);
    if (a.exponent < b.exponent || (a.exponent == b.exponent && a.significand < b.significand)) {
        struct sf_number swap = a;
        a = b;
        b = swap;
    }
    b.significand = shift_right_sticky(b.significand, a.exponent - b.exponent);
    if (a.negative == b.negative)
        a.significand += b.significand;
    else
        a.significand -= b.significand;
    return a;
}

/* a + b where neither is a NaN. */
static uint64_t add_numbers(enum sf_format f, struct sf_number a, struct sf_number b,
                            enum sf_rounding rm, unsigned *flags) {
    if (a.kind == SF_INFINITE && b.kind == SF_INFINITE && a.negative != b.negative)
        return sf_nan(f, true, flags);
    if (a.kind == SF_INFINITE || b.kind == SF_INFINITE)
        return infinity(f, a.kind == SF_INFINITE ? a.negative : b.negative);
    if (b.kind == SF_ZERO && a.kind != SF_ZERO)
        return sf_pack(f, a, rm, flags);
    if (a.kind == SF_ZERO && b.kind != SF_ZERO)
        return sf_pack(f, b, rm, flags);

    struct sf_number sum = a;
    if (a.kind == SF_FINITE)
        sum = add_finite(a, b);
    if (!sum.significand) /* x - x is +0, but -0 when rounding down; equal zeros keep their sign */
        return sf_signed(f, 0, a.negative == b.negative ? a.negative : rm == SF_RDN);
    return sf_pack(f, sum, rm, flags);
}

static struct sf_number multiply(struct sf_number a, struct sf_number b) {
    struct sf_number product = {
        .kind = a.kind > b.kind ? a.kind : b.kind,
        .negative = a.negative != b.negative,
    };
    if (a.kind == SF_ZERO || b.kind == SF_ZERO)
        product.kind = SF_ZERO;
    if (product.kind == SF_FINITE) {
        product.exponent = a.exponent + b.exponent;
        product.significand = a.significand * b.significand;
    }
    return product;
}

static bool is_invalid_product(struct sf_number a, struct sf_number b) {
    return (a.kind == SF_INFINITE && b.kind == SF_ZERO) ||
           (a.kind == SF_ZERO && b.kind == SF_INFINITE);
}

static uint64_t nan_result(enum sf_format f, struct sf_number a, struct sf_number b,
                           unsigned *flags) {
    return sf_nan(f, a.kind == SF_SIGNALLING || b.kind == SF_SIGNALLING, flags);
}

uint64_t sf_add(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags) {
    struct sf_number x = sf_unpack(f, a);
    struct sf_number y = sf_unpack(f, b);
    if (sf_is_nan(x) || sf_is_nan(y))
        return nan_result(f, x, y, flags);
    return add_numbers(f, x, y, rm, flags);
}

uint64_t sf_sub(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags) {
    return sf_add(f, a, b ^ sf_shapes[f].sign, rm, flags);
}

uint64_t sf_mul(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags) {
    struct sf_number x = sf_unpack(f, a);
    struct sf_number y = sf_unpack(f, b);
    if (sf_is_nan(x) || sf_is_nan(y))
        return nan_result(f, x, y, flags);
    if (is_invalid_product(x, y))
        return sf_nan(f, true, flags);

    struct sf_number product = multiply(x, y);
    if (product.kind == SF_INFINITE)
        return infinity(f, product.negative);
    return sf_pack(f, product, rm, flags);
}

uint64_t sf_fma(enum sf_format f, uint64_t a, uint64_t b, uint64_t c, enum sf_rounding rm,
                unsigned *flags) {
    struct sf_number x = sf_unpack(f, a);
    struct sf_number y = sf_unpack(f, b);
    struct sf_number z = sf_unpack(f, c);
    if (is_invalid_product(x, y)) /* invalid even if c is a quiet NaN */
        return sf_nan(f, true, flags);
    if (sf_is_nan(x) || sf_is_nan(y) || sf_is_nan(z)) {
        if (z.kind == SF_SIGNALLING)
            *flags |= SF_NV;
        return nan_result(f, x, y, flags);
    }
    return add_numbers(f, multiply(x, y), z, rm, flags);
}

uint64_t sf_div(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags) {
    struct sf_number x = sf_unpack(f, a);
    struct sf_number y = sf_unpack(f, b);
    bool negative = x.negative != y.negative;
    if (sf_is_nan(x) || sf_is_nan(y))
        return nan_result(f, x, y, flags);
    if (x.kind == y.kind && x.kind != SF_FINITE) /* 0 / 0, infinity / infinity */
        return sf_nan(f, true, flags);
    if (x.kind == SF_INFINITE)
        return infinity(f, negative);
    if (x.kind == SF_ZERO || y.kind == SF_INFINITE)
        return sf_signed(f, 0, negative);
    if (y.kind == SF_ZERO) {
        *flags |= SF_DZ;
        return infinity(f, negative);
    }

    /* 2^126 / 2^63: a quotient of 63 or 64 bits. */
    sf_normalize(&x, 126);
    sf_normalize(&y, 63);
    uint128 quotient = x.significand / y.significand;
    struct sf_number result = {
        .kind = SF_FINITE,
        .negative = negative,
        .exponent = x.exponent - y.exponent,
        .significand = quotient | (quotient * y.significand != x.significand),
    };
    return sf_pack(f, result, rm, flags);
}

/* The square root of value, rounded down, with a sticky lowest bit: one bit of the root at a
 * time, as by hand. */
static uint128 root_sticky(uint128 value) {
    uint128 root = 0;
    for (uint128 bit = (uint128)1 << 126; bit; bit >>= 2) {
        bool take = value >= root + bit;
        if (take)
            value -= root + bit;
        root = (root >> 1) + (take ? bit : 0);
    }
    return root | (value != 0);
}

uint64_t sf_sqrt(enum sf_format f, uint64_t a, enum sf_rounding rm, unsigned *flags) {
    struct sf_number x = sf_unpack(f, a);
    if (sf_is_nan(x))
        return nan_result(f, x, x, flags);
    if (x.kind == SF_ZERO)
        return a;
    if (x.negative)
        return sf_nan(f, true, flags);
    if (x.kind == SF_INFINITE)
        return a;

    sf_normalize(&x, 126);
    if (x.exponent & 1) {
        x.significand >>= 1;
        x.exponent++;
    }
    x.significand = root_sticky(x.significand);
    x.exponent /= 2; /* even: exact */
    return sf_pack(f, x, rm, flags);
}
