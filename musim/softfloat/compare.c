/* Comparisons, minimum and maximum, classification. */
#include "musim/softfloat/number.h"

static bool is_nan(enum sf_format f, uint64_t a) {
    return (a & ~sf_shapes[f].sign) > sf_shapes[f].infinity;
}

static bool is_signalling(enum sf_format f, uint64_t a) {
    return is_nan(f, a) && !(a & 1ull << (sf_shapes[f].fraction_bits - 1));
}

/* The values' order as integers, -0 directly below +0. */
static int64_t order(enum sf_format f, uint64_t a) {
    int64_t magnitude = a & ~sf_shapes[f].sign;
    return a & sf_shapes[f].sign ? -magnitude - 1 : magnitude;
}

/* Whether the operands are ordered; flags invalid for signalling NaNs, or for all. */
static bool ordered(enum sf_format f, uint64_t a, uint64_t b, bool signalling, unsigned *flags) {
    bool unordered = is_nan(f, a) || is_nan(f, b);
    if (unordered && (signalling || is_signalling(f, a) || is_signalling(f, b)))
        *flags |= SF_NV;
    return !unordered;
}

static bool both_zero(enum sf_format f, uint64_t a, uint64_t b) {
    return !((a | b) & ~sf_shapes[f].sign);
}

bool sf_eq(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags) {
    return ordered(f, a, b, false, flags) && (a == b || both_zero(f, a, b));
}

bool sf_lt(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags) {
    return ordered(f, a, b, true, flags) && order(f, a) < order(f, b) && !both_zero(f, a, b);
}

bool sf_le(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags) {
    return ordered(f, a, b, true, flags) && (order(f, a) <= order(f, b) || both_zero(f, a, b));
}

static uint64_t choose(enum sf_format f, uint64_t a, uint64_t b, bool larger, unsigned *flags) {
    if (ordered(f, a, b, false, flags))
        return (order(f, a) < order(f, b)) != larger ? a : b;
    if (is_nan(f, a) && is_nan(f, b))
        return sf_shapes[f].nan;
    return is_nan(f, a) ? b : a;
}

uint64_t sf_min(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags) {
    return choose(f, a, b, false, flags);
}

uint64_t sf_max(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags) {
    return choose(f, a, b, true, flags);
}

unsigned sf_class(enum sf_format f, uint64_t a) {
    const struct sf_shape *shape = &sf_shapes[f];
    uint64_t magnitude = a & ~shape->sign;
    if (is_nan(f, a))
        return is_signalling(f, a) ? 1 << 8 : 1 << 9;
    /* Bits 4 to 7 are +0, +subnormal, +normal, +infinity; 3 to 0 the same for negatives. */
    unsigned rank = (magnitude != 0) + (magnitude >= 1ull << shape->fraction_bits) +
                    (magnitude == shape->infinity);
    return a & shape->sign ? 8 >> rank : 16 << rank;
}
