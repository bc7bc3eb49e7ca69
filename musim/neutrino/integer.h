/* The integer operations that C's operators do not define in every case. */
#ifndef MUSIM_NEUTRINO_INTEGER_H
#define MUSIM_NEUTRINO_INTEGER_H

#include <stdint.h>

static inline uint64_t sign_extend(uint64_t value) {
    return (uint64_t)(int32_t)value;
}

static inline uint64_t shift_right_signed(uint64_t value, unsigned amount) {
    return (uint64_t)((int64_t)value >> amount);
}

static inline uint64_t multiply_high_signed(uint64_t a, uint64_t b) {
    return (uint64_t)(((__int128)(int64_t)a * (int64_t)b) >> 64);
}

static inline uint64_t multiply_high_mixed(uint64_t a, uint64_t b) {
    return (uint64_t)(((__int128)(int64_t)a * b) >> 64);
}

static inline uint64_t multiply_high(uint64_t a, uint64_t b) {
    return (uint64_t)(((unsigned __int128)a * b) >> 64);
}

/* Division by zero gives all ones and the dividend; the overflow, the dividend and 0. */
static inline uint64_t divide(uint64_t a, uint64_t b) {
    return b ? a / b : UINT64_MAX;
}

static inline uint64_t remainder_of(uint64_t a, uint64_t b) {
    return b ? a % b : a;
}

static inline uint64_t divide_signed(uint64_t a, uint64_t b) {
    if (b + 1 <= 1) /* -1 and 0 */
        return b ? -a : UINT64_MAX;
    return (uint64_t)((int64_t)a / (int64_t)b);
}

static inline uint64_t remainder_signed(uint64_t a, uint64_t b) {
    if (b + 1 <= 1)
        return b ? 0 : a;
    return (uint64_t)((int64_t)a % (int64_t)b);
}

#endif
