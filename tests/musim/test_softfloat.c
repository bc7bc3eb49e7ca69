/* Software floating point against two references: the host's unit for binary32 and binary64 in the
 * four rounding modes it has, and, for every format and all five modes, an extended-precision
 * result rounded to odd and then brought into the format by comparing it with its neighbours. */
#include "musim/softfloat/host_float.h"
#include "musim/softfloat/softfloat.h"

#include "tests/suite.h"

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <string.h>

#if defined(__clang__)
#pragma STDC FENV_ACCESS ON
#endif

/* As ck_assert_msg, which writes to a pipe even when all is well: too slow for millions. */
#define EXPECT(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg(__VA_ARGS__);                                                             \
    } while (0)
#define EXPECT_EQUAL(actual, expected)                                                             \
    EXPECT((actual) == (expected), "%s is not %s", #actual, #expected)

static const int host_mode[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
static const char *const format_name[] = {"bf16", "f32", "f64"};
static const unsigned fraction_bits[] = {7, 23, 52};
static const unsigned width[] = {16, 32, 64};
static const int exponent_max[] = {127, 127, 1023};
static const uint64_t canonical[] = {0x7fc0, 0x7fc00000, 0x7ff8000000000000};

/* ---- operands: uniform bits, mixed with the edges of every field ---- */

static uint64_t random_state = 0x9e3779b97f4a7c15;

static uint64_t random_bits(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * 0x2545f4914f6cdd1d;
}

static uint64_t random_fraction(unsigned bits) {
    uint64_t all = (1ull << bits) - 1;
    uint64_t one = 1ull << random_bits() % bits;
    switch (random_bits() % 6) {
    case 0: return random_bits() % 3;
    case 1: return all - random_bits() % 3;
    case 2: return one;
    case 3: return all & -one;
    default: return random_bits() & all;
    }
}

static uint64_t random_operand(enum sf_format f) {
    int top = 2 * exponent_max[f] + 1;
    int exponent;
    switch (random_bits() % 8) {
    case 0: exponent = random_bits() % 3; break;
    case 1: exponent = top - (int)(random_bits() % 3); break;
    case 2: exponent = random_bits() % (fraction_bits[f] + 4); break;
    case 3: exponent = random_bits() % (top + 1); break;
    default: exponent = top / 2 - 32 + (int)(random_bits() % 64); break;
    }
    return (random_bits() & 1) << (width[f] - 1) | (uint64_t)exponent << fraction_bits[f] |
           random_fraction(fraction_bits[f]);
}

/* ---- bits and values ---- */

static long double value_of(enum sf_format f, uint64_t bits) {
    double d;
    float s;
    uint32_t word = f == SF_BF16 ? bits << 16 : bits;
    memcpy(&d, &bits, sizeof d);
    memcpy(&s, &word, sizeof s);
    return f == SF_F64 ? (long double)d : (long double)s;
}

/* Of a value that the format has. */
static uint64_t bits_of(enum sf_format f, long double value) {
    double d = value;
    float s = value;
    uint64_t bits;
    uint32_t word;
    memcpy(&bits, &d, sizeof bits);
    memcpy(&word, &s, sizeof word);
    return f == SF_F64 ? bits : f == SF_F32 ? word : word >> 16;
}

static bool signalling(enum sf_format f, uint64_t bits) {
    return isnan(value_of(f, bits)) && !(bits >> (fraction_bits[f] - 1) & 1);
}

static unsigned host_flags(void) {
    int raised = fetestexcept(FE_ALL_EXCEPT);
    return (raised & FE_INEXACT ? SF_NX : 0) | (raised & FE_UNDERFLOW ? SF_UF : 0) |
           (raised & FE_OVERFLOW ? SF_OF : 0) | (raised & FE_DIVBYZERO ? SF_DZ : 0) |
           (raised & FE_INVALID ? SF_NV : 0);
}

/* ---- the reference for all formats and modes ---- */

/* magnitude, to the multiple of quantum that rm asks for. */
static long double round_to(long double magnitude, long double quantum, bool negative,
                            enum sf_rounding rm) {
    long double count = truncl(magnitude / quantum);
    long double rest = magnitude - count * quantum;
    bool up = false;
    if (rest == 0)
        return magnitude;
    switch (rm) {
    case SF_RNE: up = rest > quantum / 2 || (rest == quantum / 2 && fmodl(count, 2) != 0); break;
    case SF_RMM: up = rest >= quantum / 2; break;
    case SF_RDN: up = negative; break;
    case SF_RUP: up = !negative; break;
    case SF_RTZ: break;
    }
    return (count + up) * quantum;
}

static uint64_t reference_round(enum sf_format f, long double value, enum sf_rounding rm,
                                unsigned *flags) {
    bool negative = signbit(value);
    long double magnitude = fabsl(value);
    if (magnitude == 0 || isinf(magnitude))
        return bits_of(f, value);

    int exponent;
    frexpl(magnitude, &exponent);
    int least = 1 - exponent_max[f];
    long double unbounded = ldexpl(1, exponent - 1 - (int)fraction_bits[f]);
    long double subnormal = ldexpl(1, least - (int)fraction_bits[f]);
    long double rounded =
        round_to(magnitude, unbounded > subnormal ? unbounded : subnormal, negative, rm);
    if (rounded != magnitude) {
        *flags |= SF_NX;
        if (round_to(magnitude, unbounded, negative, rm) < ldexpl(1, least))
            *flags |= SF_UF;
    }
    if (rounded >= ldexpl(1, exponent_max[f] + 1)) {
        *flags |= SF_OF | SF_NX;
        bool finite = rm == SF_RTZ || rm == (negative ? SF_RUP : SF_RDN);
        rounded = finite ? ldexpl(2 - ldexpl(1, -(int)fraction_bits[f]), exponent_max[f])
                         : (long double)INFINITY;
    }
    return bits_of(f, negative ? -rounded : rounded);
}

enum operation { ADD, SUB, MUL, DIV, SQRT, FMA, OPERATIONS };
static const char *const operation_name[] = {"add", "sub", "mul", "div", "sqrt", "fma"};

static long double extended(enum operation op, long double a, long double b, long double c) {
    volatile long double x = a, y = b, z = c;
    switch (op) {
    case ADD: return x + y;
    case SUB: return x - y;
    case MUL: return x * y;
    case DIV: return x / y;
    case SQRT: return sqrtl(x);
    default: return fmal(x, y, z);
    }
}

/* Truncated in extended precision, the lowest bit set if that lost something: rounding that to a
 * shorter format is as good as rounding the exact result. */
static long double round_to_odd(enum operation op, long double a, long double b, long double c,
                                unsigned *flags) {
    fesetround(FE_TOWARDZERO);
    feclearexcept(FE_ALL_EXCEPT);
    volatile long double result = extended(op, a, b, c);
    unsigned raised = host_flags();
    fesetround(FE_TONEAREST);
    *flags |= raised & (SF_DZ | SF_NV);
    if (!(raised & SF_NX))
        return result;
    int exponent;
    long double significand = ldexpl(frexpl(result, &exponent), LDBL_MANT_DIG);
    if (fmodl(significand, 2) == 0)
        significand += signbit(result) ? -1 : 1;
    return ldexpl(significand, exponent - LDBL_MANT_DIG);
}

static uint64_t reference(enum operation op, enum sf_format f, const uint64_t *operands,
                          enum sf_rounding rm, unsigned *flags) {
    unsigned arity = op == SQRT ? 1 : op == FMA ? 3 : 2;
    long double v[3] = {0};
    bool nan = false;
    for (unsigned i = 0; i < arity; i++) {
        v[i] = value_of(f, operands[i]);
        nan |= isnan(v[i]);
        *flags |= signalling(f, operands[i]) ? SF_NV : 0;
    }
    if (op == FMA && ((isinf(v[0]) && v[1] == 0) || (v[0] == 0 && isinf(v[1]))))
        *flags |= SF_NV;
    if (nan)
        return canonical[f];

    long double result = round_to_odd(op, v[0], v[1], v[2], flags);
    if (isnan(result))
        return canonical[f];
    if (result == 0 && rm == SF_RDN) { /* exact: only its sign depends on the mode */
        fesetround(FE_DOWNWARD);
        volatile long double zero = extended(op, v[0], v[1], v[2]);
        fesetround(FE_TONEAREST);
        result = zero;
    }
    return reference_round(f, result, rm, flags);
}

static uint64_t software(enum operation op, enum sf_format f, const uint64_t *operands,
                         enum sf_rounding rm, unsigned *flags) {
    uint64_t a = operands[0], b = operands[1];
    switch (op) {
    case ADD: return sf_add(f, a, b, rm, flags);
    case SUB: return sf_sub(f, a, b, rm, flags);
    case MUL: return sf_mul(f, a, b, rm, flags);
    case DIV: return sf_div(f, a, b, rm, flags);
    case SQRT: return sf_sqrt(f, a, rm, flags);
    default: return sf_fma(f, a, b, operands[2], rm, flags);
    }
}

/* Related operands make cancellation, ties and exact results frequent. */
static void random_operands(enum sf_format f, uint64_t operands[3]) {
    for (int i = 0; i < 3; i++)
        operands[i] = random_operand(f);
    switch (random_bits() % 8) {
    case 0: operands[1] = operands[0] ^ (random_bits() & 3); break;
    case 1: operands[1] = operands[0] ^ 1ull << (width[f] - 1); break;
    case 2: {
        unsigned ignored = 0;
        operands[2] = sf_mul(f, operands[0], operands[1], SF_RNE, &ignored);
        operands[2] ^= 1ull << (width[f] - 1);
        operands[2] ^= random_bits() & 1;
        break;
    }
    default: break;
    }
}

START_TEST(arithmetic_in_every_format_and_mode) {
    for (int i = 0; i < 600000; i++) {
        enum sf_format f = random_bits() % 3;
        enum sf_rounding rm = random_bits() % 5;
        enum operation op = random_bits() % OPERATIONS;
        uint64_t operands[3];
        random_operands(f, operands);
        unsigned flags = 0, expected_flags = 0;
        uint64_t result = software(op, f, operands, rm, &flags);
        uint64_t expected = reference(op, f, operands, rm, &expected_flags);
        EXPECT(result == expected && flags == expected_flags,
               "%s.%s mode %d of %lx %lx %lx: %lx flags %x, expected %lx flags %x",
               operation_name[op], format_name[f], rm, operands[0], operands[1], operands[2],
               result, flags, expected, expected_flags);
    }
}
END_TEST

/* ---- the host's unit ---- */

#define HOST(type, root, fused)                                                                    \
    static type host_##type(enum operation op, volatile type a, volatile type b,                   \
                            volatile type c) {                                                     \
        switch (op) {                                                                              \
        case ADD: return a + b;                                                                    \
        case SUB: return a - b;                                                                    \
        case MUL: return a * b;                                                                    \
        case DIV: return a / b;                                                                    \
        case SQRT: return root(a);                                                                 \
        default: return fused(a, b, c);                                                            \
        }                                                                                          \
    }
HOST(float, sqrtf, fmaf)
HOST(double, sqrt, fma)

static uint64_t host(enum operation op, enum sf_format f, const uint64_t *operands,
                     enum sf_rounding rm, unsigned *flags) {
    double d[3];
    float s[3];
    for (int i = 0; i < 3; i++) {
        uint32_t word = operands[i];
        memcpy(&d[i], &operands[i], sizeof *d);
        memcpy(&s[i], &word, sizeof *s);
    }
    fesetround(host_mode[rm]);
    feclearexcept(FE_ALL_EXCEPT);
    volatile double wide = 0;
    volatile float single = 0;
    if (f == SF_F64)
        wide = host_double(op, d[0], d[1], d[2]);
    else
        single = host_float(op, s[0], s[1], s[2]);
    *flags = host_flags();
    fesetround(FE_TONEAREST);
    long double result = f == SF_F64 ? (long double)wide : (long double)single;
    return isnan(result) ? canonical[f] : bits_of(f, result);
}

START_TEST(arithmetic_as_the_host_does) {
    for (int i = 0; i < 2000000; i++) {
        enum sf_format f = random_bits() & 1 ? SF_F32 : SF_F64;
        enum sf_rounding rm = random_bits() % 4;
        enum operation op = random_bits() % OPERATIONS;
        uint64_t operands[3];
        random_operands(f, operands);
        unsigned flags = 0, expected_flags;
        uint64_t result = software(op, f, operands, rm, &flags);
        uint64_t expected = host(op, f, operands, rm, &expected_flags);
        long double a = value_of(f, operands[0]), b = value_of(f, operands[1]);
        if (op == FMA && ((isinf(a) && b == 0) || (a == 0 && isinf(b))))
            expected_flags |= SF_NV; /* IEEE leaves it open beside a quiet NaN, RISC-V does not */
        if (HOST_TININESS_AFTER_ROUNDING)
            EXPECT(flags == expected_flags, "%s.%s mode %d of %lx %lx %lx: flags %x, expected %x",
                   operation_name[op], format_name[f], rm, operands[0], operands[1], operands[2],
                   flags, expected_flags);
        EXPECT(result == expected, "%s.%s mode %d of %lx %lx %lx: %lx, expected %lx",
               operation_name[op], format_name[f], rm, operands[0], operands[1], operands[2],
               result, expected);
    }
}
END_TEST

/* ---- comparisons and classes ---- */

static void check_comparison(enum sf_format f, uint64_t a, uint64_t b) {
    long double x = value_of(f, a), y = value_of(f, b);
    bool nan = isnan(x) || isnan(y);
    unsigned quiet = signalling(f, a) || signalling(f, b) ? SF_NV : 0;
    unsigned loud = nan ? SF_NV : 0;
    unsigned flags[5] = {0};
    EXPECT_EQUAL(sf_eq(f, a, b, &flags[0]), x == y);
    EXPECT_EQUAL(sf_lt(f, a, b, &flags[1]), isless(x, y));
    EXPECT_EQUAL(sf_le(f, a, b, &flags[2]), islessequal(x, y));
    uint64_t less = sf_min(f, a, b, &flags[3]);
    uint64_t more = sf_max(f, a, b, &flags[4]);
    EXPECT_EQUAL(flags[0], quiet);
    EXPECT_EQUAL(flags[1], loud);
    EXPECT_EQUAL(flags[2], loud);
    EXPECT_EQUAL(flags[3], quiet);
    EXPECT_EQUAL(flags[4], quiet);
    if (isnan(x) && isnan(y)) {
        EXPECT_EQUAL(less, canonical[f]);
        EXPECT_EQUAL(more, canonical[f]);
    } else if (nan) {
        EXPECT_EQUAL(less, isnan(x) ? b : a);
        EXPECT_EQUAL(more, isnan(x) ? b : a);
    } else {
        bool a_first = x < y || (x == y && (signbit(x) || !signbit(y)));
        EXPECT_EQUAL(less, a_first ? a : b);
        EXPECT_EQUAL(more, a_first ? b : a);
    }
}

START_TEST(comparisons) {
    for (int i = 0; i < 500000; i++) {
        enum sf_format f = i % 3;
        uint64_t operands[3];
        random_operands(f, operands);
        check_comparison(f, operands[0], operands[1]);
    }
}
END_TEST

static unsigned reference_class(enum sf_format f, uint64_t bits) {
    long double value = value_of(f, bits);
    bool negative = signbit(value);
    if (isnan(value))
        return signalling(f, bits) ? 1 << 8 : 1 << 9;
    if (isinf(value))
        return negative ? 1 << 0 : 1 << 7;
    if (value == 0)
        return negative ? 1 << 3 : 1 << 4;
    if (fabsl(value) < ldexpl(1, 1 - exponent_max[f]))
        return negative ? 1 << 2 : 1 << 5;
    return negative ? 1 << 1 : 1 << 6;
}

START_TEST(classes) {
    for (uint64_t bits = 0; bits < 0x10000; bits++)
        EXPECT_EQUAL(sf_class(SF_BF16, bits), reference_class(SF_BF16, bits));
    for (int i = 0; i < 200000; i++) {
        enum sf_format f = i & 1 ? SF_F32 : SF_F64;
        uint64_t bits = random_operand(f);
        EXPECT_EQUAL(sf_class(f, bits), reference_class(f, bits));
    }
}
END_TEST

/* ---- conversions ---- */

static void check_conversion(enum sf_format to, enum sf_format from, uint64_t bits,
                             enum sf_rounding rm) {
    unsigned flags = 0, expected_flags = 0;
    uint64_t result = sf_convert(to, from, bits, rm, &flags);
    long double value = value_of(from, bits);
    uint64_t expected = canonical[to];
    if (!isnan(value))
        expected = reference_round(to, value, rm, &expected_flags);
    else if (signalling(from, bits))
        expected_flags = SF_NV;
    EXPECT(result == expected && flags == expected_flags,
           "%s to %s mode %d of %lx: %lx flags %x, expected %lx flags %x", format_name[from],
           format_name[to], rm, bits, result, flags, expected, expected_flags);
}

static void check_to_integer(enum sf_format f, uint64_t bits, unsigned size, bool is_signed,
                             enum sf_rounding rm) {
    unsigned flags = 0, expected_flags = 0;
    uint64_t result = sf_to_integer(f, bits, size, is_signed, rm, &flags);
    long double value = value_of(f, bits);
    long double rounded = isfinite(value) ? round_to(fabsl(value), 1, signbit(value), rm) : value;
    if (isfinite(value) && signbit(value))
        rounded = -rounded;
    long double least = is_signed ? -ldexpl(1, size - 1) : 0;
    long double limit = ldexpl(1, is_signed ? size - 1 : size);
    uint64_t expected;
    if (isnan(value) || rounded >= limit) {
        expected = is_signed ? (1ull << (size - 1)) - 1 : UINT64_MAX;
        expected_flags = SF_NV;
    } else if (rounded < least) {
        expected = is_signed ? (uint64_t)(int64_t)least : 0;
        expected_flags = SF_NV;
    } else {
        expected = rounded < 0 ? (uint64_t)(int64_t)rounded : (uint64_t)rounded;
        expected = size == 32 ? (uint64_t)(int32_t)expected : expected;
        expected_flags = rounded != value ? SF_NX : 0;
    }
    EXPECT(result == expected && flags == expected_flags,
           "%s to %s%u mode %d of %lx: %lx flags %x, expected %lx flags %x", format_name[f],
           is_signed ? "int" : "uint", size, rm, bits, result, flags, expected, expected_flags);
}

static void check_from_integer(enum sf_format f, uint64_t integer, unsigned size, bool is_signed,
                               enum sf_rounding rm) {
    unsigned flags = 0, expected_flags = 0;
    uint64_t result = sf_from_integer(f, integer, size, is_signed, rm, &flags);
    long double value;
    if (size == 32)
        value = is_signed ? (long double)(int32_t)integer : (long double)(uint32_t)integer;
    else
        value = is_signed ? (long double)(int64_t)integer : (long double)integer;
    uint64_t expected = reference_round(f, value, rm, &expected_flags);
    EXPECT(result == expected && flags == expected_flags,
           "%s%u to %s mode %d of %lx: %lx flags %x, expected %lx flags %x",
           is_signed ? "int" : "uint", size, format_name[f], rm, integer, result, flags, expected,
           expected_flags);
}

START_TEST(conversions) {
    for (int i = 0; i < 400000; i++) {
        enum sf_rounding rm = random_bits() % 5;
        enum sf_format from = random_bits() % 3;
        uint64_t bits = random_operand(from);
        unsigned size = random_bits() & 1 ? 32 : 64;
        bool is_signed = random_bits() & 1;
        uint64_t integer = random_bits() >> random_bits() % 64;
        check_conversion(random_bits() % 3, from, bits, rm);
        check_to_integer(from, bits, size, is_signed, rm);
        check_from_integer(from, random_bits() & 1 ? integer : -integer, size, is_signed, rm);
    }
}
END_TEST

START_TEST(every_bfloat16) {
    for (uint64_t bits = 0; bits < 0x10000; bits++)
        for (enum sf_rounding rm = SF_RNE; rm <= SF_RMM; rm++) {
            check_conversion(SF_F32, SF_BF16, bits, rm);
            check_conversion(SF_F64, SF_BF16, bits, rm);
            check_conversion(SF_BF16, SF_F32, bits << 16 | (random_bits() & 0xffff), rm);
            for (int variant = 0; variant < 4; variant++)
                check_to_integer(SF_BF16, bits, variant & 1 ? 32 : 64, variant & 2, rm);
            unsigned flags = 0, expected_flags = 0;
            uint64_t result = sf_sqrt(SF_BF16, bits, rm, &flags);
            uint64_t expected = reference(SQRT, SF_BF16, &bits, rm, &expected_flags);
            EXPECT_EQUAL(result, expected);
            EXPECT_EQUAL(flags, expected_flags);
        }
}
END_TEST

/* ---- e^x ---- */

/* How far the value, in units of itself, is from the next bfloat16 or middle of two. */
static long double distance_from_candidates(long double value) {
    int exponent;
    long double scaled = ldexpl(frexpl(value, &exponent), 9);
    return fabsl(scaled - roundl(scaled)) / scaled;
}

static uint64_t reference_exp(long double x, enum sf_rounding rm) {
    unsigned flags = 0; /* the instructions raise none */
    if (x == 0 || isinf(x))
        return bits_of(SF_BF16, expl(x));
    long double value = expl(fmaxl(-500, fminl(500, x))); /* far out of range as well */
    if (value == 1)
        value = x > 0 ? nextafterl(1, 2) : nextafterl(1, 0);
    else if (fabsl(x) > 0x1p-20L && fabsl(x) < 200)
        EXPECT(distance_from_candidates(value) > 0x1p-26L, "%Lg", x);
    return reference_round(SF_BF16, value, rm, &flags);
}

START_TEST(exponential_of_every_bfloat16) {
    for (uint64_t bits = 0; bits < 0x10000; bits++)
        for (enum sf_rounding rm = SF_RNE; rm <= SF_RMM; rm++)
            for (int negate = 0; negate < 2; negate++) {
                uint64_t result = sf_exp_bf16(bits, negate, rm);
                long double x = value_of(SF_BF16, bits);
                uint64_t expected = canonical[SF_BF16];
                if (!isnan(x))
                    expected = reference_exp(negate ? -x : x, rm);
                EXPECT(result == expected, "e^%s%lx mode %d: %lx, expected %lx", negate ? "-" : "",
                       bits, rm, result, expected);
            }
}
END_TEST

START_TEST(exponential_known_values) {
    ck_assert_uint_eq(sf_exp_bf16(0x0000, false, SF_RUP), 0x3f80); /* e^0 = 1, exact */
    ck_assert_uint_eq(sf_exp_bf16(0x8000, true, SF_RDN), 0x3f80);
    ck_assert_uint_eq(sf_exp_bf16(0xff80, false, SF_RNE), 0);      /* e^-inf, exact */
    ck_assert_uint_eq(sf_exp_bf16(0x3f80, false, SF_RNE), 0x402e); /* e = 2.71875 */
    ck_assert_uint_eq(sf_exp_bf16(0x42c8, false, SF_RNE), 0x7f80); /* e^100 */
    ck_assert_uint_eq(sf_exp_bf16(0x42c8, true, SF_RNE), 0);       /* e^-100 */
    ck_assert_uint_eq(sf_exp_bf16(0x7f81, false, SF_RNE), 0x7fc0); /* of a signalling NaN */
}
END_TEST

SUITE("softfloat", NULL, NULL, arithmetic_in_every_format_and_mode, arithmetic_as_the_host_does,
      comparisons, classes, conversions, every_bfloat16, exponential_of_every_bfloat16,
      exponential_known_values)
