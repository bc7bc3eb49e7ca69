/* The gamma function of double, and of float by it. */
#include "libtask/muon/math/double_power.h"
#include "libtask/muon/math/double_trigonometric.h"

#include <math.h>

#define HALF REAL(0x8000000000000000, -1)
#define TWO REAL(0x8000000000000000, 1)
#define ONE_AND_HALF REAL(0xc000000000000000, 0)
#define TWO_AND_HALF REAL(0xa000000000000000, 1)
#define PI REAL(0xc90fdaa22168c235, 1)
#define LN_PI REAL(0x928682473d0de85f, 0)
#define LN_ROOT_2_PI REAL(0xeb3f8e4325f5a535, -1)
#define LOG2_ROOT_2_PI REAL(0xa9b21cd26377dd6c, 0)
#define LOG2_E_REAL REAL(0xb8aa3b295c17f0bc, 0)

/* Arguments below this are first counted up; those beyond LARGEST overflow. */
enum { SMALLEST = 16, LARGEST = 200 };

/* Stirling's series for x >= SMALLEST: B_2k / (2k (2k - 1)) in powers of 128 / x², k from 8 to 1.
 */
static const int64_t stirling[] = {
    -0x00000000000001e4LL, 0x0000000000003483LL, -0x000000000007daacLL, 0x0000000001b951e3LL,
    -0x000000009c09c09cLL, 0x0000006806806807LL, -0x0000b60b60b60b61LL, 0x0aaaaaaaaaaaaaabLL,
};

/* ln Γ(2 + t) / t in powers of t, |t| <= 1/2. */
static const int64_t beside_two[] = {
    -0x000000424562740bLL, 0x0000008aff543996LL, -0x000000cd42a3caf3LL, 0x000001b1a8c8bf05LL,
    -0x000003c81f2b5032LL, 0x0000080a315aca28LL, -0x0000111a85684e85LL, 0x000024b192ca3b7eLL,
    -0x00004f2f3a68f12bLL, 0x0000ac07130090d3LL, -0x000178de5a3d2d4dLL, 0x0003424f5e8955eeLL,
    -0x00074ff531ee3daaLL, 0x0010b36af88b2884LL, -0x0027158b857ea144LL, 0x005eb75bab6cb045LL,
    -0x00f2027e10c7b0f9LL, 0x02a264558fb09367LL, -0x089f000d2abb033fLL, 0x294699894c1f4c8aLL,
    0x361dcc0e41279c2eLL,
};

/* ln Γ(x) - (x - 1/2) ln x + x - ln √2π. */
EVERYWHERE struct real correction(struct real x) {
    struct real inverse = real_quotient(ONE, x);
    uint64_t square = real_fraction(real_product(inverse, inverse), -7);
    return real_product(inverse, real_normal((uint64_t)POLYNOMIAL(stirling, square), 0, 0));
}

/* Γ(x) for x > 0: Γ(x + n) / (x · (x + 1) … (x + n - 1)). */
EVERYWHERE struct real gamma_of(struct real x) {
    struct real product = ONE;
    x = real_choose(real_less(real_of_integer(LARGEST), x), real_of_integer(LARGEST), x);
    while (real_less(x, real_of_integer(SMALLEST))) {
        product = real_product(product, x);
        x = real_sum(x, ONE);
    }
    power_t power = exponent_of_power(x, real_difference(x, HALF));
    power = wide_sum(power, power_scaled(real_negated(x), LOG2_E, 0));
    power = wide_sum(power,
                     power_of(real_sum(LOG2_ROOT_2_PI, real_product(correction(x), LOG2_E_REAL))));
    return real_quotient(real_power(power), product);
}

/* sin πx. */
EVERYWHERE struct real sine_of_turns(double x) {
    double whole = rint(x);
    struct real rest = real_difference(real_of(x), real_of(whole)), size = real_size(rest);
    struct real other = real_difference(HALF, size);
    uint32_t steep = real_less(other, size);
    struct real angle = real_product(real_choose(steep, other, size), PI);
    uint64_t square = squared(angle);
    struct real result = steep ? small_cosine(square) : small_sine(angle, square);
    result.negative = rest.negative ^ integrality(whole).odd;
    return result;
}

/* Γ(x) Γ(1 - x) = π / sin πx. */
double tgamma(double x) {
    struct real argument = real_of(x);
    uint32_t reflected = argument.negative;
    argument = real_choose(reflected, real_difference(ONE, argument), argument);
    struct real result = gamma_of(argument);
    if (reflected)
        result = real_quotient(PI, real_product(sine_of_turns(x), result));
    double pole = double_from(INFINITE | (double_bits(x) & SIGN));
    double value = select(is_zero(x), pole, real_value(result));
    uint32_t invalid = is_negative(x) & !is_zero(x) & (is_infinite(x) | integrality(x).integer);
    value = select(invalid, double_from(CANONICAL_NAN), value);
    return unless_nan(x, select(double_bits(x) == INFINITE, x, value));
}

/* ln Γ(x) for x > 0. */
EVERYWHERE struct real logarithm_of_gamma(struct real x) {
    struct real around = real_difference(x, TWO);
    uint32_t near_one = real_less(x, ONE_AND_HALF);
    around = real_choose(near_one, real_difference(x, ONE), around);
    if (!real_less(x, HALF) && real_less(x, TWO_AND_HALF)) {
        int64_t value = POLYNOMIAL_OF_SIGNED(beside_two, real_fraction(around, 0), around.negative);
        struct real result = real_product(around, real_normal((uint64_t)value, 0, 0));
        struct real more = real_logarithm_more_one(around);
        return near_one ? real_difference(result, more) : result;
    }
    if (real_less(x, real_of_integer(SMALLEST)))
        return real_logarithm(gamma_of(x));
    struct real leading = real_product(real_difference(x, HALF), real_logarithm(x));
    struct real rest = real_difference(real_sum(LN_ROOT_2_PI, correction(x)), x);
    return real_sum(leading, rest);
}

double lgamma(double x) {
    struct real argument = real_of(x);
    uint32_t reflected = argument.negative;
    argument = real_choose(reflected, real_difference(ONE, argument), argument);
    struct real result = logarithm_of_gamma(argument);
    if (reflected) {
        struct real sine = real_size(sine_of_turns(x));
        result = real_difference(real_difference(LN_PI, real_logarithm(sine)), result);
    }
    uint32_t pole = is_infinite(x) | is_zero(x) | (is_negative(x) & integrality(x).integer);
    return unless_nan(x, select(pole, HUGE_VAL, real_value(result)));
}

float tgammaf(float x) {
    return (float)tgamma(x);
}

float lgammaf(float x) {
    return (float)lgamma(x);
}
