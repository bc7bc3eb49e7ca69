/* RUN: for o in -O2 -O0 -Os -Oz; do muonc $o -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf; echo $?; done */
/* Products and quotients of complex numbers, by hand and as annex G of the C standard has them, in lanes
 * with operands of their own; and long double, which is double. The result names what is wrong. */
#include <neutrino/muon.h>

_Static_assert(sizeof(long double) == 8 && __LDBL_MANT_DIG__ == 53, "long double is double");

#define INFINITY __builtin_inff()

volatile float _Complex a = 1 + 2i, b = 3 - 1i, zero = 0, huge = 0x1p120f + 0x1p120fi, tiny = 0x1p-140f;
volatile double _Complex c = 1 + 2i, d = 3 - 1i, far = 0x1p1000 - 0x1p1000i;

static int parts(float _Complex z, float real, float imaginary) {
    return __real__ z == real && __imag__ z == imaginary;
}

static float _Complex pair(float real, float imaginary) {
    float _Complex z = real;
    __imag__ z = imaginary;
    return z;
}

static int is_infinite(float _Complex z) {
    return __builtin_isinf(__real__ z) || __builtin_isinf(__imag__ z);
}

static int finite(void) {
    double _Complex product = c * d, quotient = c / d, one = far / far;
    return !parts(a * b, 5, 5) | !parts(a / b, 0.1f, 0.7f) << 1 | !parts(huge / huge, 1, 0) << 2 |
           !parts(tiny / tiny, 1, 0) << 3 |
           !(__real__ product == 5 && __imag__ product == 5) << 4 |
           !(__real__ quotient == 0.1 && __imag__ quotient == 0.7) << 5 |
           !(__real__ one == 1 && __imag__ one == 0) << 6;
}

static int infinite(void) {
    float nan = __builtin_nanf("");
    float _Complex infinity = pair(INFINITY, nan), other = pair(nan, -INFINITY);
    return !is_infinite(infinity * a) | !is_infinite(other * infinity) << 1 |
           !is_infinite(a / zero) << 2 | !parts(a / pair(INFINITY, INFINITY), 0, 0) << 3 |
           !is_infinite(infinity / b) << 4 | is_infinite(pair(nan, nan) * a) << 5 |
           is_infinite(zero / zero) << 6 |
           !is_infinite(pair(0x1p100f, 0x1p100f) * pair(0x1p100f, INFINITY)) << 7;
}

static int lanes(void) {
    float lane = (float)muon_lane_id();
    float _Complex z = pair(lane, 1), w = pair(2, lane);
    return !parts(z * w, lane, lane * lane + 2) | !parts(z * w / w, lane, 1) << 1;
}

volatile long double x = 1.5L, y = 2.25L;

static int long_double(void) {
    return (x * y != 3.375L) | (x / y != (long double)(1.5 / 2.25)) << 1 | ((int)(x + y) != 3) << 2 |
           !(x < y) << 3 | ((float)(y - x) != 0.75f) << 4;
}

int main(void) {
    return (finite() != 0) | (infinite() != 0) << 1 | (lanes() != 0) << 2 | (long_double() != 0) << 3;
}
