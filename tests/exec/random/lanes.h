/* What the generated programs are written in. On the host the same text is run by a loop over
 * lanes; the macros below give both sides the same arithmetic to the bit. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __MUON_LANES__
#define WARP (muon_core_id() * __MUON_WARPS__ + muon_warp_id())
#define THREAD (WARP * __MUON_LANES__ + muon_lane_id())
#define THREADS_OF_ALL (__MUON_CORES__ * __MUON_WARPS__ * __MUON_LANES__)
#else
extern uint32_t host_thread;
#define WARP (host_thread / LANES)
#define THREAD host_thread
#define THREADS_OF_ALL (CORES * WARPS * LANES)
#define __shared
#include <stdio.h>
#endif

#define INLINE static inline __attribute__((always_inline, unused))
#define NOINLINE static __attribute__((noinline, unused))
/* For what is not tested: as little code as can be. */
#define SMALL static __attribute__((noinline, minsize, unused))

/* -DONLY=kernelN_SEED: that kernel alone */
#ifdef ONLY
#define RUN(row, initialize, kernel, digest)                                                       \
    (kernel == ONLY ? RUN_IT(row, initialize, kernel, digest) : (void)0)
#else
#define RUN(row, initialize, kernel, digest) RUN_IT(row, initialize, kernel, digest)
#endif
#define RUN_IT(row, initialize, kernel, digest)                                                    \
    (initialize(), (void)(result[row][THREAD] = digest(kernel())))

/* ---- integers ---- */

#define DEFINE_INTEGER(T, U, bits)                                                                 \
    INLINE T min_##T(T a, T b) {                                                                   \
        return a < b ? a : b;                                                                      \
    }                                                                                              \
    INLINE T max_##T(T a, T b) {                                                                   \
        return a > b ? a : b;                                                                      \
    }                                                                                              \
    INLINE T abs_##T(T a) {                                                                        \
        return a < (T)1 ? (T) - (U)a : a;                                                          \
    }                                                                                              \
    INLINE T rotate_##T(T a, uint32_t n) {                                                         \
        return (T)((U)a << (n & (bits - 1)) | (U)a >> (-n & (bits - 1)));                          \
    }
DEFINE_INTEGER(int8_t, uint8_t, 8)
DEFINE_INTEGER(uint8_t, uint8_t, 8)
DEFINE_INTEGER(int16_t, uint16_t, 16)
DEFINE_INTEGER(uint16_t, uint16_t, 16)
DEFINE_INTEGER(int32_t, uint32_t, 32)
DEFINE_INTEGER(uint32_t, uint32_t, 32)
DEFINE_INTEGER(int64_t, uint64_t, 64)
DEFINE_INTEGER(uint64_t, uint64_t, 64)

INLINE uint32_t leading_zeros(uint32_t x) {
    return x != 0 ? (uint32_t)__builtin_clz(x) : 32u;
}
INLINE uint32_t trailing_zeros(uint32_t x) {
    return x != 0 ? (uint32_t)__builtin_ctz(x) : 32u;
}
INLINE uint32_t high_product(uint32_t a, uint32_t b) {
    return (uint32_t)((uint64_t)a * b >> 32);
}
INLINE int32_t high_product_signed(int32_t a, int32_t b) {
    return (int32_t)((int64_t)a * b >> 32);
}

/* r + whether it overflowed. */
#define OVERFLOW_OF(operation, T, a, b)                                                            \
    ({                                                                                             \
        T result_;                                                                                 \
        bool over_ = __builtin_##operation##_overflow(a, b, &result_);                             \
        (T)(result_ + over_);                                                                      \
    })

/* ---- float and double ---- */

