/* Sine and cosine of small angles. */
#ifndef LIBTASK_MUON_MATH_DOUBLE_TRIGONOMETRIC_H
#define LIBTASK_MUON_MATH_DOUBLE_TRIGONOMETRIC_H

#include "libtask/muon/math/real.h"

/* (sin a / a - 1) / a² and (cos a - 1) / a² in powers of a². */
static const int64_t sine[] = {
    -0x00000000006ac5ef, 0x0000000058485fb9, -0x00000035cc8a8253, 0x0000171de3a54608,
    -0x000680680680664e, 0x0111111111111100, -0x1555555555555555,
};
static const int64_t cosine[] = {
    0x000000000006ac28, -0x00000000064e4f51, 0x000000047bb634c5, -0x0000024fc9f6ecfd,
    0x0000d00d00d00cad, -0x002d82d82d82d827, 0x0555555555555555, -0x4000000000000000,
};

/* Both of |angle| <= π/4. */
EVERYWHERE struct real small_sine(struct real angle, uint64_t square) {
    int64_t rest = multiply_signed(POLYNOMIAL(sine, square), square);
    return real_product(angle, real_normal(TOP + (uint64_t)rest, 0, 0));
}

EVERYWHERE struct real small_cosine(uint64_t square) {
    int64_t rest = multiply_signed(POLYNOMIAL(cosine, square), square);
    return real_normal(TOP + (uint64_t)rest, 0, 0);
}

EVERYWHERE uint64_t squared(struct real angle) {
    return real_fraction(real_product(angle, angle), 0);
}

#endif
