/* As table.c, the functions of double. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __MUON__
#define LANES __MUON_LANES__
#define LANE muon_lane_id()
#else
#define LANES 1
#define LANE 0
#endif

/* Volatile, so that the compiler computes no results itself. */
static const volatile double arguments[] = {
    0.0,      -0.0,      1,        -1,     0.5,       -0.3,     1.5,     -2.5,
    3,        0x1p-1074, -0x1p-60, 0x1p53, INFINITY,  -INFINITY, NAN,    700.5,
    -745.125, 2.25,      1e22,     -1e300, 0.0625,    0.7,      -0.9,    12.3,
    -3.75,    27,        171.5,    1e-5,   3.1415926, -100.25,  1.0009, 0.99,
};
enum { ARGUMENTS = sizeof arguments / sizeof *arguments };

static double argument(uint32_t i) {
    return arguments[i % ARGUMENTS];
}

/* The host's NaNs may have signs. */
static unsigned long long shown(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return isnan(value) ? 0x7ff8000000000000 : bits;
}

static void print_result(double x, double y) {
    printf(" %016llx %016llx\n", shown(x), shown(y));
}

#define UNARY(name, bound, low, high)                                                              \
    static void print_##name(void) {                                                               \
        for (uint32_t first = 0; first < ARGUMENTS; first += LANES)                                \
            print_result(argument(first + LANE), name(argument(first + LANE)));                    \
    }
#define BINARY(name, bound, low, high)                                                             \
    static void print_##name(void) {                                                               \
        for (uint32_t first = 0; first < 2 * ARGUMENTS; first += LANES) {                          \
            uint32_t i = first + LANE;                                                             \
            double x = argument(i), y = argument(5 * i + 2 + i / ARGUMENTS);                       \
            print_result(x, name(x, y));                                                           \
        }                                                                                          \
    }
#include "double_functions.def"
#undef UNARY
#undef BINARY

/* A line for each item in one call, for lanes print call by call. */
static void print_parts(uint32_t i) {
    double x = argument(i), whole;
    int power;
    double significand = frexp(x, &power), fraction = modf(x, &whole);
    double shifted = ldexp(x, (int)(i * 137 % 2301) - 1150);
    printf(" %016llx %d %016llx %016llx %016llx %d %d\n", shown(significand),
           x - x == 0 ? power : 0, shown(fraction), shown(whole), shown(shifted), ilogb(x),
           fpclassify(x));
}

static void print_results(uint32_t i) {
    double x = argument(i), y = argument(7 * i + 3), sine, cosine;
    int quotient;
    double rest = remquo(x, y, &quotient);
    sincos(x, &sine, &cosine);
    printf(" %016llx %d %016llx %016llx %016llx\n", shown(rest), quotient, shown(sine),
           shown(cosine), shown(fma(x, y, -x)));
}

static void print_integers(uint32_t i) {
    double x = argument(i);
    double small = x > -1e9 && x < 1e9 ? x : 0;
    printf(" %ld %ld %lld %lld %lld %lld\n", lround(small), lrint(small), llround(small),
           llrint(small), llroundf((float)small), llrintf((float)small));
}

static void print_floats(uint32_t i) {
    float x = (float)argument(i), y = (float)argument(7 * i + 3);
    int quotient;
    printf(" %a %a %a %a %a %a %d\n", (double)erfcf(x), (double)tgammaf(x), (double)lgammaf(x),
           (double)remquof(x, y, &quotient), (double)nexttowardf(x, y), (double)scalblnf(x, 3),
           fpclassify(x));
}

static void print_all(void (*print)(uint32_t)) {
    for (uint32_t first = 0; first < ARGUMENTS; first += LANES)
        print(first + LANE);
}

int main(void) {
#define UNARY(name, bound, low, high) print_##name();
#define BINARY(name, bound, low, high) print_##name();
#include "double_functions.def"
    print_all(print_parts);
    print_all(print_results);
    print_all(print_integers);
    print_all(print_floats);
    return 0;
}