/* The bits of a number; all NaNs look alike, since processors differ in them. */
INLINE uint32_t bits_of_float(float x) {
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits;
}
INLINE uint64_t bits_of_double(double x) {
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return (bits & INT64_MAX) > 0x7ff0000000000000 ? 0x7ff8000000000000 : bits;
}
/* Never a signalling NaN. */
INLINE float float_from(uint32_t bits) {
    bits |= (uint32_t)((bits & 0x7fffffff) > 0x7f800000) << 22;
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

/* ---- bfloat16: TO_bfloat(x) of any number, rounded once, and BFLOAT_FMA(a, b, c) ---- */

typedef __bf16 bfloat;
INLINE uint32_t bits_of_bfloat(bfloat x) {
    uint16_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7fff) > 0x7f80 ? 0x7fc0 : bits;
}

#ifdef __MUON_LANES__
#define TO_bfloat(x) ((bfloat)(x))
#define BFLOAT_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
/* What clang calls on the host, too. */
bfloat __truncdfbf2(double x) {
    int exponent;
    uint64_t sign = bits_of_double(x) >> 63 << 15;
    double magnitude = __builtin_fabs(x);
    __builtin_frexp(magnitude, &exponent);
    int unit = (exponent < -125 ? -125 : exponent) - 8;
    double rounded = __builtin_ldexp(__builtin_nearbyint(__builtin_ldexp(magnitude, -unit)), unit);
    uint32_t bits = bits_of_float(rounded >= 0x1p128 ? __builtin_inff() : (float)rounded);
    uint16_t upper = (uint16_t)(bits >> 16 | sign);
    if (x != x)
        upper = 0x7fc0;
    else if (x == 0 || x - x != 0) /* zero, infinity */
        upper = (uint16_t)(sign | (x == 0 ? 0 : 0x7f80));
    bfloat result;
    __builtin_memcpy(&result, &upper, sizeof result);
    return result;
}
bfloat __truncsfbf2(float x) {
    return __truncdfbf2(x);
}

/* What rounding to a double has cut off shows in its lowest bit. */
INLINE bfloat bfloat_of_sum(double a, double b) {
    double sum = a + b, of_b = sum - a, lost = (a - (sum - of_b)) + (b - of_b);
    uint64_t bits = bits_of_double(sum);
    if (sum - sum == 0 && lost != 0)
        bits = (bits - ((lost < 0) != (sum < 0))) | 1;
    __builtin_memcpy(&sum, &bits, sizeof sum);
    return __truncdfbf2(sum);
}
INLINE bfloat bfloat_of_signed(int64_t x) {
    return bfloat_of_sum((double)(x >> 32) * 0x1p32, (double)(uint32_t)x);
}
INLINE bfloat bfloat_of_unsigned(uint64_t x) {
    return bfloat_of_sum((double)(x >> 32) * 0x1p32, (double)(uint32_t)x);
}
#define TO_bfloat(x)                                                                               \
    _Generic((x), int64_t: bfloat_of_signed, uint64_t: bfloat_of_unsigned, default: __truncdfbf2)(x)
#define BFLOAT_FMA(a, b, c) bfloat_of_sum((double)(a) * (double)(b), (double)(c))
#endif

#define MIN_BFLOAT(a, b) (__builtin_elementwise_min(a, b) + (bfloat)0)
#define MAX_BFLOAT(a, b) (__builtin_elementwise_max(a, b) + (bfloat)0)

/* Two at once. */
typedef bfloat bfloat2 __attribute__((ext_vector_type(2)));
INLINE bfloat bfloat_pair(bfloat a, bfloat b) {
    bfloat2 pair = {a, b};
    pair = pair * pair.yx + pair;
    return pair.x - pair.y;
}

/* Which zero is smaller, and the sign of a NaN, are left open by C. */
#define MIN_FLOAT(a, b) (__builtin_fminf(a, b) + 0.0f)
#define MAX_FLOAT(a, b) (__builtin_fmaxf(a, b) + 0.0f)
INLINE float copy_sign(float a, float b) {
    return __builtin_copysignf(a, float_from(bits_of_float(b)));
}

/* TO_T(x), TO_WIDE_T(x): the nearest value of the type T to a float or double, its least for a NaN:
 * in range before it is converted, as C demands. */
#define CLAMP(R, x, low, high)                                                                     \
    ({                                                                                             \
        R x_ = (x);                                                                                \
        x_ > (low) ? x_ < (high) ? x_ : (high) : (low);                                            \
    })
