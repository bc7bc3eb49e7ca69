/* Parts of a binary64, and a number rounded to one. */
#ifndef LIBTASK_MUON_BUILTINS_DOUBLE_PARTS_H
#define LIBTASK_MUON_BUILTINS_DOUBLE_PARTS_H

#include "libtask/muon/builtins/bits.h"

#define SIGN (UINT64_C(1) << 63)
#define INFINITE (UINT64_C(0x7ff) << DOUBLE_FRACTION)
#define CANONICAL_NAN UINT64_C(0x7ff8000000000000)
#define FRACTION_MASK ((UINT64_C(1) << DOUBLE_FRACTION) - 1)

/* A significand in calculations has its leading 1 in bit 62: these many bits follow the fraction.
 */
enum { GUARD = 62 - DOUBLE_FRACTION };

/* A number: its significand has the leading 1 in bit 52, of subnormals too; 0 has none. */
struct number {
    uint64_t significand;
    int32_t exponent; /* biased */
};

EVERYWHERE struct number unpack(uint64_t magnitude) {
    uint64_t fraction = magnitude & FRACTION_MASK;
    int32_t exponent = (int32_t)(magnitude >> DOUBLE_FRACTION);
    uint32_t subnormal = exponent == 0;
    uint32_t shift = choose(subnormal, leading_zeros_wide(fraction) - (63 - DOUBLE_FRACTION), 0);
    uint64_t hidden = choose_wide(subnormal, 0, UINT64_C(1) << DOUBLE_FRACTION);
    return (struct number){
        (hidden | fraction) << (shift & 63),
        exponent + (int32_t)subnormal - (int32_t)shift,
    };
}

/* Bits that are shifted out leave a trace in the lowest bit, for rounding. */
static inline uint64_t shift_sticky(uint64_t value, uint32_t places) {
    uint32_t bounded = choose(places > 63, 63, places);
    uint64_t result = value >> bounded;
    return result | (result << bounded != value);
}

/* The number rounded to its place, its leading 1 in bit 62 (or, if that is no more than the lowest
 * exponent, below). */
static inline uint64_t pack(uint64_t significand, int32_t exponent) {
    uint32_t tiny = exponent < 1;
    significand = shift_sticky(significand, choose(tiny, 1 - (uint32_t)exponent, 0));
    uint64_t before = choose(tiny, 0, (uint32_t)exponent - 1);
    /* The hidden bit, if it is there, counts the exponent up by one. */
    uint64_t result = (before << DOUBLE_FRACTION) + shift_rounded(significand, GUARD);
    uint32_t overflow = (exponent >= DOUBLE_EXPONENT_MAX) | (result > INFINITE);
    return choose_wide(overflow, INFINITE, result);
}

#endif
