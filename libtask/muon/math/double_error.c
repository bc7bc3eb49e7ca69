/* Error functions of double, and of float by those. */
#include "libtask/muon/math/double_exponential.h"

#include <math.h>

#define TWO_BY_ROOT_PI REAL(0x906eba8214db688d, 0)
#define CENTRE REAL(0xf000000000000000, 1)  /* 3.75 */
#define LARGEST REAL(0xdc00000000000000, 4) /* 27.5 */

/* (√π/2 · erf x / x - 1) / x² in powers of x², x <= 1/2. */
static const int64_t error[] = {
    0x000000196960af9fLL, -0x00000136060a83c6LL, 0x00000c3c94473203LL, -0x00006ef5cb3eebc3LL,
    0x0003803801696e3bLL, -0x0018d3018d0c5d2fLL, 0x0097b425ed081bf1LL, -0x030c30c30c30bc31LL,
    0x0cccccccccccccc0LL, -0x2aaaaaaaaaaaaaabLL,
};

/* erfc x · e^x² · (1 + 2x) in powers of (x - 3.75) / (x + 3.75), 1/2 <= x <= 27.5, of 2^-62. */
static const int64_t complement[] = {
    0x000000005ef4ef4cLL,  -0x0000000434fc5520LL, -0x0000000442fe6a0fLL, 0x00000027ffb1ba9fLL,
    0x000000199154f780LL,  -0x00000115118e620eLL, -0x0000003e33c702f2LL, 0x00000758f71aadd9LL,
    -0x00000414bfcfaf9bLL, -0x0000300066a9bd79LL, 0x00005de296e94589LL,  0x0000d8a1fbaa9c03LL,
    -0x0004c0fe78ce58e1LL, 0x0004cfec97db2d32LL,  0x001cc3a0e276e805LL,  -0x009fb01e1a726bf0LL,
    0x01d0b0037dc5cda8LL,  -0x03c1a1f4dbf89073LL, 0x05e850622a671880LL,  -0x06f6a4c268a26e24LL,
    0x054405a74259ff1fLL,  0x003abe52902b3b2fLL,  -0x08f9b3b41fc4d371LL, 0x4f33682d757709e6LL,
};

EVERYWHERE struct real small_error(struct real x) {
    uint64_t square = real_fraction(real_product(x, x), 0);
    int64_t rest = multiply_signed(POLYNOMIAL(error, square), square);
    struct real factor = real_normal(TOP + (uint64_t)rest, 0, 0);
    return real_product(real_product(x, TWO_BY_ROOT_PI), factor);
}

/* 1 - erf x for x >= 1/2. */
EVERYWHERE struct real complement_of(struct real x) {
    struct wide square = multiply_wide(x.significand, x.significand);
    power_t power = power_of_wide(wide_product(square, LOG2_E), 2 * x.exponent + 2, 1);
    struct real bounded = real_choose(real_less(LARGEST, x), LARGEST, x);
    struct real t = real_quotient(real_difference(bounded, CENTRE), real_sum(bounded, CENTRE));
    int64_t value = POLYNOMIAL_OF_SIGNED(complement, real_fraction(t, 0), t.negative);
    struct real divisor = real_sum(ONE, real_scaled(bounded, 1));
    struct real factor = real_quotient(real_normal((uint64_t)value, 1, 0), divisor);
    return real_product(factor, real_power(power));
}

/* The numbers from 1/2 on. */
EVERYWHERE bool is_far(struct real x) {
    return x.exponent >= -1;
}

double erf(double x) {
    struct real size = real_of(x), result;
    uint32_t negative = size.negative;
    size.negative = 0;
    if (is_far(size))
        result = real_difference(ONE, complement_of(size));
    else
        result = small_error(size);
    result.negative = negative;
    return unless_nan(x, real_value(result));
}

double erfc(double x) {
    struct real argument = real_of(x), result;
    if (is_far(argument)) {
        result = complement_of(real_size(argument));
        if (argument.negative)
            result = real_difference(real_scaled(ONE, 1), result);
    } else {
        result = real_difference(ONE, small_error(argument));
    }
    return unless_nan(x, real_value(result));
}

float erfcf(float x) {
    return (float)erfc(x);
}
