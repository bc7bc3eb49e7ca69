/* What the functions of double are made of: numbers with significands of 64 bits, in integers. No
 * core has wider ones than the lanes' 32 bits, and arithmetic of double takes four times as long as
 * this, which moreover has eleven bits more: a result that is some units of the last of 64 places
 * off is within 0.51 units in the last place when it is rounded to double. */
#ifndef LIBTASK_MUON_MATH_REAL_H
#define LIBTASK_MUON_MATH_REAL_H

#include "libtask/muon/builtins/double_parts.h"

#include <stdbool.h>

/* ±significand · 2^(exponent - 63): the significand has its top bit set, or is 0, which is zero. */
struct real {
    uint64_t significand;
    int32_t exponent;
    uint32_t negative; /* 0 or 1 */
};

/* high · 2^64 + low; or a fraction of 1, or a number from 1 to 2 with the top bit set. */
struct wide {
    uint64_t high, low;
};

/* The core has arithmetic of double in hardware: the Neutrino. */
#ifdef __riscv_d
#define DOUBLE_UNIT
#endif

#define TOP (UINT64_C(1) << 63)
#define REAL(significand, exponent) ((struct real){UINT64_C(significand), exponent, 0})
#define ONE REAL(0x8000000000000000, 0)

/* Far below all others, so that it never counts in a sum. */
enum { EXPONENT_OF_ZERO = -(1 << 26) };

/* ---- integers ---- */

EVERYWHERE struct wide multiply_wide(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;
    return (struct wide){(uint64_t)(product >> 64), (uint64_t)product};
#else
    uint64_t a_high = a >> 32, a_low = (uint32_t)a, b_high = b >> 32, b_low = (uint32_t)b;
    uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;
    return (struct wide){a_high * b_high + (middle >> 32) + (other >> 32),
                         other << 32 | (uint32_t)low};
#endif
}

static inline uint64_t multiply(uint64_t a, uint64_t b) {
    return multiply_wide(a, b).high;
}

/* The same for a signed factor. */
static inline int64_t multiply_signed(int64_t a, uint64_t b) {
    return (int64_t)(multiply((uint64_t)a, b) - (b & (uint64_t)(a >> 63)));
}

EVERYWHERE struct wide wide_sum(struct wide a, struct wide b) {
    uint64_t low = a.low + b.low;
    return (struct wide){a.high + b.high + (low < a.low), low};
}

EVERYWHERE struct wide wide_negated(struct wide a, uint32_t negative) {
    uint64_t mask = 0 - (uint64_t)negative;
    struct wide carry = {0, negative};
    return wide_sum((struct wide){a.high ^ mask, a.low ^ mask}, carry);
}

static inline uint64_t shift_right(uint64_t value, uint32_t places) {
    return choose_wide(places > 63, 0, value >> (places & 63));
}

EVERYWHERE struct wide wide_shift_left(struct wide a, uint32_t places) {
    uint32_t rest = places & 63;
    struct wide shifted = {a.high << rest | a.low >> 1 >> (63 - rest), a.low << rest};
    return (struct wide){choose_wide(places > 63, shifted.low, shifted.high),
                         choose_wide(places > 63, 0, shifted.low)};
}

EVERYWHERE struct wide wide_shift_right(struct wide a, uint32_t places) {
    uint32_t rest = places & 63;
    struct wide shifted = {a.high >> rest, a.low >> rest | a.high << 1 << (63 - rest)};
    return (struct wide){
        shift_right(a.high, places),
        choose_wide(places > 127, 0, choose_wide(places > 63, shifted.high, shifted.low))};
}

/* The upper half of the product. */
EVERYWHERE struct wide wide_product(struct wide a, struct wide b) {
    struct wide product = multiply_wide(a.high, b.high);
    product = wide_sum(product, (struct wide){0, multiply(a.high, b.low)});
    return wide_sum(product, (struct wide){0, multiply(a.low, b.high)});
}

/* c[0] · z^(count - 1) + … + c[count - 1], in the unit of c; z, or its size, a fraction of 1. */
static inline int64_t polynomial(const int64_t *c, int count, uint64_t z, uint32_t negative) {
    int64_t value = c[0], mask = -(int64_t)negative;
    for (int i = 1; i < count; i++)
        value = c[i] + ((multiply_signed(value, z) ^ mask) - mask);
    return value;
}

#define POLYNOMIAL(c, z) POLYNOMIAL_OF_SIGNED(c, z, 0)
#define POLYNOMIAL_OF_SIGNED(c, z, negative)                                                       \
    polynomial(c, (int)(sizeof(c) / sizeof *(c)), z, negative)

