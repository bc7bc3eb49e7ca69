/* A register of a warp as a host vector, for simt_exec.c: SIMT_WIDTH lanes. */
#ifndef MUSIM_SIMT_VECTOR_H
#define MUSIM_SIMT_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define W SIMT_WIDTH
#define VECTOR(type) __attribute__((vector_size(W * sizeof(type)), may_alias)) type

typedef VECTOR(uint32_t) vu;
typedef VECTOR(int32_t) vs;
typedef VECTOR(float) vf;
typedef VECTOR(double) vd;
typedef VECTOR(uint64_t) vu64;
typedef VECTOR(int64_t) vs64;
typedef VECTOR(int8_t) v_int8_t;
typedef VECTOR(uint8_t) v_uint8_t;
typedef VECTOR(int16_t) v_int16_t;
typedef VECTOR(uint16_t) v_uint16_t;
typedef VECTOR(uint32_t) v_uint32_t;

#define ALL_LANES (W == 32 ? ~0u : (1u << (W & 31)) - 1)

#define INLINE static inline __attribute__((always_inline))

#if W == 8
#define LANES_8(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
static const vu lane = {LANES_8(0)};
#elif W == 16
#define LANES_8(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
static const vu lane = {LANES_8(0), LANES_8(8)};
#else
#define LANES_8(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
static const vu lane = {LANES_8(0), LANES_8(8), LANES_8(16), LANES_8(24)};
#endif

INLINE uint32_t reduce_or(vu v) {
#if defined(__has_builtin)
#if __has_builtin(__builtin_reduce_or)
    return __builtin_reduce_or(v);
#define HAS_REDUCE
#endif
#endif
#ifndef HAS_REDUCE
    uint64_t words[W / 2], all = 0;
    memcpy(words, &v, sizeof words);
    for (unsigned i = 0; i < W / 2; i++)
        all |= words[i];
    return (uint32_t)(all | all >> 32);
#endif
}

INLINE bool any(vu v) {
    return reduce_or(v) != 0;
}

INLINE vu splat(uint32_t value) {
    return value - (vu){0};
}

/* Where m is all ones: a, else b. */
INLINE vu blend(vu m, vu a, vu b) {
    return (a & m) | (b & ~m);
}

INLINE vu mask_vector(uint32_t tmask) {
    return (vu)((splat(tmask) >> lane & 1) != 0);
}

/* Bit 0 of each lane as a mask. */
INLINE uint32_t condition_mask(vu v) {
    return reduce_or((v & 1) << lane);
}

#define SIGNED(v) ((vs)(v))

/* Compilers shift left by a vector on plain SSE2 with a conversion from binary32, which raises
 * flags: there it is done bit by bit of the count. */
INLINE vu shift_left(vu a, vu count) {
#if defined(__SSE2__) && !defined(__AVX2__)
    for (unsigned bit = 16; bit; bit /= 2)
        a = blend((vu)((count & bit) != 0), a << bit, a);
    return a;
#else
    return a << (count & 31);
#endif
}

#define WIDE(v) __builtin_convertvector(v, vu64)
#define WIDE_SIGNED(v) __builtin_convertvector((vs)(v), vs64)
#define HIGH(product) __builtin_convertvector((vu64)(product) >> 32, vu)

/* RISC-V's division: all ones and the dividend for a zero divisor, wrap-around on overflow. The
 * divisors that the host cannot divide by are replaced by 1, also those of inactive lanes. */
INLINE vu divide_unsigned(vu a, vu b) {
    vu zero = (vu)(b == 0);
    return (a / (b | (zero & 1))) | zero;
}

INLINE vu remainder_unsigned(vu a, vu b) {
    vu zero = (vu)(b == 0);
    return blend(zero, a, a % (b | (zero & 1)));
}

INLINE vu safe_divisor(vu a, vu b) {
    vu unsafe = (vu)(b == 0) | ((vu)(a == 0x80000000u) & (vu)(b == 0xffffffffu));
    return blend(unsafe, splat(1), b);
}

INLINE vu divide_signed(vu a, vu b) {
    return (vu)(SIGNED(a) / SIGNED(safe_divisor(a, b))) | (vu)(b == 0);
}

INLINE vu remainder_signed(vu a, vu b) {
    return blend((vu)(b == 0), a, (vu)(SIGNED(a) % SIGNED(safe_divisor(a, b))));
}

/* ---- binary32 ---- */

INLINE vu is_nan(vu v) {
    return (vu)((v & 0x7fffffff) > 0x7f800000);
}

INLINE vu canonical(vu v) {
    return blend(is_nan(v), splat(0x7fc00000), v);
}

