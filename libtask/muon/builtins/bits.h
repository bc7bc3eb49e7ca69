/* The bits of binary32, and choices without a branch. */
#ifndef LIBTASK_MUON_BUILTINS_BITS_H
#define LIBTASK_MUON_BUILTINS_BITS_H

#include <stdint.h>

enum {
    FLOAT_FRACTION = 23,
    DOUBLE_FRACTION = 52,
    FLOAT_BIAS = 127,
    DOUBLE_BIAS = 1023,
    FLOAT_EXPONENT_MAX = 255,
    DOUBLE_EXPONENT_MAX = 2047,
};

static inline uint32_t float_bits(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float float_from(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint64_t double_bits(double value) {
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double double_from(uint64_t bits) {
    double value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

/* What returns a struct, or has one for a parameter, must not become a call: the linker does not
 * follow through memory that lanes with the same arguments get the same result. */
#define EVERYWHERE static inline __attribute__((always_inline))

/* a where the condition (0 or 1) holds, else b. */
static inline uint32_t choose(uint32_t condition, uint32_t a, uint32_t b) {
    return b ^ ((a ^ b) & (0 - condition));
}

static inline uint64_t choose_wide(uint32_t condition, uint64_t a, uint64_t b) {
    return b ^ ((a ^ b) & (0 - (uint64_t)condition));
}

/* How often value can be shifted left before its top bit is set; 31 for 0. */
static inline uint32_t leading_zeros(uint32_t value) {
    uint32_t count = 0;
    for (uint32_t shift = 16; shift; shift /= 2) {
        uint32_t room = value >> (32 - shift) == 0;
        count += shift & (0 - room);
        value = choose(room, value << shift, value);
    }
    return count;
}

/* 63 for 0. */
static inline uint32_t leading_zeros_wide(uint64_t value) {
    uint32_t high = (uint32_t)(value >> 32);
    return choose(high == 0, 32 + leading_zeros((uint32_t)value), leading_zeros(high));
}

/* magnitude · 2^-places to an integer, ties to even; 0 to 63 places. */
static inline uint64_t shift_rounded(uint64_t magnitude, uint32_t places) {
    uint64_t result = magnitude >> places;
    uint64_t rest = magnitude & ((UINT64_C(1) << places) - 1);
    uint64_t half = UINT64_C(1) << places >> 1;
    uint64_t up = (rest > half) | ((rest == half) & (half != 0) & (result & 1));
    return result + up;
}

/* Rounded to odd: where the float is not exact, its lowest bit tells a second rounding, to a type
 * with fewer bits by two at least, that there was more. */
static inline float float_to_odd(double value) {
    float nearest = (float)value;
    double back = nearest;
    uint64_t exact = double_bits(value) & INT64_MAX, rounded = double_bits(back) & INT64_MAX;
    uint32_t bits = float_bits(nearest);
    uint32_t cut = bits - (rounded > exact);
    return float_from(choose((rounded != exact) & (value == value), cut | 1, bits));
}

#endif