/* ---- numbers ---- */

EVERYWHERE struct real real_normal(uint64_t significand, int32_t exponent, uint32_t negative) {
    uint32_t zeros = leading_zeros_wide(significand);
    exponent = significand ? exponent - (int32_t)zeros : EXPONENT_OF_ZERO;
    return (struct real){significand << zeros, exponent, negative};
}

/* ±magnitude · 2^(exponent - 127). */
EVERYWHERE struct real real_of_wide(struct wide magnitude, int32_t exponent, uint32_t negative) {
    uint32_t empty = magnitude.high == 0;
    uint64_t upper = choose_wide(empty, magnitude.low, magnitude.high);
    uint32_t zeros = leading_zeros_wide(upper);
    magnitude = wide_shift_left(magnitude, zeros + choose(empty, 64, 0));
    exponent -= (int32_t)(zeros + choose(empty, 64, 0));
    return (struct real){magnitude.high, magnitude.high ? exponent : EXPONENT_OF_ZERO, negative};
}

EVERYWHERE struct real real_of_integer(int32_t value) {
    uint32_t negative = value < 0;
    return real_normal(choose(negative, 0 - (uint32_t)value, (uint32_t)value), 63, negative);
}

/* A finite number. */
EVERYWHERE struct real real_of(double x) {
    uint64_t bits = double_bits(x);
    struct number n = unpack(bits & ~SIGN);
    uint64_t significand = n.significand << (63 - DOUBLE_FRACTION);
    return (struct real){significand, significand ? n.exponent - DOUBLE_BIAS : EXPONENT_OF_ZERO,
                         (uint32_t)(bits >> 63)};
}

EVERYWHERE double real_value(struct real x) {
    uint64_t bits = pack(x.significand >> 1 | (x.significand & 1), x.exponent + DOUBLE_BIAS);
    return double_from(bits | (uint64_t)x.negative << 63);
}

EVERYWHERE struct real real_scaled(struct real x, int32_t power) {
    x.exponent += power;
    return x;
}

EVERYWHERE struct real real_negated(struct real x) {
    x.negative ^= 1;
    return x;
}

EVERYWHERE struct real real_size(struct real x) {
    x.negative = 0;
    return x;
}

EVERYWHERE struct real real_choose(uint32_t condition, struct real a, struct real b) {
    return (struct real){
        choose_wide(condition, a.significand, b.significand),
        (int32_t)choose(condition, (uint32_t)a.exponent, (uint32_t)b.exponent),
        choose(condition, a.negative, b.negative),
    };
}

/* ---- special values ---- */

static inline uint64_t size_bits(double x) {
    return double_bits(x) & ~SIGN;
}

static inline uint32_t is_nan(double x) {
    return size_bits(x) > INFINITE;
}

static inline uint32_t is_infinite(double x) {
    return size_bits(x) == INFINITE;
}

static inline uint32_t is_negative(double x) {
    return (uint32_t)(double_bits(x) >> 63);
}

static inline uint32_t is_zero(double x) {
    return size_bits(x) == 0;
}

/* Finite and not 0. */
static inline uint32_t is_usual(double x) {
    return size_bits(x) - 1 < INFINITE - 1;
}

static inline double size_of(double x) {
    return double_from(double_bits(x) & ~SIGN);
}

static inline double select(uint32_t condition, double a, double b) {
    return double_from(choose_wide(condition, double_bits(a), double_bits(b)));
}

static inline double unless_nan(double x, double result) {
    return select(is_nan(x), double_from(CANONICAL_NAN), result);
}

/* Of an integer, the place of the lowest bit that is set tells whether it is odd. */
struct integrality {
    uint32_t integer, odd;
};

EVERYWHERE struct integrality integrality(double y) {
    struct number n = unpack(size_bits(y));
    int32_t fraction = DOUBLE_BIAS + DOUBLE_FRACTION - n.exponent; /* places behind the point */
    uint32_t places = (uint32_t)(fraction < 0 ? 0 : fraction > 63 ? 63 : fraction);
    uint32_t integer = (n.significand & ((UINT64_C(1) << places) - 1)) == 0;
    uint32_t odd = integer & (fraction >= 0) & (uint32_t)(n.significand >> places & 1);
    return (struct integrality){integer, odd};
}

/* ---- arithmetic ---- */

