/* The SIMT cores' arithmetic of binary64, compiled for the host, against the host's, bit for bit:
 * every pair of special operands and millions of random ones. */
#include <check.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "tests/suite.h"

double __adddf3(double a, double b);
double __subdf3(double a, double b);
double __muldf3(double a, double b);
double __divdf3(double a, double b);
int __eqdf2(double a, double b);
int __nedf2(double a, double b);
int __ltdf2(double a, double b);
int __ledf2(double a, double b);
int __gtdf2(double a, double b);
int __gedf2(double a, double b);
int __unorddf2(double a, double b);
double __floatundidf(uint64_t value);
double __floatdidf(int64_t value);
double __floatunsidf(uint32_t value);
double __floatsidf(int32_t value);
uint64_t __fixunsdfdi(double value);
int64_t __fixdfdi(double value);
uint32_t __fixunsdfsi(double value);
int32_t __fixdfsi(double value);

enum { RANDOM = 1000000 };

/* ck_assert keeps a record of every check that passes: too slow for so many. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("%s", #condition);                                                        \
    } while (0)

static const uint64_t specials[] = {
    0,
    1,
    2,
    0x000fffffffffffff,
    0x0010000000000000,
    0x0010000000000001,
    0x0020000000000000,
    0x3ca0000000000000,
    0x3cafffffffffffff,
    0x3fdfffffffffffff,
    0x3fe0000000000000,
    0x3fefffffffffffff,
    0x3ff0000000000000,
    0x3ff0000000000001,
    0x3ff8000000000000,
    0x4000000000000000,
    0x4008000000000000,
    0x41dfffffffc00000,
    0x41e0000000000000,
    0x41efffffffe00000,
    0x4330000000000000,
    0x4340000000000001,
    0x43dfffffffffffff,
    0x43e0000000000000,
    0x43efffffffffffff,
    0x43f0000000000000,
    0x7fe0000000000000,
    0x7fefffffffffffff,
    0x7ff0000000000000,
    0x7ff0000000000001,
    0x7ff8000000000000,
};
enum { SPECIALS = 2 * sizeof specials / sizeof *specials };

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double special(int i) {
    return double_of(specials[i / 2] | (uint64_t)(i & 1) << 63);
}

static uint64_t random_bits(void) {
    static uint64_t state = 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

/* Significands of few bits make exact results and ties; near exponents make cancellation; low and
 * high ones make subnormal results and overflow. */
static double random_double(uint64_t kind) {
    uint64_t bits = random_bits(), sign = bits & UINT64_C(1) << 63;
    uint64_t fraction = random_bits() >> 12;
    if (kind & 1)
        fraction &= ~UINT64_C(0) << (random_bits() % 53);
    uint64_t exponent = bits & 0x7ff;
    if (kind & 2)
        exponent = 1023 + bits % 60 - 30;
    if ((kind & 12) == 12)
        exponent = kind & 16 ? bits % 60 : 510 + bits % 30;
    return double_of(sign | exponent << 52 | fraction);
}

static bool same(double a, double b) {
    return (isnan(a) && isnan(b)) || bits_of(a) == bits_of(b);
}

static void check_result(const char *operation, double a, double b, double mine, double its) {
    if (!same(mine, its))
        ck_abort_msg("%016" PRIx64 " %s %016" PRIx64 " = %016" PRIx64 ", not %016" PRIx64,
                     bits_of(a), operation, bits_of(b), bits_of(its), bits_of(mine));
}

static void check_operations(double a, double b) {
    check_result("+", a, b, __adddf3(a, b), a + b);
    check_result("-", a, b, __subdf3(a, b), a - b);
    check_result("*", a, b, __muldf3(a, b), a * b);
    check_result("/", a, b, __divdf3(a, b), a / b);
    EXPECT((__eqdf2(a, b) == 0) == (a == b));
    EXPECT((__nedf2(a, b) != 0) == (a != b));
    EXPECT((__ltdf2(a, b) < 0) == (a < b));
    EXPECT((__ledf2(a, b) <= 0) == (a <= b));
    EXPECT((__gtdf2(a, b) > 0) == (a > b));
    EXPECT((__gedf2(a, b) >= 0) == (a >= b));
    EXPECT((__unorddf2(a, b) != 0) == (isnan(a) || isnan(b)));
}

START_TEST(operations_on_special_operands) {
    for (int i = 0; i < SPECIALS; i++)
        for (int j = 0; j < SPECIALS; j++)
            check_operations(special(i), special(j));
}
END_TEST

START_TEST(operations_on_random_operands) {
    for (int i = 0; i < RANDOM; i++) {
        uint64_t kind = random_bits();
        check_operations(random_double(kind), random_double(kind >> 5));
    }
}
END_TEST

START_TEST(nan_results_are_canonical) {
    ck_assert_uint_eq(bits_of(__subdf3(INFINITY, INFINITY)), 0x7ff8000000000000);
    ck_assert_uint_eq(bits_of(__muldf3(-INFINITY, 0)), 0x7ff8000000000000);
    ck_assert_uint_eq(bits_of(__divdf3(0, -0.0)), 0x7ff8000000000000);
    ck_assert_uint_eq(bits_of(__adddf3(double_of(0xfff0000000000001), 1)), 0x7ff8000000000000);
}
END_TEST

START_TEST(integers_to_double) {
    for (int i = 0; i < RANDOM; i++) {
        uint64_t bits = i < 64    ? UINT64_C(1) << i
                        : i < 128 ? (UINT64_C(1) << (i - 64)) - 1
                                  : random_bits();
        bits >>= i < 128 ? 0 : random_bits() % 64;
        EXPECT(same(__floatundidf(bits), (double)bits));
        EXPECT(same(__floatdidf((int64_t)bits), (double)(int64_t)bits));
        EXPECT(same(__floatunsidf((uint32_t)bits), (double)(uint32_t)bits));
        EXPECT(same(__floatsidf((int32_t)bits), (double)(int32_t)bits));
    }
}
END_TEST

/* C leaves results out of range undefined: what RISC-V gives. */
static void check_to_integers(double x) {
    double cut = isnan(x) ? INFINITY : x;
    EXPECT(__fixdfsi(x) == (cut >= 0x1p31 ? INT32_MAX : cut <= -0x1p31 ? INT32_MIN : (int32_t)x));
    EXPECT(__fixunsdfsi(x) == (cut >= 0x1p32 ? UINT32_MAX : cut <= 0 ? 0 : (uint32_t)x));
    EXPECT(__fixdfdi(x) == (cut >= 0x1p63 ? INT64_MAX : cut <= -0x1p63 ? INT64_MIN : (int64_t)x));
    EXPECT(__fixunsdfdi(x) == (cut >= 0x1p64 ? UINT64_MAX : cut <= 0 ? 0 : (uint64_t)x));
}

START_TEST(double_to_integers) {
    for (int i = 0; i < SPECIALS; i++)
        check_to_integers(special(i));
    for (int i = 0; i < RANDOM; i++) {
        check_to_integers(random_double((uint64_t)i));
        check_to_integers(ldexp((double)(int64_t)random_bits(), -(int)(random_bits() % 64)));
    }
}
END_TEST

SUITE("soft double", NULL, NULL, operations_on_special_operands, operations_on_random_operands,
      nan_results_are_canonical, integers_to_double, double_to_integers)
