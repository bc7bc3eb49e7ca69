/* Floating-point registers: bits, values and boxes. */
#ifndef MUSIM_NEUTRINO_FLOAT_H
#define MUSIM_NEUTRINO_FLOAT_H

#include "musim/softfloat/softfloat.h"

#include <string.h>

#define BOX 0xffffffff00000000u

/* The single in a register: the canonical NaN if it is not boxed properly. */
static inline uint64_t unbox(uint64_t bits) {
    return bits >= BOX ? (uint32_t)bits : 0x7fc00000;
}

static inline uint64_t box(uint64_t bits) {
    return BOX | bits;
}

static inline uint64_t keep(uint64_t bits) {
    return bits;
}

static inline float single_value(uint64_t bits) {
    uint32_t word = bits;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static inline uint64_t single_bits(float value) {
    uint32_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static inline double double_value(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint64_t double_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#define SIGN_S 0x80000000u
#define SIGN_D (1ull << 63)

#endif