/* Compares sizes. */
EVERYWHERE bool real_less(struct real a, struct real b) {
    uint32_t same = a.exponent == b.exponent;
    return (a.exponent < b.exponent) | (same & (a.significand < b.significand));
}

/* The size as a fraction of 2^power, cut to 64 bits: it is below that. */
EVERYWHERE uint64_t real_fraction(struct real x, int32_t power) {
    return shift_right(x.significand, (uint32_t)(power - 1 - x.exponent));
}

EVERYWHERE struct real real_product(struct real a, struct real b) {
    struct wide product = multiply_wide(a.significand, b.significand);
    uint32_t short_of = (uint32_t)(product.high >> 63) ^ 1;
    uint64_t significand = product.high << short_of | (product.low >> 63 & short_of);
    int32_t exponent = a.exponent + b.exponent + 1 - (int32_t)short_of;
    return (struct real){significand, significand ? exponent : EXPONENT_OF_ZERO,
                         a.negative ^ b.negative};
}

/* Exact where bits of the smaller one are not lost. */
EVERYWHERE struct real real_sum(struct real a, struct real b) {
    uint32_t swap = real_less(a, b);
    struct real large = real_choose(swap, b, a), small = real_choose(swap, a, b);
    uint64_t addend = shift_right(small.significand, (uint32_t)(large.exponent - small.exponent));
    uint32_t opposite = large.negative ^ small.negative;
    uint64_t total = large.significand + choose_wide(opposite, 0 - addend, addend);
    uint32_t carry = !opposite & (total < addend);
    total = choose_wide(carry, total >> 1 | TOP, total);
    return real_normal(total, large.exponent + (int32_t)carry, large.negative);
}

EVERYWHERE struct real real_difference(struct real a, struct real b) {
    return real_sum(a, real_negated(b));
}

/* What a float begins: its upper 24 bits, below 2^64. */
static inline uint64_t first_guess(float of_upper_word) {
    float bounded = of_upper_word < 0xffffff00p0f ? of_upper_word : 0xffffff00p0f;
    return (uint64_t)(uint32_t)bounded << 32;
}

/* 2^127 / significand, or nearly: a float, and two steps of Newton's method. */
static inline uint64_t reciprocal(uint64_t significand) {
    uint64_t y = first_guess(0x1p63f / (float)(uint32_t)(significand >> 32));
    /* 1 - significand · y is small: its upper bits are enough. */
    int64_t rest = (int64_t)(TOP - multiply(significand, y));
    y += (uint64_t)(((int64_t)(y >> 32) * (rest >> 12)) >> 19);
    rest = (int64_t)(TOP - multiply(significand, y));
    y += (uint64_t)(((int64_t)(y >> 32) * rest) >> 31);
    return choose_wide((uint32_t)(y >> 63), y, UINT64_MAX);
}

EVERYWHERE struct real real_quotient(struct real a, struct real b) {
    struct real inverse = {reciprocal(b.significand), -1 - b.exponent, b.negative};
    return real_product(a, inverse);
}

/* The root of value · 2^-62 in units of 2^-63, or nearly; value >= 2^62. A float, a step of
 * Newton's method for its reciprocal, and one for the root. */
static inline uint64_t root(uint64_t value) {
    uint64_t y = first_guess(0x1p47f / __builtin_sqrtf((float)(uint32_t)(value >> 32)));
    int64_t rest = (int64_t)((TOP >> 1) - multiply(multiply(value, y), y));
    y += (uint64_t)(((int64_t)(y >> 32) * (rest >> 10)) >> 21);
    y = choose_wide((uint32_t)(y >> 63), y, UINT64_MAX);
    uint64_t r = multiply(value, y);
    struct wide left =
        wide_sum((struct wide){value >> 2, value << 62}, wide_negated(multiply_wide(r, r), 1));
    int64_t upper = (int64_t)(left.high << 12 | left.low >> 52);
    return (r << 1) + (uint64_t)((upper * (int64_t)(y >> 32)) >> 42);
}

/* x as value · 2^-62 · 4^power, for root. */
EVERYWHERE uint64_t root_argument(struct real x, int32_t *power) {
    uint32_t odd = (uint32_t)x.exponent & 1;
    *power = (x.exponent - (int32_t)odd) / 2;
    return choose_wide(odd, x.significand, x.significand >> 1);
}

EVERYWHERE struct real real_root(struct real x) {
    int32_t power;
    uint64_t value = root_argument(x, &power);
    return (struct real){value ? root(value) : 0, value ? power : EXPONENT_OF_ZERO, 0};
}

#endif
