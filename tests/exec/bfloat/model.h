/* bfloat16 as the .h instructions have it, on the host: its own arithmetic, which has nothing of the
 * compiler's or the simulator's. Values are bits; a NaN that is computed is 0x7fc0. */
#ifndef TESTS_EXEC_BFLOAT_MODEL_H
#define TESTS_EXEC_BFLOAT_MODEL_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MODEL_NAN = 0x7fc0, MODEL_INFINITY = 0x7f80, MODEL_SIGN = 0x8000 };

static inline double model_value(uint16_t bits) {
    uint32_t word = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static inline bool model_is_nan(uint16_t bits) {
    return (bits & 0x7fff) > MODEL_INFINITY;
}

/* value + tail, which is too small to count but for its sign, rounded to the nearest, ties to even. */
static inline uint16_t model_round(double value, double tail) {
    if (isnan(value))
        return MODEL_NAN;
    uint16_t sign = signbit(value) ? MODEL_SIGN : 0;
    double magnitude = fabs(value);
    if (signbit(value))
        tail = -tail;
    if (magnitude == 0 || isinf(magnitude))
        return sign | (magnitude ? MODEL_INFINITY : 0);
    int exponent;
    frexp(magnitude, &exponent);
    int unit = (exponent < -125 ? -125 : exponent) - 8; /* of the last place, 2^unit */
    double scaled = ldexp(magnitude, -unit), below = floor(scaled), rest = scaled - below;
    bool up = rest > 0.5 || (rest == 0.5 && (tail > 0 || (tail == 0 && fmod(below, 2) == 1)));
    double rounded = ldexp(below + up, unit);
    if (rounded >= 0x1p128)
        return sign | MODEL_INFINITY;
    float single = (float)rounded; /* exact */
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    return sign | (uint16_t)(bits >> 16);
}

static inline uint16_t model_from_float(float value) {
    return model_round(value, 0);
}

/* What the sum of two doubles that do not overflow has lost. */
static inline double model_lost(double a, double b, double sum) {
    double of_b = sum - a;
    return (a - (sum - of_b)) + (b - of_b);
}

static inline uint16_t model_sum(double a, double b) {
    double sum = a + b;
    return model_round(sum, isfinite(sum) ? model_lost(a, b, sum) : 0);
}

static inline uint16_t model_add(uint16_t a, uint16_t b) {
    return model_sum(model_value(a), model_value(b));
}

static inline uint16_t model_sub(uint16_t a, uint16_t b) {
    return model_sum(model_value(a), -model_value(b));
}

static inline uint16_t model_mul(uint16_t a, uint16_t b) {
    return model_round(model_value(a) * model_value(b), 0);
}

static inline uint16_t model_div(uint16_t a, uint16_t b) {
    double x = model_value(a), y = model_value(b), quotient = x / y;
    bool exact = !isfinite(quotient) || isinf(y);
    return model_round(quotient, exact ? 0 : fma(-quotient, y, x) * (y < 0 ? -1 : 1));
}

/* The product is exact in a double. */
static inline uint16_t model_fma(uint16_t a, uint16_t b, uint16_t c) {
    return model_sum(model_value(a) * model_value(b), model_value(c));
}

static inline uint16_t model_sqrt(uint16_t a) {
    double x = model_value(a), root = sqrt(x);
    return model_round(root, isfinite(root) ? fma(-root, root, x) : 0);
}

static inline bool model_less(uint16_t a, uint16_t b) {
    return model_value(a) < model_value(b);
}

static inline bool model_equal(uint16_t a, uint16_t b) {
    return model_value(a) == model_value(b);
}

/* The number of the two if there is one; -0 is less than +0. */
static inline uint16_t model_min(uint16_t a, uint16_t b) {
    if (model_is_nan(a) || model_is_nan(b))
        return !model_is_nan(a) ? a : !model_is_nan(b) ? b : MODEL_NAN;
    if (model_equal(a, b))
        return a | b;
    return model_less(a, b) ? a : b;
}

static inline uint16_t model_max(uint16_t a, uint16_t b) {
    if (model_is_nan(a) || model_is_nan(b))
        return !model_is_nan(a) ? a : !model_is_nan(b) ? b : MODEL_NAN;
    if (model_equal(a, b))
        return a & b;
    return model_less(a, b) ? b : a;
}

static inline uint16_t model_exp(uint16_t a) {
    long double power = expl((long double)model_value(a)), rest = power - (double)power;
    return model_round((double)power, isfinite((double)power) ? (double)rest : 0);
}

/* Towards zero, and to the nearest end of the range; of a NaN the greatest. */
static inline int32_t model_to_int(uint16_t a) {
    double x = model_value(a);
    return isnan(x) || x >= 0x1p31 ? INT32_MAX : x <= -0x1p31 ? INT32_MIN : (int32_t)x;
}

static inline uint32_t model_to_unsigned(uint16_t a) {
    double x = model_value(a);
    return isnan(x) || x >= 0x1p32 ? UINT32_MAX : x <= -1 ? 0 : (uint32_t)x;
}

/* Two doubles have all bits of an integer. */
static inline uint16_t model_from_int(int64_t value) {
    return model_sum((double)(value >> 32) * 0x1p32, (double)(value & UINT32_MAX));
}

static inline uint16_t model_from_unsigned(uint64_t value) {
    return model_sum((double)(value >> 32) * 0x1p32, (double)(value & UINT32_MAX));
}

#endif
