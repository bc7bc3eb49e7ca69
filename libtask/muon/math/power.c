/* powf and roots. */
#include "libtask/muon/math/exponential.h"
#include "libtask/muon/math/logarithm.h"

/* Whether y is an integer, and an odd one: its lowest bit other than 0 has the weight 1. */
static int is_integer(float y) {
    return __builtin_truncf(y) == y;
}

static int is_odd(float y) {
    float half = 0.5f * y;
    return is_integer(y) & !is_integer(half) & (__builtin_fabsf(y) < INFINITY);
}

/* x^y for positive finite x: 2^(y · log2 x). */
static float positive_power(float x, float y) {
    /* No other logarithm than 0 is so small that a larger exponent mattered. */
    struct pair exponent = scaled(logarithm_2(logarithm_of(x)), clamp(y, -0x1p40f, 0x1p40f));
    exponent.low = pick(__builtin_fabsf(exponent.high) > 160, 0, exponent.low);
    exponent.high = clamp(exponent.high, -160, 160);
    return exponential_value(exponential_of_2(exponent));
}

float powf(float x, float y) {
    float size = __builtin_fabsf(x);
    float result = positive_power(size, y);
    /* Zero and infinity. */
    float limit = pick((size > 1) == (y > 0), INFINITY, 0);
    result = pick((size == 0) | (size == INFINITY), limit, result);
    result = pick((x < 0) & !is_integer(y) & (size < INFINITY), NAN, result);
    result = pick(is_odd(y) & (int)(float_bits(x) >> 31), -result, result);
    result = pick((x != x) | (y != y), NAN, result);
    return pick((x == 1) | (y == 0), 1, result);
}

float sqrtf(float x) {
    return __builtin_sqrtf(x);
}

/* 1 / (root + error), root + error being nearer to the square root. */
float rsqrtf(float x) {
    int small = x < 0x1p-80f; /* so small that the remainder would vanish */
    float argument = pick(small, x * 0x1p80f, x);
    float root = __builtin_sqrtf(argument);
    float inverse = 1 / root;
    float error = fused(-root, root, argument) * (0.5f * inverse);
    float rest = fused(-inverse, root, 1) - inverse * error;
    float result = fused(inverse, rest, inverse) * pick(small, 0x1p40f, 1);
    return pick((x > 0) & (x < INFINITY), result, inverse);
}

/* With |x| = 2^(3n) · m, 1/2 <= m < 4: a polynomial times 1, 2^(1/3) or 2^(2/3), and one step of
 * Newton's method. */
float cbrtf(float x) {
    int power;
    float m = significand_of(__builtin_fabsf(x), &power);
    int whole = (power + 300) / 3 - 100;
    int left = power - 3 * whole;
    float t = fused(m, -0.134660229f, 0.546643496f);
    t = fused(m, t, -0.954379499f);
    t = fused(m, t, 1.13999701f);
    t = fused(m, t, 0.402390033f);
    t *= pick(left == 2, 0x1.965feap+0f, pick(left == 1, 0x1.428a3p+0f, 1));
    m *= power_of_two(left);
    struct pair square = product(t, t);
    struct pair cube = scaled(square, t);
    float rest = (m - cube.high) - cube.low;
    float result = scale(t + rest / (3 * square.high), whole);
    return pick((x - x == 0) & (x != 0), __builtin_copysignf(result, x), x + x);
}

/* Scaled so that the larger square neither overflows nor vanishes. */
float hypotf(float x, float y) {
    float a = __builtin_fabsf(x), b = __builtin_fabsf(y);
    float larger = __builtin_fmaxf(a, b);
    int down = larger > 0x1p60f, up = larger < 0x1p-40f;
    float factor = pick(down, 0x1p-80f, pick(up, 0x1p100f, 1));
    float back = pick(down, 0x1p80f, pick(up, 0x1p-100f, 1));
    struct pair p = product(a * factor, a * factor), q = product(b * factor, b * factor);
    struct pair square = sum(p.high, q.high);
    square.low += p.low + q.low;
    float root = __builtin_sqrtf(square.high);
    float rest = fused(-root, root, square.high) + square.low;
    float result = (root + rest / (2 * root)) * back;
    result = pick(larger == 0, 0, result);
    result = pick((x != x) | (y != y), NAN, result);
    return pick((a == INFINITY) | (b == INFINITY), INFINITY, result);
}
