/* <math.h> in C++: the names that C++ overloads, with and without std::.
 * RUN: for o in -O0 -O2; do muonc -Wall -Wextra $o %s -o %t.elf && musim %t.elf; done
 * RUN: muonc -DCMATH_FIRST %s -o %t.elf && musim %t.elf
 * RUN: muonc -DPOINTER -c %s -o %t.o 2>&1 | grep -o "[a-z.]*:[0-9:]* error: no matching function.*"
 */
#ifdef CMATH_FIRST
#include <cmath>
#endif
#include <math.h>

#include <math.h>

/* A program may have others by these names. */
static float fmin(float x) {
    return x - 1;
}

static float clamped(float x, float low, float high) {
    return fmin(fmax(x, low), high);
}

#ifdef POINTER
double root(double *x) {
    return sqrt(x);
}
#endif

template <class T, class U> constexpr bool same = false;
template <class T> constexpr bool same<T, T> = true;
#define TYPE(expression, type) static_assert(same<decltype(expression), type>, #expression)

TYPE(exp(1.0f), float);
TYPE(std::exp(1.0), double);
TYPE(exp(1.0L), long double);
TYPE(std::exp(1), double);
TYPE(pow(1.0f, 2.0f), float);
TYPE(pow(1.0f, 2.0), double);
TYPE(pow(1.0f, 2), double);
TYPE(std::pow(1.0f, 2.0L), long double);
TYPE(fma(1.0f, 1.0f, 1.0f), float);
TYPE(fma(1.0f, 1, 1.0f), double);
TYPE(lround(1.0f), long);
TYPE(std::llrint(1), long long);
TYPE(ilogb(1.0f), int);
TYPE(ldexp(1.0f, 2), float);
TYPE(ldexp(1, 2), double);
TYPE(nexttoward(1.0f, 2.0L), float);
TYPE(fabs(1.0f), float);
TYPE(abs(1.0), double);

int main() {
    volatile float x = 4;
    volatile double y = 4;
    if (clamped(x, 5, 6) != 5 || clamped(x, 1, 3) != 3 || fmin(x) != 3)
        return 1;
    if (sqrt(x) != 2 || std::sqrt(x) != sqrtf(x) || pow(x, 2) != 16 || fabs(-x) != abs(x))
        return 2;
    if (!isless(x, 5.0f) || isgreater(x, 5) || isnan(x) || !isinf(1 / (x - x)) || signbit(x))
        return 3;
    if (sqrt(y) != 2 || std::sqrt(2 * y) == sqrtf(8) || sqrt(9) != 3 || std::sqrt(16.0L) != 4)
        return 5;
    if (pow(x, y) != 256 || atan2(1, 1) != M_PI_4 || sqrtl(y) != 2 || fmal(y, y, 1) != 17)
        return 6;
    if (fpclassify(y) != FP_NORMAL || std::fpclassify(0) != FP_ZERO || isnan(1) || !isfinite(y))
        return 7;
    int power, quotient;
    long double whole;
    if (frexp(x, &power) != 0.5f || power != 3 || modf(y + 0.25L, &whole) != 0.25 || whole != 4)
        return 8;
    if (remquo(x, 3.0f, &quotient) != 1 || quotient != 1 || lgamma(x) != lgammaf(x))
        return 9;
    return floor(x + 0.5f) == 4 && round(1.5f) == 2 && atan2(0.0f, x) == 0 ? 0 : 4;
}
