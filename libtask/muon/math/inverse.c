/* Inverse trigonometric functions. */
#include "libtask/muon/math/pair.h"

/* π/4: multiples up to 4 of the first part are exact. */
#define EIGHTH_HIGH 0x1.921fbp-1f
#define EIGHTH_LOW 0x1.5110b4p-23f

/* ---- arc tangent ---- */

/* The arc tangent of a / b for 0 <= a <= b, 0 < b < 2^125, as multiple · π/4 + angle; with t in
 * place of a / b above tan π/8: (a - b) / (a + b) = tan (arctan a/b - π/4). */
struct arc {
    float multiple;
    struct pair angle;
};

static struct arc arc_tangent(float a, float b) {
    int beyond = a > 0.41421356f * b;
    struct pair difference = sum(a, -b), whole = sum(b, a);
    struct pair top = {pick(beyond, difference.high, a), pick(beyond, difference.low, 0)};
    struct pair bottom = {pick(beyond, whole.high, b), pick(beyond, whole.low, 0)};
    struct pair t = pair_quotient(top, bottom);
    float z = t.high * t.high;
    float p = fused(z, -0.0609270707f, 0.106001653f);
    p = fused(z, p, -0.142445102f);
    p = fused(z, p, 0.199985325f);
    p = fused(z, p, -0.333333164f);
    t.low = fused(z * t.high, p, t.low);
    return (struct arc){beyond ? 1 : 0, t};
}

/* What is left to the given multiple of π/4, if the condition holds. */
static struct arc supplement(int condition, float multiple, struct arc arc) {
    struct arc other = {multiple - arc.multiple, {-arc.angle.high, -arc.angle.low}};
    return (struct arc){
        pick(condition, other.multiple, arc.multiple),
        {pick(condition, other.angle.high, arc.angle.high),
         pick(condition, other.angle.low, arc.angle.low)},
    };
}

static float arc_value(struct arc arc) {
    struct pair result = ordered_sum(arc.multiple * EIGHTH_HIGH, arc.angle.high);
    float low = fused(arc.multiple, EIGHTH_LOW, arc.angle.low);
    return result.high + (result.low + low);
}

float atan2f(float y, float x) {
    float a = __builtin_fabsf(y), b = __builtin_fabsf(x);
    /* Infinities as the directions that they are. */
    int infinite = (a == INFINITY) | (b == INFINITY);
    float direction_a = (float)(a == INFINITY), direction_b = (float)(b == INFINITY);
    a = pick(infinite, direction_a, a);
    b = pick(infinite, direction_b, b);
    float larger = __builtin_fmaxf(a, b);
    /* The larger one to 2^96 or nearly, so that remainders do not vanish. */
    int power = 96 + FLOAT_BIAS - (int)(float_bits(larger) >> FLOAT_FRACTION);
    float factor = power_of_two(power > 127 ? 127 : power);
    larger = pick(larger == 0, 1, larger * factor);
    float smaller = __builtin_fminf(a, b) * factor;

    struct arc arc = arc_tangent(smaller, larger);
    arc = supplement(a > b, 2, arc);
    arc = supplement((int)(float_bits(x) >> 31), 4, arc);
    float result = __builtin_copysignf(arc_value(arc), y);
    return pick((x != x) | (y != y), NAN, result);
}

float atanf(float x) {
    return atan2f(x, 1);
}

/* ---- arc sine and cosine ---- */

/* arcsin s for |s| <= 1/2; for larger |x|, arcsin |x| = π/2 - 2 arcsin s with s² = (1 - |x|) / 2.
 */
struct half_arc {
    int beyond;
    struct pair angle; /* arcsin x, or 2 arcsin s */
};

static struct half_arc arc_sine(float x) {
    float size = __builtin_fabsf(x);
    int beyond = size > 0.5f;
    float z = pick(beyond, 0.5f * (1 - size), x * x);
    float root = __builtin_sqrtf(z);
    float error = fused(-root, root, z) / (2 * root);
    struct pair s = {pick(beyond, 2 * root, x), pick(beyond & (root > 0), 2 * error, 0)};
    float p = fused(z, 0.0376728587f, 0.0143292807f);
    p = fused(z, p, 0.0318360478f);
    p = fused(z, p, 0.0445136353f);
    p = fused(z, p, 0.0750052109f);
    p = fused(z, p, 0.166666597f);
    s.low = fused(z * s.high, p, s.low);
    return (struct half_arc){beyond, s};
}

float asinf(float x) {
    struct half_arc arc = arc_sine(x);
    float inner = pick(x == 0, x, arc.angle.high + arc.angle.low); /* -0 */
    float outer = arc_value((struct arc){2, {-arc.angle.high, -arc.angle.low}});
    outer = __builtin_copysignf(outer, x);
    return pick(__builtin_fabsf(x) <= 1, pick(arc.beyond, outer, inner), NAN);
}

float acosf(float x) {
    struct half_arc arc = arc_sine(x);
    float inner = arc_value((struct arc){2, {-arc.angle.high, -arc.angle.low}});
    float near = arc.angle.high + arc.angle.low;
    float far = arc_value((struct arc){4, {-arc.angle.high, -arc.angle.low}});
    float outer = pick(x > 0, near, far);
    return pick(__builtin_fabsf(x) <= 1, pick(arc.beyond, outer, inner), NAN);
}
