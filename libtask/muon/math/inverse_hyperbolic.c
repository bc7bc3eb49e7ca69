/* Inverse hyperbolic functions, as logarithms. */
#include "libtask/muon/math/logarithm.h"

/* From where on sqrt (x² ± 1) does not differ from x by enough to count. */
#define LARGE 0x1p13f

/* The square root of a pair that is not negative. */
static struct pair root(struct pair x) {
    float high = __builtin_sqrtf(x.high);
    float rest = fused(-high, high, x.high) + x.low;
    return (struct pair){high, pick(high > 0, rest / (2 * high), 0)};
}

/* ln 2x for LARGE <= x < infinity. */
static float logarithm_of_double(float x) {
    struct logarithm l = logarithm_of(x);
    l.power += 1;
    return logarithm_value(l);
}

/* ln (|x| + sqrt (x² + 1)); near 0, where that is near ln 1, the series. */
float asinhf(float x) {
    float size = __builtin_fabsf(x), bounded = clamp(size, 0, LARGE);
    struct pair square = product(bounded, bounded);
    struct pair whole = sum(square.high, 1);
    whole.low += square.low;
    struct pair r = root(whole);
    struct pair argument = sum(r.high, bounded);
    argument.low += r.low;
    float usual = logarithm_value(logarithm_of_pair(argument));
    float series = fused(size * (size * size), fused(size * size, 0.075f, -0.166666672f), size);
    float large = logarithm_of_double(clamp(size, LARGE, 0x1.fffffep127f));
    float result = pick(size < 0x1p-6f, series, pick(size > LARGE, large, usual));
    result = pick(size == INFINITY, size, result);
    return unless_nan(x, __builtin_copysignf(result, x));
}

/* With t = x - 1: ln (1 + t + sqrt (2t + t²)). */
float acoshf(float x) {
    float t = clamp(x, 1, LARGE) - 1;
    struct pair square = product(t, t);
    struct pair whole = sum(2 * t, square.high);
    whole.low += square.low;
    struct pair r = root(whole);
    struct pair more = sum(r.high, t);
    struct pair argument = sum(1, more.high);
    argument.low += more.low + r.low;
    float usual = logarithm_value(logarithm_of_pair(argument));
    float large = logarithm_of_double(clamp(x, LARGE, 0x1.fffffep127f));
    float result = pick(x > LARGE, pick(x == INFINITY, x, large), usual);
    return pick(x >= 1, result, NAN);
}

/* ln ((1 + |x|) / (1 - |x|)) / 2; near 0 the series. */
float atanhf(float x) {
    float size = __builtin_fabsf(x), bounded = clamp(size, 0, 0x1.fffffep-1f);
    struct pair quotient = pair_quotient(sum(1, bounded), sum(1, -bounded));
    float usual = 0.5f * logarithm_value(logarithm_of_pair(quotient));
    float z = size * size;
    float p = fused(z, fused(z, 0.142857149f, 0.2f), 0.333333343f);
    float series = fused(size * z, p, size);
    float result = pick(size < 0x1p-4f, series, pick(size == 1, INFINITY, usual));
    return pick(size <= 1, __builtin_copysignf(result, x), NAN);
}
