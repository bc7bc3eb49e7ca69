/* What the code that nbc generates of an overlay program computes with: integers of 64 bits, whose
 * overflow is an error of the task (docs/overlay.md). */
#ifndef NEUTRINO_OVERLAY_VALUES_H
#define NEUTRINO_OVERLAY_VALUES_H

#include <stdbool.h>
#include <stdint.h>

/* The first thing that went wrong with a task, and the number that it went wrong with. */
typedef struct {
    const char *text;
    int64_t value;
} overlay_fault_t;

static inline int64_t overlay_fault(overlay_fault_t *fault, const char *text, int64_t value) {
    if (!fault->text)
        *fault = (overlay_fault_t){text, value};
    return 0;
}

/* ---- arithmetic ---- */

static inline int64_t overlay_add(int64_t a, int64_t b, overlay_fault_t *fault) {
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? overlay_fault(fault, "overflow after", a) : sum;
}

static inline int64_t overlay_subtract(int64_t a, int64_t b, overlay_fault_t *fault) {
    int64_t difference;
    return __builtin_sub_overflow(a, b, &difference) ? overlay_fault(fault, "overflow after", a)
                                                     : difference;
}

/* Without the builtin, which calls a function that a cluster has not. */
static inline int64_t overlay_multiply(int64_t a, int64_t b, overlay_fault_t *fault) {
    int64_t end = (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
    bool overflows = b == -1 ? a == INT64_MIN : b == 0 ? false : a < 0 ? a < end / b : a > end / b;
    return overflows ? overlay_fault(fault, "overflow after", a) : a * b;
}

static inline int64_t overlay_divide(int64_t a, int64_t b, overlay_fault_t *fault) {
    if (b == 0)
        return overlay_fault(fault, "division by zero of", a);
    return b == -1 && a == INT64_MIN ? overlay_fault(fault, "overflow after", a) : a / b;
}

static inline int64_t overlay_remainder(int64_t a, int64_t b, overlay_fault_t *fault) {
    if (b == 0)
        return overlay_fault(fault, "division by zero of", a);
    return b == -1 ? 0 : a % b;
}

static inline int64_t overlay_shift_left(int64_t a, int64_t b, overlay_fault_t *fault) {
    if (b < 0 || b > 63)
        return overlay_fault(fault, "a shift by", b);
    int64_t shifted = (int64_t)((uint64_t)a << b);
    return shifted >> b == a ? shifted : overlay_fault(fault, "overflow after", a);
}

static inline int64_t overlay_shift_right(int64_t a, int64_t b, overlay_fault_t *fault) {
    return b < 0 || b > 63 ? overlay_fault(fault, "a shift by", b) : a >> b;
}

static inline int64_t overlay_negate(int64_t a, overlay_fault_t *fault) {
    return overlay_subtract(0, a, fault);
}

static inline int64_t overlay_min(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static inline int64_t overlay_max(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* A value that has to fit a parameter. */
static inline int64_t overlay_fit(int64_t value, int64_t least, int64_t most, const char *text,
                                  overlay_fault_t *fault) {
    return value < least || value > most ? overlay_fault(fault, text, value) : value;
}

/* ---- views ---- */

/* One dimension of a view. */
typedef struct {
    int min, extent;
} overlay_crop_t;

/* The blocks first to last, both included, of a dimension; the last block is cut at its end, and
 * last may be first - 1. All that is in 32 bits: with a block of at most the size, no block that
 * there is begins behind 2 * size. */
static inline overlay_crop_t overlay_crop(int size, int64_t block, int64_t first, int64_t last) {
    uint32_t most = (uint32_t)size, each = block < size ? (uint32_t)block : most;
    uint32_t begin = (uint32_t)first * each, end = ((uint32_t)last + 1) * each;
    begin = begin < most ? begin : most;
    end = end < most ? end : most;
    return (overlay_crop_t){(int)begin, (int)(end - begin)};
}

/* The same where that is not known to be right. */
static inline overlay_crop_t overlay_crop_checked(int size, int64_t block, int64_t first,
                                                  int64_t last, overlay_fault_t *fault) {
    int64_t blocks = block < 1 ? 0 : (size - 1) / block + 1;
    if (block < 1)
        overlay_fault(fault, "a view's block of elements is", block);
    else if (first < 0 || first > blocks || (first == blocks && last != first - 1))
        overlay_fault(fault, "a view begins outside of its buffer, at block", first);
    else if (last < first - 1 || last >= blocks)
        overlay_fault(fault, "a view ends outside of its buffer, or before it begins, at block",
                      last);
    else
        return overlay_crop(size, block, first, last);
    return (overlay_crop_t){0, 0};
}

/* Whether two views of one buffer have no element in common, as far as one dimension tells. */
static inline bool overlay_apart(overlay_crop_t a, overlay_crop_t b) {
    return !a.extent || !b.extent || a.min + a.extent <= b.min || b.min + b.extent <= a.min;
}

#endif
