/* Comparisons of binary64, which clang calls: the result compared with 0 is the comparison, and
 * none of them holds for NaN, except "not equal". */
#include "libtask/muon/builtins/bits.h"

int __eqdf2(double a, double b);
int __nedf2(double a, double b);
int __ltdf2(double a, double b);
int __ledf2(double a, double b);
int __gtdf2(double a, double b);
int __gedf2(double a, double b);
int __unorddf2(double a, double b);

static uint32_t is_nan(double value) {
    return (double_bits(value) & INT64_MAX) > UINT64_C(0x7ff) << DOUBLE_FRACTION;
}

/* Bits in the order of the numbers, both zeros the same. */
static int64_t ordered(double value) {
    int64_t bits = (int64_t)double_bits(value);
    int64_t sign = bits >> 63, magnitude = bits & INT64_MAX;
    return (magnitude ^ sign) - sign;
}

/* -1, 0, 1 for less, equal, greater; else the given result. */
static int compare(double a, double b, int unordered) {
    int64_t x = ordered(a), y = ordered(b);
    int result = (x > y) - (x < y);
    return (int)choose(is_nan(a) | is_nan(b), (uint32_t)unordered, (uint32_t)result);
}

int __unorddf2(double a, double b) {
    return (int)(is_nan(a) | is_nan(b));
}
int __eqdf2(double a, double b) {
    return compare(a, b, 1);
}
int __nedf2(double a, double b) {
    return compare(a, b, 1);
}
int __ltdf2(double a, double b) {
    return compare(a, b, 1);
}
int __ledf2(double a, double b) {
    return compare(a, b, 1);
}
int __gtdf2(double a, double b) {
    return compare(a, b, -1);
}
int __gedf2(double a, double b) {
    return compare(a, b, -1);
}
