/* What the generated programs are written in. On the host the same text is run by a loop over
 * lanes; the macros below give both sides the same arithmetic to the bit.
 *
 * clang turns ?: into a branch at -O0, where the lanes of a warp must not decide differently: there
 * a lane selects by a mask. */
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

/* -DONLY=kernelN: that kernel alone */
#ifdef ONLY
#define RUN(kernel) (kernel == ONLY ? (initialize(), kernel()) : (void)0)
#else
#define RUN(kernel) (initialize(), kernel())
#endif

#define INLINE static inline __attribute__((always_inline, unused))

#ifdef __OPTIMIZE__
#define DEFINE_SELECT(name, T, bits_t)                                                             \
    INLINE T name(bool c, T a, T b) {                                                              \
        return c ? a : b;                                                                          \
    }
#define CHOOSE(name, c, a, b) ((c) ? (a) : (b))
#define BOTH(a, b) ((a) && (b))
#define EITHER(a, b) ((a) || (b))
#else
#define DEFINE_SELECT(name, T, bits_t)                                                             \
    INLINE T name(bool c, T a, T b) {                                                              \
        bits_t x, y;                                                                               \
        T result;                                                                                  \
        __builtin_memcpy(&x, &a, sizeof x);                                                        \
        __builtin_memcpy(&y, &b, sizeof y);                                                        \
        x = (bits_t)(y ^ ((x ^ y) & (0 - (bits_t)c)));                                             \
        __builtin_memcpy(&result, &x, sizeof x);                                                   \
        return result;                                                                             \
    }
#define CHOOSE(name, c, a, b) name(c, a, b)
#define BOTH(a, b) ((a) & (b))
#define EITHER(a, b) ((a) | (b))
#endif

/* Min, max and rotations of each integer type come with its select. */
#define DEFINE_INTEGER(T, U, bits)                                                                 \
    DEFINE_SELECT(select_##T, T, U)                                                                \
    INLINE T min_##T(T a, T b) {                                                                   \
        return select_##T(a < b, a, b);                                                            \
    }                                                                                              \
    INLINE T max_##T(T a, T b) {                                                                   \
        return select_##T(a > b, a, b);                                                            \
    }                                                                                              \
    INLINE T abs_##T(T a) {                                                                        \
        return select_##T(a < (T)1, (T) - (U)a, a);                                                \
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
DEFINE_SELECT(select_float, float, uint32_t)

INLINE uint32_t leading_zeros(uint32_t x) {
    return CHOOSE(select_uint32_t, x != 0, (uint32_t)__builtin_clz(x | (x == 0)), 32u);
}
INLINE uint32_t trailing_zeros(uint32_t x) {
    return CHOOSE(select_uint32_t, x != 0, (uint32_t)__builtin_ctz(x | (x == 0)), 32u);
}
INLINE uint32_t high_product(uint32_t a, uint32_t b) {
    return (uint32_t)((uint64_t)a * b >> 32);
}
INLINE int32_t high_product_signed(int32_t a, int32_t b) {
    return (int32_t)((int64_t)a * b >> 32);
}

/* The bits of a float; all NaNs look alike, since processors differ in them. */
INLINE uint32_t bits_of(float x) {
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return select_uint32_t((bits & 0x7fffffff) > 0x7f800000, 0x7fc00000, bits);
}
/* Never a signalling NaN. */
INLINE float float_from(uint32_t bits) {
    bits |= (uint32_t)((bits & 0x7fffffff) > 0x7f800000) << 22;
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

/* Which zero is smaller, and the sign of a NaN, are left open by C. */
#define MIN_FLOAT(a, b) (__builtin_fminf(a, b) + 0.0f)
#define MAX_FLOAT(a, b) (__builtin_fmaxf(a, b) + 0.0f)
INLINE float copy_sign(float a, float b) {
    return __builtin_copysignf(a, float_from(bits_of(b)));
}

/* The nearest value of the type, its least for a NaN: in range before it is converted, as C
 * demands. */
INLINE float into_range(float x, float low, float high) {
    return __builtin_fminf(__builtin_fmaxf(x, low), high);
}
#define TO_int8_t(x) ((int8_t)into_range(x, -128.0f, 127.0f))
#define TO_uint8_t(x) ((uint8_t)into_range(x, 0.0f, 255.0f))
#define TO_int16_t(x) ((int16_t)into_range(x, -32768.0f, 32767.0f))
#define TO_uint16_t(x) ((uint16_t)into_range(x, 0.0f, 65535.0f))
#define TO_int32_t(x) ((int32_t)into_range(x, -0x1p31f, 0x1.fffffep30f))
#define TO_uint32_t(x) ((uint32_t)into_range(x, 0.0f, 0x1.fffffep31f))
#define TO_int64_t(x) ((int64_t)into_range(x, -0x1p63f, 0x1.fffffep62f))
#define TO_uint64_t(x) ((uint64_t)into_range(x, 0.0f, 0x1.fffffep63f))

/* r + whether it overflowed. */
#define OVERFLOW_OF(operation, T, a, b)                                                            \
    ({                                                                                             \
        T result_;                                                                                 \
        bool over_ = __builtin_##operation##_overflow(a, b, &result_);                             \
        (T)(result_ + over_);                                                                      \
    })

/* Of groups of an int, 64 bits and a double. */
static __attribute__((noinline, unused)) uint64_t sum_of(uint32_t groups, ...) {
    va_list arguments;
    uint64_t sum = groups;
    va_start(arguments, groups);
    for (uint32_t i = 0; i < groups; i++) {
        sum += (uint64_t)va_arg(arguments, int);
        sum ^= va_arg(arguments, uint64_t);
        sum += bits_of((float)va_arg(arguments, double));
    }
    va_end(arguments);
    return sum;
}

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
