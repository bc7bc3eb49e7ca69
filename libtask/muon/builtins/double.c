/* Arithmetic of binary64, which clang calls: IEEE 754 rounded to nearest, ties to even; a NaN
 * result is the canonical one. Branch-free, so that the lanes of a warp can have operands of any
 * kind. */
#include "libtask/muon/builtins/double_parts.h"

double __adddf3(double a, double b);
double __subdf3(double a, double b);
double __muldf3(double a, double b);
double __divdf3(double a, double b);

/* ---- sums ---- */

double __adddf3(double a, double b) {
    uint64_t x = double_bits(a), y = double_bits(b);
    uint32_t swap = (x & ~SIGN) < (y & ~SIGN);
    uint64_t large = choose_wide(swap, y, x), small = choose_wide(swap, x, y);
    uint64_t sign = large & SIGN, magnitude = large & ~SIGN;
    uint32_t opposite = (uint32_t)((large ^ small) >> 63);

    uint32_t large_exponent = (uint32_t)(magnitude >> DOUBLE_FRACTION);
    uint32_t small_exponent = (uint32_t)(small >> DOUBLE_FRACTION) & DOUBLE_EXPONENT_MAX;
    uint64_t large_hidden = (uint64_t)(large_exponent != 0) << DOUBLE_FRACTION;
    uint64_t small_hidden = (uint64_t)(small_exponent != 0) << DOUBLE_FRACTION;
    large_exponent += large_exponent == 0;
    small_exponent += small_exponent == 0;
    uint64_t first = ((large & FRACTION_MASK) | large_hidden) << GUARD;
    uint64_t second = ((small & FRACTION_MASK) | small_hidden) << GUARD;
    second = shift_sticky(second, large_exponent - small_exponent);
    uint64_t total = choose_wide(opposite, first - second, first + second);

    /* The leading 1 to bit 62, unless that takes the exponent below the lowest. */
    uint32_t carry = (uint32_t)(total >> 63);
    uint32_t zeros = leading_zeros_wide(total) - 1 + carry;
    uint32_t left = choose(zeros > large_exponent - 1, large_exponent - 1, zeros);
    total = choose_wide(carry, shift_sticky(total, 1), total << (left & 63));
    uint64_t result = pack(total, (int32_t)(large_exponent + carry - choose(carry, 0, left)));

    result = choose_wide(total == 0, 0, result);
    result |= choose_wide((total == 0) & opposite, 0, sign);
    uint32_t invalid = (magnitude > INFINITE) |
                       ((magnitude == INFINITE) & opposite & ((small & ~SIGN) == INFINITE));
    result = choose_wide(magnitude == INFINITE, large, result);
    return double_from(choose_wide(invalid, CANONICAL_NAN, result));
}

double __subdf3(double a, double b) {
    return __adddf3(a, double_from(double_bits(b) ^ SIGN));
}

/* ---- products and quotients ---- */

/* The upper half of the product; its lowest bit tells whether there is anything below. */
static uint64_t multiply_high(uint64_t a, uint64_t b) {
    uint64_t a_high = a >> 32, a_low = (uint32_t)a, b_high = b >> 32, b_low = (uint32_t)b;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;
    uint64_t rest = (uint32_t)low | other << 32;
    return (a_high * b_high + (middle >> 32) + (other >> 32)) | (rest != 0);
}

double __muldf3(double a, double b) {
    uint64_t x = double_bits(a), y = double_bits(b);
    uint64_t sign = (x ^ y) & SIGN;
    x &= ~SIGN;
    y &= ~SIGN;
    struct number p = unpack(x), q = unpack(y);
    /* 53 + 64 bits: the leading 1 in bit 62 or 61 of the upper half. */
    uint64_t product = multiply_high(p.significand << GUARD, q.significand << (GUARD + 1));
    uint32_t short_of = (uint32_t)(product >> 62) ^ 1;
    uint64_t result =
        pack(product << short_of, p.exponent + q.exponent - DOUBLE_BIAS + 1 - (int32_t)short_of);

    uint32_t zero = (x == 0) | (y == 0), infinite = (x == INFINITE) | (y == INFINITE);
    uint32_t nan = (x > INFINITE) | (y > INFINITE) | (zero & infinite);
    result = choose_wide(zero, 0, result);
    result = choose_wide(infinite, INFINITE, result);
    return double_from(choose_wide(nan, CANONICAL_NAN, result | sign));
}

double __divdf3(double a, double b) {
    uint64_t x = double_bits(a), y = double_bits(b);
    uint64_t sign = (x ^ y) & SIGN;
    x &= ~SIGN;
    y &= ~SIGN;
    struct number p = unpack(x), q = unpack(y);
    /* One bit a step; before each, rest < 2 · divisor. */
    uint32_t less = p.significand < q.significand;
    uint64_t rest = p.significand << less, quotient = 0;
    for (int step = 0; step <= DOUBLE_FRACTION + 2; step++) {
        uint64_t fits = rest >= q.significand;
        rest = (rest - (q.significand & (0 - fits))) << 1;
        quotient = quotient << 1 | fits;
    }
    quotient = quotient << (GUARD - 2) | (rest != 0);
    uint64_t result = pack(quotient, p.exponent - q.exponent + DOUBLE_BIAS - (int32_t)less);

    uint32_t zero = (x == 0) | (y == INFINITE), infinite = (x == INFINITE) | (y == 0);
    uint32_t nan = (x > INFINITE) | (y > INFINITE) | (zero & infinite);
    result = choose_wide(zero, 0, result);
    result = choose_wide(infinite, INFINITE, result);
    return double_from(choose_wide(nan, CANONICAL_NAN, result | sign));
}