#define TO_int8_t(x) ((int8_t)CLAMP(float, x, -128.0f, 127.0f))
#define TO_uint8_t(x) ((uint8_t)CLAMP(float, x, 0.0f, 255.0f))
#define TO_int16_t(x) ((int16_t)CLAMP(float, x, -32768.0f, 32767.0f))
#define TO_uint16_t(x) ((uint16_t)CLAMP(float, x, 0.0f, 65535.0f))
#define TO_int32_t(x) ((int32_t)CLAMP(float, x, -0x1p31f, 0x1.fffffep30f))
#define TO_uint32_t(x) ((uint32_t)CLAMP(float, x, 0.0f, 0x1.fffffep31f))
#define TO_int64_t(x) ((int64_t)CLAMP(float, x, -0x1p63f, 0x1.fffffep62f))
#define TO_uint64_t(x) ((uint64_t)CLAMP(float, x, 0.0f, 0x1.fffffep63f))
#define TO_WIDE_int8_t(x) ((int8_t)CLAMP(double, x, -128.0, 127.0))
#define TO_WIDE_uint8_t(x) ((uint8_t)CLAMP(double, x, 0.0, 255.0))
#define TO_WIDE_int16_t(x) ((int16_t)CLAMP(double, x, -32768.0, 32767.0))
#define TO_WIDE_uint16_t(x) ((uint16_t)CLAMP(double, x, 0.0, 65535.0))
#define TO_WIDE_int32_t(x) ((int32_t)CLAMP(double, x, -0x1p31, 2147483647.0))
#define TO_WIDE_uint32_t(x) ((uint32_t)CLAMP(double, x, 0.0, 4294967295.0))
#define TO_WIDE_int64_t(x) ((int64_t)CLAMP(double, x, -0x1p63, 0x1.fffffffffffffp62))
#define TO_WIDE_uint64_t(x) ((uint64_t)CLAMP(double, x, 0.0, 0x1.fffffffffffffp63))

/* Of one variable. */
union views {
    uint64_t d;
    int32_t w[2];
    uint16_t h[4];
    int8_t b[8];
};

/* ---- functions ---- */

/* Of groups of an int, 64 bits and a double. */
NOINLINE uint64_t sum_of(uint32_t groups, ...) {
    va_list arguments;
    uint64_t sum = groups;
    va_start(arguments, groups);
    for (uint32_t i = 0; i < groups; i++) {
        sum += (uint64_t)va_arg(arguments, int);
        sum ^= va_arg(arguments, uint64_t);
        sum += bits_of_float((float)va_arg(arguments, double));
    }
    va_end(arguments);
    return sum;
}

/* An effect, for conditions. */
NOINLINE uint32_t step(uint32_t *x, uint32_t n) {
    return *x = *x * 31 + n;
}

/* Ends of the control flow that no lane comes to. */
uint32_t never[THREADS_OF_ALL];
NOINLINE void stuck(void) {
    for (;;)
        __asm__ volatile("");
}

/* Every jump back costs: true as long as there is fuel, so that each function ends. */
#define SPEND(fuel) (fuel != 0 && fuel-- != 0)

INLINE uint32_t mix(uint32_t h, uint32_t value) {
    h = (h ^ value) * 0x9e3779b1;
    return h ^ h >> 15;
}
INLINE uint32_t mix_wide(uint32_t h, uint64_t value) {
    return mix(mix(h, (uint32_t)value), (uint32_t)(value >> 32));
}

/* Ends the program: run() in every lane. */
#ifdef __MUON_LANES__
#define RUN_LANES                                                                                  \
    int main(void) {                                                                               \
        run();                                                                                     \
        return 0;                                                                                  \
    }
#else
#define RUN_LANES                                                                                  \
    uint32_t host_thread;                                                                          \
    int main(void) {                                                                               \
        for (; host_thread < THREADS_OF_ALL; host_thread++)                                        \
            run();                                                                                 \
        return fwrite(result, sizeof result, 1, stdout) != 1;                                      \
    }
#endif