/* Inactive lanes must not raise flags: 1 is exact in every operation. */
INLINE vf benign(vu m, vu v) {
    return (vf)blend(m, v, splat(0x3f800000));
}

INLINE vf vector_sqrt(vf v) {
#ifdef __clang__
    return __builtin_elementwise_sqrt(v);
#else
    for (unsigned i = 0; i < W; i++)
        v[i] = __builtin_sqrtf(v[i]);
    return v;
#endif
}

INLINE vf vector_fma(vf a, vf b, vf c) {
#ifdef __clang__
    return __builtin_elementwise_fma(a, b, c);
#else
    for (unsigned i = 0; i < W; i++)
        a[i] = __builtin_fmaf(a[i], b[i], c[i]);
    return a;
#endif
}

/* A signed number in the order of binary32 values; -0 comes before +0. */
INLINE vs order(vu v) {
    return (vs)(v ^ ((vu)(SIGNED(v) >> 31) & 0x7fffffff));
}

/* Of either sign: they are equal. */
INLINE vu both_zero(vu a, vu b) {
    return (vu)((a | b) << 1 == 0);
}

INLINE vu is_equal(vu a, vu b) {
    return (vu)(a == b) | both_zero(a, b);
}

INLINE vu is_less(vu a, vu b) {
    return (vu)(order(a) < order(b)) & ~both_zero(a, b);
}

/* fclass's ten bits: 4 to 7 are +0, +subnormal, +normal, +infinity; 3 to 0 the same for negatives;
 * 8 and 9 are signalling and quiet NaNs. */
INLINE vu class_bit(vu v) {
    vu magnitude = v & 0x7fffffff, negative = (vu)(SIGNED(v) >> 31);
    vu rank = (vu)(magnitude != 0) + (vu)(magnitude >= 0x00800000) +
              (vu)(magnitude == 0x7f800000); /* of 0 to -3 */
    vu number = splat(128) >> (blend(negative, 4 - rank, 3 + rank) & 31);
    return blend(is_nan(v), 0x100 + (v >> 14 & 0x100), number);
}

/* ---- memory ---- */

/* Loads type at base + at[lane] for the lanes in m, which all may; the other lanes get anything.
 * first is the address of the lowest active lane, low. Lanes in sequence and all in one place are
 * one host access. */
#define VECTOR_LOAD(type)                                                                          \
    INLINE vu load_##type(const uint8_t *base, vu at, vu m, uint32_t first, unsigned low) {        \
        v_##type values;                                                                           \
        if (!any((at ^ (first + (lane - low) * (uint32_t)sizeof(type))) & m)) {                    \
            memcpy(&values, base + first - low * sizeof(type), sizeof values);                     \
            return (vu) __builtin_convertvector(values, vs);                                       \
        }                                                                                          \
        if (!any((at ^ first) & m)) {                                                              \
            type value;                                                                            \
            memcpy(&value, base + first, sizeof value);                                            \
            return splat((uint32_t)value);                                                         \
        }                                                                                          \
        uint32_t address[W];                                                                       \
        type value[W];                                                                             \
        at = blend(m, at, splat(first));                                                           \
        memcpy(address, &at, sizeof address);                                                      \
        for (unsigned i = 0; i < W; i++)                                                           \
            memcpy(&value[i], base + address[i], sizeof value[i]);                                 \
        memcpy(&values, value, sizeof values);                                                     \
        return (vu) __builtin_convertvector(values, vs);                                           \
    }

VECTOR_LOAD(int8_t)
VECTOR_LOAD(uint8_t)
VECTOR_LOAD(int16_t)
VECTOR_LOAD(uint16_t)
VECTOR_LOAD(uint32_t)

/* Of lanes that store to one place the highest wins. */
#define VECTOR_STORE(type)                                                                         \
    INLINE void store_##type(uint8_t *base, vu at, uint32_t tmask, vu value, uint32_t first) {     \
        if (tmask == ALL_LANES && !any(at ^ (first + lane * (uint32_t)sizeof(type)))) {            \
            v_##type values = __builtin_convertvector(value, v_##type);                            \
            memcpy(base + first, &values, sizeof values);                                          \
            return;                                                                                \
        }                                                                                          \
        uint32_t address[W], word[W];                                                              \
        memcpy(address, &at, sizeof address);                                                      \
        memcpy(word, &value, sizeof word);                                                         \
        for (uint32_t rest = tmask; rest; rest &= rest - 1) {                                      \
            unsigned i = (unsigned)__builtin_ctz(rest);                                            \
            type v = (type)word[i];                                                                \
            memcpy(base + address[i], &v, sizeof v);                                               \
        }                                                                                          \
    }

VECTOR_STORE(uint8_t)
VECTOR_STORE(uint16_t)
VECTOR_STORE(uint32_t)

#endif
