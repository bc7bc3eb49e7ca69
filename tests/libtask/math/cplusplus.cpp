/* <math.h> in C++: the names that C++ overloads, of float, with and without std::.
 * RUN: for o in -O0 -O2; do muonc -Wall -Wextra $o %s -o %t.elf && musim %t.elf; done
 * RUN: muonc -DCMATH_FIRST %s -o %t.elf && musim %t.elf
 * RUN: muonc -DDOUBLE -c %s -o %t.o 2>&1 | grep -o "[a-z.]*:[0-9:]* error: call to deleted function.*"
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

#ifdef DOUBLE
double root(double x) {
    return sqrt(x);
}
#endif

int main() {
    volatile float x = 4;
    if (clamped(x, 5, 6) != 5 || clamped(x, 1, 3) != 3 || fmin(x) != 3)
        return 1;
    if (sqrt(x) != 2 || std::sqrt(x) != sqrtf(x) || pow(x, 2) != 16 || fabs(-x) != abs(x))
        return 2;
    if (!isless(x, 5.0f) || isgreater(x, 5.0f) || isnan(x) || !isinf(1 / (x - x)) || signbit(x))
        return 3;
    static_assert(sizeof exp(x) == sizeof(float), "not of double");
    return floor(x + 0.5f) == 4 && round(1.5f) == 2 && atan2(0.0f, x) == 0 ? 0 : 4;
}
