/* Inverse trigonometric functions of double. */
#include "libtask/muon/math/real.h"

#include <math.h>

#define PI REAL(0xc90fdaa22168c235, 1)
#define HALF_PI REAL(0xc90fdaa22168c235, 0)

/* (arctan u / u - 1) / u² in powers of 128 u², |u| <= 0.066. */
static const int64_t arc[] = {
    0x0000000001377b06LL,  -0x00000000ba2c42bdLL, 0x00000071c71bc64cLL,
    -0x0000492492490dd6LL, 0x0033333333333219LL,  -0x2aaaaaaaaaaaaaa8LL,
};

/* arctan (i/8). */
static const struct real arcs[] = {
    {0, EXPONENT_OF_ZERO, 0},    {0xfeadd4d5617b6e33, -4, 0}, {0xfadbafc96406eb15, -3, 0},
    {0xb7b0ca0f26f78474, -2, 0}, {0xed63382b0dda7b45, -2, 0}, {0x8f005d5ef7f59f9b, -1, 0},
    {0xa4bc7d1934f70924, -1, 0}, {0xb8053e2bc2319e74, -1, 0}, {0xc90fdaa22168c235, -1, 0},
};

/* The number of eighths that a/b <= 1 is nearest to, or nearly. */
EVERYWHERE int32_t eighths(struct real a, struct real b) {
    float ratio = (float)(uint32_t)(a.significand >> 32) / (float)(uint32_t)(b.significand >> 32);
    uint32_t distance = (uint32_t)(b.exponent - a.exponent);
    float unit = float_from(choose(distance > 64, 0, FLOAT_BIAS - distance) << FLOAT_FRACTION);
    return (int32_t)(8 * ratio * unit + 0.5f);
}

/* The arc tangent of a / b, 0 <= a <= b, b > 0: that of c = i/8 near a/b, and
 * arctan (a/b) - arctan c = arctan ((a - bc) / (b + ac)). */
EVERYWHERE struct real arc_tangent(struct real a, struct real b) {
    int32_t near = eighths(a, b);
    struct real c = real_scaled(real_of_integer(near), -3);
    struct real u =
        real_quotient(real_difference(a, real_product(b, c)), real_sum(b, real_product(a, c)));
    uint64_t square = real_fraction(real_product(u, u), -7);
    int64_t rest = multiply_signed(POLYNOMIAL(arc, square), square) >> 7;
    struct real angle = real_product(u, real_normal(TOP + (uint64_t)rest, 0, 0));
    return real_sum(arcs[near], angle);
}

/* The angle of the direction (x, y); not both are 0. */
EVERYWHERE struct real direction(struct real y, struct real x) {
    uint32_t left = x.negative, below = y.negative;
    x = real_size(x);
    y = real_size(y);
    uint32_t steep = real_less(x, y);
    struct real angle = arc_tangent(real_choose(steep, x, y), real_choose(steep, y, x));
    angle = real_choose(steep, real_difference(HALF_PI, angle), angle);
    angle = real_choose(left, real_difference(PI, angle), angle);
    angle.negative = below;
    return angle;
}

enum { FAR = 10000 };

double atan2(double y, double x) {
    struct real b = real_of(y), a = real_of(x);
    /* Infinities are far beyond the others, and one as the other. The direction of 0 is that of x.
     */
    a.exponent += is_infinite(x) ? FAR : 0;
    b.exponent += is_infinite(y) ? FAR : 0;
    a = real_choose(is_zero(x) & is_zero(y), ONE, a);
    a.negative = is_negative(x);
    b.negative = is_negative(y);
    double result = real_value(direction(b, a));
    return unless_nan(x, unless_nan(y, result));
}

double atan(double x) {
    return unless_nan(x, real_value(direction(real_of(x), ONE)));
}

/* The other side of a right triangle with hypotenuse 1; NaN is above 1, too. */
EVERYWHERE struct real other_side(struct real x) {
    return real_root(real_product(real_difference(ONE, x), real_sum(ONE, x)));
}

EVERYWHERE double within_one(double x, struct real result) {
    uint32_t beyond = size_bits(x) > double_bits(1.0);
    return select(beyond, double_from(CANONICAL_NAN), real_value(result));
}

double asin(double x) {
    struct real side = real_of(x);
    return within_one(x, direction(side, other_side(side)));
}

double acos(double x) {
    struct real side = real_of(x);
    return within_one(x, direction(other_side(side), side));
}
