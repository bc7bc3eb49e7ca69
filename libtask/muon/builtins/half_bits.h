/* IEEE half precision and its conversions. A half is its bits, in the lower half of a word.
 * Straight-line code, so that no branch diverges. */
#ifndef LIBTASK_MUON_BUILTINS_HALF_BITS_H
#define LIBTASK_MUON_BUILTINS_HALF_BITS_H

#include "libtask/muon/builtins/bits.h"

enum {
    HALF_FRACTION = 10,
    HALF_BIAS = 15,
    HALF_INFINITY = 0x7c00,
    HALF_NAN = 0x7e00,
    CUT = FLOAT_FRACTION - HALF_FRACTION,
};

/* With the exponent where binary32 has it, the number is too small by the difference of the biases;
 * a subnormal one, too. */
static inline float half_to_float(uint32_t half) {
    uint32_t sign = (half & 0x8000) << 16, magnitude = half & 0x7fff;
    uint32_t result = float_bits(float_from(magnitude << CUT) * 0x1p112f);
    result = choose(magnitude >= HALF_INFINITY, 0x7f800000, result);
    result = choose(magnitude > HALF_INFINITY, 0x7fc00000, sign | result);
    return float_from(result);
}

static inline uint32_t half_of_float(float value) {
    uint32_t bits = float_bits(value), magnitude = bits & 0x7fffffff;
    uint32_t tie_up = magnitude >> CUT & 1;
    uint32_t result = (magnitude + (1u << (CUT - 1)) - 1 + tie_up) >> CUT;
    result -= (uint32_t)(FLOAT_BIAS - HALF_BIAS) << HALF_FRACTION;
    /* The last place of 0.5 in binary32 is that of subnormal halves. */
    uint32_t subnormal = float_bits(float_from(magnitude) + 0.5f) - float_bits(0.5f);
    result = choose(magnitude < float_bits(0x1p-14f), subnormal, result);
    result = choose(magnitude >= float_bits(65520), HALF_INFINITY, result);
    result = choose(magnitude > 0x7f800000, HALF_NAN, result);
    return (bits >> 31 << 15) | result;
}

#endif
