/* Inside softfloat: a finite value as sign and exact integer, and the way back to a format. */
#ifndef MUSIM_SOFTFLOAT_NUMBER_H
#define MUSIM_SOFTFLOAT_NUMBER_H

#include "musim/softfloat/softfloat.h"

typedef unsigned __int128 uint128;

struct sf_shape {
    unsigned fraction_bits;
    int exponent_max; /* of a finite value; 1 - exponent_max is that of the least normal one */
    uint64_t sign;    /* its bit */
    uint64_t infinity;
    uint64_t nan; /* canonical */
};

extern const struct sf_shape sf_shapes[];

enum sf_kind { SF_ZERO, SF_FINITE, SF_INFINITE, SF_QUIET, SF_SIGNALLING };

/* (-1)^negative * significand * 2^exponent; the last two are meaningful if finite and not zero. */
struct sf_number {
    enum sf_kind kind;
    bool negative;
    int exponent;
    uint128 significand;
};

struct sf_number sf_unpack(enum sf_format f, uint64_t bits);

/* Rounds a finite value to the format. A significand whose value is not exact has its lowest bit
 * set ("sticky") and at least two bits more than the format's precision. Zero gives a signed
 * zero. */
uint64_t sf_pack(enum sf_format f, struct sf_number value, enum sf_rounding rm, unsigned *flags);

/* significand / 2^shift, rounded to an integer; *inexact if that lost something. */
uint128 sf_round_shift(uint128 significand, int shift, bool negative, enum sf_rounding rm,
                       bool *inexact);

/* The canonical NaN, with the invalid flag if asked for. */
uint64_t sf_nan(enum sf_format f, bool invalid, unsigned *flags);

static inline bool sf_is_nan(struct sf_number value) {
    return value.kind >= SF_QUIET;
}

static inline uint64_t sf_signed(enum sf_format f, uint64_t magnitude, bool negative) {
    return magnitude | (negative ? sf_shapes[f].sign : 0);
}

static inline int sf_bit_length(uint128 value) {
    uint64_t high = value >> 64;
    uint64_t low = value;
    return high ? 128 - __builtin_clzll(high) : low ? 64 - __builtin_clzll(low) : 0;
}

/* Moves the highest set bit to the given position; only zeros may fall out below. */
static inline void sf_normalize(struct sf_number *value, int position) {
    int shift = position + 1 - sf_bit_length(value->significand);
    if (shift >= 0)
        value->significand <<= shift;
    else
        value->significand >>= -shift;
    value->exponent -= shift;
}

#endif
