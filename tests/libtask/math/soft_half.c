/* The SIMT cores' conversions of half precision, compiled for the host, against what the bits mean:
 * every half, and of the wider types the numbers around every half and every middle of two. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tests/suite.h"

float __extendhfsf2(uint32_t half);
uint32_t __truncsfhf2(float value);
uint32_t __truncdfhf2(double value);

enum { HALVES = 0x10000, SIGN = 0x8000, INFINITE = 0x7c00, RANDOM = 1000000 };

/* ck_assert keeps a record of every check that passes: too slow for so many. */
#define EXPECT(condition, value)                                                                   \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("%s of %a", #condition, (double)(value));                                 \
    } while (0)

static bool is_nan(uint32_t half) {
    return (half & 0x7fff) > INFINITE;
}

static double meaning(uint32_t half) {
    int exponent = half >> 10 & 31, fraction = half & 1023;
    double magnitude = exponent == 31  ? fraction ? NAN : INFINITY
                       : exponent == 0 ? ldexp(fraction, -24)
                                       : ldexp(1024 + fraction, exponent - 25);
    return half & SIGN ? -magnitude : magnitude;
}

/* By search: halves of one sign are in the order of their bits. */
static uint32_t rounded(double value) {
    uint32_t sign = signbit(value) ? SIGN : 0, low = 0, high = INFINITE;
    double magnitude = fabs(value);
    if (isnan(value))
        return 0x7e00;
    if (magnitude >= 65520)
        return sign | INFINITE;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        *(meaning(middle) <= magnitude ? &low : &high) = middle;
    }
    /* Above the largest is what would be next. */
    double above = high == INFINITE ? 65536 : meaning(high);
    double down = magnitude - meaning(low), up = above - magnitude;
    return sign | (down < up || (down == up && !(low & 1)) ? low : high);
}

static void check_double(double value) {
    uint32_t half = __truncdfhf2(value);
    EXPECT(isnan(value) ? is_nan(half) : half == rounded(value), value);
}

static void check_float(float value) {
    uint32_t half = __truncsfhf2(value);
    EXPECT(isnan(value) ? is_nan(half) : half == rounded(value), value);
    check_double(value);
}

START_TEST(extension_of_every_half) {
    for (uint32_t half = 0; half < HALVES; half++) {
        float value = __extendhfsf2(half);
        double right = meaning(half);
        EXPECT(isnan(right) ? isnan(value) : value == right && !signbit(value) == !signbit(right),
               right);
        /* Only the lower half of the register counts. */
        float again = __extendhfsf2(half | 0xffff0000);
        EXPECT(!memcmp(&again, &value, sizeof value), right);
        EXPECT(is_nan(half) ? is_nan(__truncsfhf2(value)) : __truncsfhf2(value) == half, right);
    }
}
END_TEST

START_TEST(around_every_half_and_every_middle) {
    for (uint32_t half = 0; half < HALVES; half++) {
        double value = meaning(half), next = (half & 0x7fff) == 0x7bff ? copysign(65536, value)
                                                                       : meaning(half + 1);
        if (!isfinite(value))
            continue;
        double middle = (value + next) / 2, *const around[] = {&value, &middle};
        for (int i = 0; i < 2; i++) {
            double at = *around[i];
            check_float((float)at);
            check_float(nextafterf((float)at, INFINITY));
            check_float(nextafterf((float)at, -INFINITY));
            check_double(nextafter(at, INFINITY));
            check_double(nextafter(at, -INFINITY));
        }
    }
}
END_TEST

START_TEST(of_every_size) {
    for (uint32_t exponent = 0; exponent < 512; exponent++)
        for (uint32_t i = 0; i < 64; i++) {
            uint32_t bits = exponent << 23 | (i & 1) | (i & 2 ? 0x7ffffe : 0) | (i >> 2) << 10;
            float value;
            memcpy(&value, &bits, sizeof value);
            check_float(value);
        }
    static const double far[] = {0x1p-1074, 0x1p-150, 0x1.8p-149, 0x1p127, 0x1p128, 0x1p1023,
                                 INFINITY,  NAN};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        check_double(far[i]);
        check_double(-far[i]);
    }
}
END_TEST

START_TEST(random_numbers) {
    uint64_t state = 1;
    for (int i = 0; i < RANDOM; i++) {
        state = state * 6364136223846793005 + 1442695040888963407;
        uint64_t bits = (state ^ state >> 33) & 0x8fffffffffffffff;
        /* Exponents from -32 to 20, all fractions. */
        bits = (bits & 0x800fffffffffffff) | (uint64_t)(1023 - 32 + (state >> 52) % 53) << 52;
        double value;
        memcpy(&value, &bits, sizeof value);
        check_double(value);
        check_float((float)value);
    }
}
END_TEST

SUITE("soft half", NULL, NULL, extension_of_every_half, around_every_half_and_every_middle, of_every_size,
      random_numbers)
