/* bfloat16 in the host's vectors, for exec.c, rounded to nearest even. A bfloat16 is the upper half
 * of the binary32 of the same value, so its operations are binary32's, rounded once more. That is
 * right because
 *
 * every bfloat16, and the middle of every two neighbours, is a binary32, and rounding is monotonic:
 * a binary32 result that is no such middle lies on the same side of each as the exact result. Left
 * are results that are a middle though the exact one is only close to it. There are none of
 *
 * - sums: one is inexact in 24 bits only if an operand of 8 is less than 2^-15 of the other, and
 *   then it is too close to that other, a bfloat16, to be a middle;
 * - products, of 16 bits: inexact only if bits below 2^-149 are lost, and then they are below
 *   2^-134, the least middle;
 * - quotients: a / b against a middle m of 9 bits is a against b × m. Those have at most 17 bits
 *   and so, unless they are equal, differ by 2^-17 of their size, or by 2^-8 × 2^-134 where m is
 *   subnormal: more than what rounding to binary32 can bridge;
 * - square roots: likewise a against m × m, of 18 bits.
 *
 * A fused multiply-add has them (257/256 + 2^-60): see off_middle.
 *
 * Flags. What binary32 raises, bfloat16 raises: what is inexact, overflows, is invalid or divides
 * by zero in the wider format does so in the narrower one. But a result may be tiny in 24 bits and
 * the least normal number, not tiny, in 8. It is raised for inexact ones only, that is if bits
 * below 2^-149 are lost: there the product is below 2^-134 (or the quotient, which is never between
 * 255/256 of a power of two and that power), and the sum is that close to 2^-126 only if the addend
 * is 2^-126 itself, which is left to software (has_least_normal). What rounding to the narrower
 * format raises beyond that is narrowing_flags. */
#ifndef MUSIM_SIMT_BF16_H
#define MUSIM_SIMT_BF16_H

#include "musim/simt/vector.h"
#include "musim/softfloat/softfloat.h"

/* As binary32; of a register only the lower half counts. */
INLINE vu widen(vu v) {
    return v << 16;
}

/* The bfloat16 of the upper half, sign-extended as registers keep it. */
INLINE vu upper_half(vu v) {
    return (vu)(SIGNED(v) >> 16);
}

/* Rounds a binary32 that is no NaN, or the canonical one. */
INLINE vu narrow(vu v) {
    return upper_half(v + 0x7fff + (v >> 16 & 1));
}

/* What narrow raises. Below 0x007fc000 is what 8 bits would round to less than the least normal
 * number if they had smaller exponents; from 0x7f7f8000 on is what rounds to infinity. */
INLINE unsigned narrowing_flags(vu v, vu m) {
    enum { TINY_END = 0x007fc000, OVERFLOW_START = 0x7f7f8000 };
    vu inexact = (vu)((v & 0xffff) != 0) & m, magnitude = v & 0x7fffffff;
    if (!any(inexact))
        return 0;
    if (!any(inexact & (vu)(magnitude - TINY_END >= splat(OVERFLOW_START - TINY_END))))
        return SF_NX;
    return SF_NX | (any(inexact & (vu)(magnitude < splat(TINY_END))) ? SF_UF : 0) |
           (any(inexact & (vu)(magnitude >= splat(OVERFLOW_START))) ? SF_OF : 0);
}

/* Of an addend: 2^-126 or its opposite. */
INLINE bool has_least_normal(vu addend, vu m) {
    return any((vu)((addend & 0x7fffffff) == 0x00800000) & m);
}

/* The lanes whose binary32 is the middle of two bfloat16. */
INLINE vu middles(vu v, vu m) {
    return (vu)((v & 0xffff) == 0x8000) & m;
}

/* Moves fused, a × b + c in binary32, to the side of the middle on which the exact result is.
 *
 * In binary64 the product is exact and so is its difference to a middle. That has 9 bits, the
 * product 16, so they would have to be more than 2^28 apart. A larger product is one that c, of 8
 * bits, cancels to no less than 2^-15 of it; a smaller one would leave c within 2^-28 of the
 * middle, and it is no closer than 2^-9. Then adding c may round, but not to another sign. */
INLINE vu off_middle(vf a, vf b, vf c, vu fused, vu where) {
#define DOUBLE(v) __builtin_convertvector(benign(where, (vu)(v)), vd)
    vs64 rest = (vs64)(DOUBLE(a) * DOUBLE(b) - DOUBLE(fused) + DOUBLE(c)); /* zero is +0 */
#undef DOUBLE
    vu below = (vu) __builtin_convertvector(rest < 0, vs);
    vu above = (vu) __builtin_convertvector(rest > 0, vs);
    vu negative = (vu)(SIGNED(fused) >> 31), step = below - above;
    return fused + (((step ^ negative) - negative) & where);
}

/* Integers as binary32 numbers that round to the same bfloat16. Of those above 24 bits the lowest 8
 * are left away, downwards, and the next one is set instead if they were not zero. */
INLINE vu shortened(vu v, vu where) {
    return blend(where, (v & ~0xffu) | ((vu)((v & 0xff) != 0) & 0x100), v);
}

INLINE vu float_of_signed(vu v) {
    vu is_long = (vu)(v + (1 << 24) >= splat(1 << 25));
    return (vu) __builtin_convertvector(SIGNED(shortened(v, is_long)), vf);
}

INLINE vu float_of_unsigned(vu v) {
    vu is_long = (vu)(v >= splat(1 << 24));
    return (vu) __builtin_convertvector(__builtin_convertvector(shortened(v, is_long), vd), vf);
}

/* e to a binary32 that is a bfloat16, as a bfloat16. The error in binary64 is less than 2^-36 of
 * the result. By way of binary32 it rounds to the right bfloat16 for each of the 65,536 arguments:
 * the tests try them. Raises flags, which are to be dropped. */
INLINE vu exponential(vu v) {
    enum { FAR_OUT = 0x43480000 }; /* 200: beyond that the result is as far out of range */
    static const double inverse_factorials[] = {
        1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1};
    const double log2_e = 0x1.71547652b82fep0, ln_2 = 0x1.62e42fefa39efp-1;
    const double round_to_integer = 0x1.8p52; /* added, it leaves an integer in the lowest bits */
    vu far_out = (vu)((v & 0x7fffffff) > splat(FAR_OUT));
    vf limited = (vf)blend(far_out, (v & 0x80000000) | FAR_OUT, v);
    vd x = __builtin_convertvector(limited, vd);
    vd power = x * log2_e + round_to_integer; /* of two, and a rest of at most half of one */
    vd rest = x - (power - round_to_integer) * ln_2;
    vd sum = inverse_factorials[0] - (vd){0};
    for (unsigned i = 1; i < sizeof inverse_factorials / sizeof *inverse_factorials; i++)
        sum = sum * rest + inverse_factorials[i];
    sum = (vd)((vs64)sum + ((vs64)power << 52));
    return narrow(blend(is_nan(v), splat(0x7fc00000), (vu) __builtin_convertvector(sum, vf)));
}

#endif
