/* Sine, cosine and tangent of double, of arguments of any size. */
#include "libtask/muon/math/double_trigonometric.h"

#include <math.h>

#define HALF_PI REAL(0xc90fdaa22168c235, 0)

/* The bits of 2/π behind the binary point, 1216 of them, behind 128 zeros. */
static const uint64_t two_over_pi[] = {
    0,
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
};

/* x = quadrant · π/2 + angle, |angle| <= π/4. */
struct reduced {
    uint32_t quadrant;
    struct real angle;
};

/* |x| · 2/π modulo 4, in units of 2^-126, for |x| >= 1/2. Bits of 2/π whose product with x is a
 * multiple of 4 are left out: 192 bits from there are multiplied. (Payne and Hanek.) */
EVERYWHERE struct wide quadrants(struct real x) {
    uint32_t first = (uint32_t)(x.exponent + 63); /* place in the table */
    const uint64_t *word = two_over_pi + first / 64;
    uint32_t shift = first % 64;
    uint64_t window[3];
    for (int i = 0; i < 3; i++)
        window[i] = word[i] << shift | word[i + 1] >> 1 >> (63 - shift);
    struct wide result = multiply_wide(x.significand, window[1]);
    result.high += x.significand * window[0];
    return wide_sum(result, (struct wide){0, multiply(x.significand, window[2])});
}

EVERYWHERE struct reduced reduce(double argument) {
    struct real x = real_of(argument);
    bool small = (double_bits(argument) & ~SIGN) <= double_bits(M_PI_4);
    bool finite = !is_nan(argument) && !is_infinite(argument);
    if (small || !finite)
        return (struct reduced){0, x};
    struct wide turns = quadrants(x);
    uint32_t quadrant = (uint32_t)((turns.high + (UINT64_C(1) << 61)) >> 62);
    turns.high -= (uint64_t)quadrant << 62;
    uint32_t below = (uint32_t)(turns.high >> 63);
    struct real rest = real_of_wide(wide_negated(turns, below), 1, below ^ x.negative);
    return (struct reduced){choose(x.negative, 0 - quadrant, quadrant),
                            real_product(rest, HALF_PI)};
}

/* The sine of a turn by so many more quadrants. */
static double turned(double x, uint32_t more) {
    struct reduced reduced = reduce(x);
    uint64_t square = squared(reduced.angle);
    uint32_t quadrant = reduced.quadrant + more;
    struct real result = quadrant & 1 ? small_cosine(square) : small_sine(reduced.angle, square);
    result.negative ^= quadrant >> 1 & 1;
    return select(is_infinite(x) | is_nan(x), double_from(CANONICAL_NAN), real_value(result));
}

double sin(double x) {
    return turned(x, 0);
}

double cos(double x) {
    return turned(x, 1);
}

void sincos(double x, double *sine_of, double *cosine_of) {
    *sine_of = sin(x);
    *cosine_of = cos(x);
}

double tan(double x) {
    struct reduced reduced = reduce(x);
    uint64_t square = squared(reduced.angle);
    struct real s = small_sine(reduced.angle, square), c = small_cosine(square);
    uint32_t odd = reduced.quadrant & 1;
    struct real result = real_quotient(real_choose(odd, c, s), real_choose(odd, s, c));
    result.negative ^= odd;
    return select(is_infinite(x) | is_nan(x), double_from(CANONICAL_NAN), real_value(result));
}
