/* Each of operations.def on values that the host has written; C and C++. */
#include "sizes.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __MUON_HALF_BF16__ /* muonc -mhalf=bf16 */
typedef _Float16 half_t;
#else
typedef __bf16 half_t;
#endif

#ifdef __cplusplus
extern "C" {
#endif
half_t x[VALUES], y[VALUES], z[VALUES];
uint64_t numbers[VALUES];
float floats[VALUES];
double doubles[VALUES];
uint64_t out[OPERATIONS][VALUES];
#ifdef __cplusplus
}
#endif

#define NOINLINE __attribute__((noinline))

static inline uint64_t bits_of(half_t value) {
    uint16_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}
static inline uint64_t float_bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return value == value ? bits : 0x7fc00000;
}
static inline uint64_t double_bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return value == value ? bits : 0x7ff8000000000000;
}
#define BITS(x) bits_of(x)
#define FLOAT_BITS(x) float_bits_of(x)
#define DOUBLE_BITS(x) double_bits_of(x)

static half_t increment(half_t a) {
    a++;
    return a;
}
static half_t accumulate(half_t a, half_t b, half_t c) {
    a += b * c;
    return a;
}

/* 0 for a NaN. */
static half_t clamp(half_t a, float low, float high) {
    return a != a ? (half_t)0 : a < low ? (half_t)low : a > high ? (half_t)high : a;
}

/* ---- functions ---- */

static NOINLINE half_t in_function(half_t a, half_t b, half_t c) {
    half_t sum = a + b;
    return sum * b + c;
}

NOINLINE half_t many_arguments(half_t a, half_t b, half_t c, half_t d, half_t e, half_t f, half_t g,
                               half_t h, half_t i, half_t j) {
    half_t product = d * e;
    half_t sum = product + i;
    return g == a && h == b && c == f ? sum + j : a != a ? sum + a : sum + j;
}

static NOINLINE half_t add(half_t a, half_t b) {
    return a + b;
}
static NOINLINE half_t multiply(half_t a, half_t b) {
    return a * b;
}
static half_t (*const operators[])(half_t, half_t) = {add, multiply};
unsigned which[] = {0, 1};

static NOINLINE half_t power(half_t base, unsigned exponent) {
    return exponent == 0 ? (half_t)1 : base * power(base, exponent - 1);
}

static NOINLINE double variadic(int count, ...) {
    va_list arguments;
    double sum = 0;
    va_start(arguments, count);
    for (int i = 0; i <= count; i++)
        sum += va_arg(arguments, double);
    va_end(arguments);
    return sum;
}

/* ---- memory ---- */

struct pair {
    half_t first, second;
};
struct one {
    half_t value;
};

static NOINLINE struct pair turned(half_t a, half_t b, half_t c) {
    struct pair pair = {b, a};
    pair.second = c - pair.second;
    return pair;
}
static NOINLINE struct one wrapped(half_t a) {
    struct one one = {a + a};
    return one;
}

static half_t array(half_t a, half_t b, half_t c, unsigned n) {
    half_t values[4] = {c, a, b, a + b};
    return values[n & 3];
}

static half_t through_volatile(half_t a, half_t b) {
    volatile half_t value = a;
    value += b;
    return value + b;
}

static half_t through_atomic(half_t a, half_t b) {
    half_t value, left;
    __atomic_store(&value, &a, __ATOMIC_RELAXED);
    __atomic_load(&value, &left, __ATOMIC_ACQUIRE);
    return left * b;
}

__shared half_t tile[2][__MUON_WARPS__ * __MUON_CORES__ * __MUON_LANES__];

static half_t through_shared(half_t a, half_t b) {
    unsigned at = (muon_core_id() * __MUON_WARPS__ + muon_warp_id()) * __MUON_LANES__ +
                  muon_lane_id();
    tile[0][at] = a * b;
    tile[1][at] = a;
    return tile[1][at] + tile[0][at];
}

/* ---- assembly ---- */

static half_t assembly(half_t a, half_t b) {
    half_t sum;
    __asm__("fadd.h %0, %1, %2" : "=r"(sum) : "r"(a), "r"(b));
    __asm__("fmul.h %0, %0, %1" : "+r"(sum) : "f"(b));
    return sum;
}

static half_t assembly_of_two(half_t a, half_t b) {
    half_t sum, product;
    uint32_t number;
    __asm__("fadd.h %0, %3, %4\n\tfmul.h %1, %3, %4\n\tli %2, 1"
            : "=&r"(sum), "=&f"(product), "=r"(number)
            : "r"(a), "r"(b));
    return number == 1 ? sum - product : a;
}

/* ---- control flow ---- */

static half_t loop(half_t a, half_t b, uint64_t n) {
    half_t sum = a;
    for (unsigned i = 0; i < (n & 15); i++)
        sum = sum * b + a;
    return sum;
}

static half_t divergent(half_t a, half_t b, half_t c, uint64_t n) {
    half_t result = c;
    if (n & 1)
        result = in_function(a, b, 0) != in_function(a, b, 0) ? a + b : a + b;
    else if (n & 2)
        result = multiply(b, c);
    return result;
}

/* ---- vectors ---- */

typedef half_t half2 __attribute__((ext_vector_type(2)));
typedef half_t half3 __attribute__((ext_vector_type(3)));
typedef half_t half4 __attribute__((ext_vector_type(4)));
typedef float float2 __attribute__((ext_vector_type(2)));

static NOINLINE half4 vector_fused(half4 a, half4 b, half4 c) {
    return a * b + c;
}

static uint64_t vector_sum(half_t a, half_t b, half_t c) {
    half4 sum = vector_fused((half4){a, b, c, a}, (half4){b, c, a, a}, (half4){c, a, b, a});
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    return bits;
}

static half_t vector_choice(half_t a, half_t b, half_t c, uint64_t n) {
    half2 left = {a, b}, right = {b, c};
    half2 chosen = right < left ? right : left;
    return n & 1 ? chosen.x : chosen.y;
}

static uint64_t vector_compare(half_t a, half_t b, half_t c) {
    half2 left = {a, b}, right = {b, c};
    __typeof__(left < right) less = left < right;
    return (less.x & 1) | (less.y & 2);
}

static uint64_t vector_convert(half_t a, half_t b) {
    half2 both = {a, b};
    float2 wide = __builtin_convertvector(both, float2);
    return float_bits_of(wide.x) ^ float_bits_of(wide.y) << 32;
}

static half_t vector_odd(half_t a, half_t b, half_t c, uint64_t n) {
    half3 values = {a, b, c};
    half3 difference = values - values.zzz;
    return difference[n & 1];
}

static half_t vector_greatest(half_t a, half_t b, half_t c) {
    half4 values = {a, b, c, a};
    return __builtin_reduce_max(values);
}

/* ---- all of them ---- */

int main(void) {
    unsigned first = (muon_core_id() * __MUON_WARPS__ + muon_warp_id()) * __MUON_LANES__ +
                     muon_lane_id();
    for (unsigned i = first; i < VALUES;
         i += __MUON_CORES__ * __MUON_WARPS__ * __MUON_LANES__) {
        half_t a = x[i], b = y[i], c = z[i];
        uint64_t n = numbers[i];
        float f = floats[i];
        double d = doubles[i];
#define OPERATION(name, device, host) out[OPERATION_##name][i] = (uint64_t)(device);
#include "operations.def"
    }
    return 0;
}
