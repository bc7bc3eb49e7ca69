/* Multiplication and division of _Complex, which clang calls. */
#include "libtask/muon/builtins/bits.h"

#include <stdbool.h>

static float float_power(int exponent) {
    return float_from((uint32_t)(exponent + FLOAT_BIAS) << FLOAT_FRACTION);
}

static double double_power(int exponent) {
    return double_from((uint64_t)(exponent + DOUBLE_BIAS) << DOUBLE_FRACTION);
}

/* Numbers below the normal ones are made such first; that does nothing to zero. */

static int float_exponent(float x) {
    int lift = __builtin_fabsf(x) < 0x1p-126f ? FLOAT_FRACTION + 1 : 0;
    int biased = (int)(float_bits(x * float_power(lift)) >> FLOAT_FRACTION & FLOAT_EXPONENT_MAX);
    return biased == FLOAT_EXPONENT_MAX ? 0 : biased - FLOAT_BIAS - lift;
}

static int double_exponent(double x) {
    int lift = __builtin_fabs(x) < 0x1p-1022 ? DOUBLE_FRACTION + 1 : 0;
    int biased =
        (int)(double_bits(x * double_power(lift)) >> DOUBLE_FRACTION & DOUBLE_EXPONENT_MAX);
    return biased == DOUBLE_EXPONENT_MAX ? 0 : biased - DOUBLE_BIAS - lift;
}

#define REAL float
#define NAME(name) float_##name
#define COPYSIGN __builtin_copysignf
#define SCALE_EXPONENT float_exponent
#define POWER float_power
#include "libtask/muon/builtins/complex_parts.h"
#undef REAL
#undef NAME
#undef COPYSIGN
#undef SCALE_EXPONENT
#undef POWER

#define REAL double
#define NAME(name) double_##name
#define COPYSIGN __builtin_copysign
#define SCALE_EXPONENT double_exponent
#define POWER double_power
#include "libtask/muon/builtins/complex_parts.h"

float _Complex __mulsc3(float a, float b, float c, float d);
float _Complex __divsc3(float a, float b, float c, float d);
double _Complex __muldc3(double a, double b, double c, double d);
double _Complex __divdc3(double a, double b, double c, double d);

float _Complex __mulsc3(float a, float b, float c, float d) {
    return float_multiply(a, b, c, d);
}

float _Complex __divsc3(float a, float b, float c, float d) {
    return float_divide(a, b, c, d);
}

double _Complex __muldc3(double a, double b, double c, double d) {
    return double_multiply(a, b, c, d);
}

double _Complex __divdc3(double a, double b, double c, double d) {
    return double_divide(a, b, c, d);
}
