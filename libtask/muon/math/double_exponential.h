/* Powers of 2 and e in parts, for all functions of double that are made of them. */
#ifndef LIBTASK_MUON_MATH_DOUBLE_EXPONENTIAL_H
#define LIBTASK_MUON_MATH_DOUBLE_EXPONENTIAL_H

#include "libtask/muon/math/real.h"

/* An exponent of 2: high is its whole part, in two's complement, and low the fraction. */
typedef struct wide power_t;

/* Exponents beyond this overflow or vanish. */
enum { POWER_BITS = 24 };

#define LOG2_E ((struct wide){0xb8aa3b295c17f0bb, 0xbe87fed0691d3e89})  /* exponent 0 */
#define LOG2_10 ((struct wide){0xd49a784bcd1b8afe, 0x492bf6ff4dafdb4d}) /* exponent 1 */

/* ±magnitude · 2^(exponent - 127), bounded. */
EVERYWHERE power_t power_of_wide(struct wide magnitude, int32_t exponent, uint32_t negative) {
    uint32_t large = exponent >= POWER_BITS;
    struct wide power = wide_shift_right(magnitude, choose(large, 0, (uint32_t)(63 - exponent)));
    power.high = choose_wide(large, 1 << POWER_BITS, power.high);
    return wide_negated(power, negative);
}

EVERYWHERE power_t power_of(struct real x) {
    return power_of_wide((struct wide){x.significand, 0}, x.exponent, x.negative);
}

/* x times a factor with the given exponent. */
EVERYWHERE power_t power_scaled(struct real x, struct wide factor, int32_t exponent) {
    struct wide product = wide_product((struct wide){x.significand, 0}, factor);
    return power_of_wide(product, x.exponent + exponent + 1, x.negative);
}

/* (2^f - 1) / f in powers of 16 f, f < 1/16. */
static const int64_t exponential[] = {
    0x0000000000826635LL, 0x0000000050bee373LL, 0x0000002bb1021dffLL, 0x000013b2ab6eeb4eLL,
    0x00071ac235c14ab4LL, 0x01ebfbdff82c56c2LL, 0x58b90bfbe8e7bcdcLL,
};

/* 2^(i/16), in units of 2^-63. */
static const uint64_t powers[] = {
    0x8000000000000000, 0x85aac367cc487b15, 0x8b95c1e3ea8bd6e7, 0x91c3d373ab11c336,
    0x9837f0518db8a96f, 0x9ef5326091a111ae, 0xa5fed6a9b15138ea, 0xad583eea42a14ac6,
    0xb504f333f9de6484, 0xbd08a39f580c36bf, 0xc5672a115506dadd, 0xce248c151f8480e4,
    0xd744fccad69d6af4, 0xe0ccdeec2a94e111, 0xeac0c6e7dd24392f, 0xf5257d152486cc2c,
};

/* 2^power: 2^(i/16) of the table times 2^f. */
EVERYWHERE struct real real_power(power_t power) {
    uint64_t base = powers[power.low >> 60], f = power.low << 4;
    uint64_t rest = multiply(f, (uint64_t)POLYNOMIAL(exponential, f)); /* of 2^-59 */
    uint64_t significand = base + (multiply(base, rest) >> 3);
    return (struct real){significand, (int32_t)power.high, 0};
}

/* e^x. */
EVERYWHERE struct real real_exponential(struct real x) {
    return real_power(power_scaled(x, LOG2_E, 0));
}

/* (sinh x / x - 1) / x² in powers of x², x <= 1/2. */
static const int64_t sine_hyperbolic[] = {
    0x00000000006bf895LL, 0x000000005848f9c7LL, 0x00000035cc8ad51fLL, 0x0000171de3a55653LL,
    0x000680680680680bLL, 0x0111111111111111LL, 0x1555555555555555LL,
};

EVERYWHERE struct real small_hyperbolic_sine(struct real x) {
    uint64_t square = real_fraction(real_product(x, x), 0);
    int64_t rest = multiply_signed(POLYNOMIAL(sine_hyperbolic, square), square);
    return real_product(x, (struct real){TOP + (uint64_t)rest, 0, 0});
}

/* 2 sinh(x/2) · e^(x/2) for small |x|. */
EVERYWHERE struct real real_exponential_less_one(struct real x) {
    struct real half = real_scaled(x, -1);
    if (x.exponent < 0)
        return real_scaled(real_product(small_hyperbolic_sine(half), real_exponential(half)), 1);
    return real_difference(real_exponential(x), ONE);
}

#endif
