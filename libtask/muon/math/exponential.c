/* expf and its relatives. */
#include "libtask/muon/math/exponential.h"

float expf(float x) {
    float y = exponential_value(exponential_of(clamp(x, -104, 89)));
    return unless_nan(x, y);
}

float exp2f(float x) {
    struct pair argument = {clamp(x, -151, 129), 0};
    float y = exponential_value(exponential_of_2(argument));
    return unless_nan(x, y);
}

/* 10^x = 2^n · 10^(x - n · log10 2). */
float exp10f(float x) {
    float argument = clamp(x, -46, 39);
    float n = nearest(argument * 0x1.a934fp+1f);
    struct pair rest = sum(fused(-n, 0x1.344p-2f, argument), -n * 0x1.3509f8p-18f);
    struct pair r = pair_product((struct pair){0x1.26bb1cp+1f, -0x1.12aabap-25f}, rest);
    float y = exponential_value(exponential_reduced((int)n, r));
    return unless_nan(x, y);
}

/* e^x - 1 for -40 <= x <= 44. */
static struct pair less_one(struct exponential e) {
    float factor = power_of_two(e.power);
    struct pair whole = sum(factor, -1);
    struct pair result = sum(whole.high, factor * e.r);
    return ordered_sum(result.high, fused(factor, e.s, result.low + whole.low));
}

float expm1f(float x) {
    struct pair y = less_one(exponential_of(clamp(x, -40, 44)));
    float large = expf(x);
    float result = pick(x > 40, large, y.high);
    return pick(x == 0, x, unless_nan(x, result));
}

/* ---- hyperbolic functions, of |x| ---- */

/* From where on e^-x does not count. */
#define HYPERBOLIC_LARGE 20.0f

/* e^x / 2 where e^x may overflow, for HYPERBOLIC_LARGE <= x. */
static float half_exponential(float x) {
    struct exponential e = exponential_of(clamp(x, 0, 90));
    e.power--;
    return exponential_value(e);
}

/* With m = e^x - 1: sinh x = (m + m / (m + 1)) / 2. */
float sinhf(float x) {
    float size = __builtin_fabsf(x);
    struct pair m = less_one(exponential_of(clamp(size, 0, HYPERBOLIC_LARGE)));
    struct pair e = sum(1, m.high);
    e.low += m.low;
    struct pair quotient = pair_quotient(m, e);
    float small = 0.5f * (m.high + (quotient.high + (m.low + quotient.low)));
    float large = half_exponential(size);
    float result = pick(size > HYPERBOLIC_LARGE, large, small);
    return unless_nan(x, __builtin_copysignf(result, x));
}

float coshf(float x) {
    float size = __builtin_fabsf(x);
    struct exponential e = exponential_of(clamp(size, 0, HYPERBOLIC_LARGE));
    float factor = power_of_two(e.power - 1);
    struct pair half = ordered_sum(factor, factor * e.r);
    half = ordered_sum(half.high, fused(factor, e.s, half.low));
    float small = half.high + (0.25f / half.high + half.low);
    float large = half_exponential(size);
    float result = pick(size > HYPERBOLIC_LARGE, large, small);
    return unless_nan(x, result);
}

/* With m = e^2x - 1: tanh x = m / (m + 2). */
float tanhf(float x) {
    float size = __builtin_fabsf(x);
    struct pair m = less_one(exponential_of(2 * clamp(size, 0, 10)));
    struct pair divisor = sum(2, m.high);
    divisor.low += m.low;
    float result = pair_quotient(m, divisor).high;
    return unless_nan(x, __builtin_copysignf(result, x));
}
