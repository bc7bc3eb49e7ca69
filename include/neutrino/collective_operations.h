/* What collective operations compute (lanes.h, collective.h): name, type, what changes nothing, the
 * operation on a and b. */
#ifndef NEUTRINO_COLLECTIVE_OPERATIONS_H
#define NEUTRINO_COLLECTIVE_OPERATIONS_H
#pragma GCC system_header

#include <stdint.h>

#define NEUTRINO_COLLECTIVE_OPERATIONS_(X)                                                         \
    X(add, int32_t, 0, (int32_t)((uint32_t)a + (uint32_t)b))                                       \
    X(add, uint32_t, 0, a + b)                                                                     \
    X(add, float, -0.0f, a + b)                                                                    \
    X(min, int32_t, INT32_MAX, a < b ? a : b)                                                      \
    X(min, uint32_t, UINT32_MAX, a < b ? a : b)                                                    \
    X(min, float, __builtin_nanf(""), __builtin_fminf(a, b))                                       \
    X(max, int32_t, INT32_MIN, a > b ? a : b)                                                      \
    X(max, uint32_t, 0, a > b ? a : b)                                                             \
    X(max, float, __builtin_nanf(""), __builtin_fmaxf(a, b))                                       \
    X(and, int32_t, -1, a &b)                                                                      \
    X(and, uint32_t, UINT32_MAX, a &b)                                                             \
    X(or, int32_t, 0, a | b)                                                                       \
    X(or, uint32_t, 0, a | b)                                                                      \
    X(xor, int32_t, 0, a ^ b)                                                                      \
    X(xor, uint32_t, 0, a ^ b)

#endif
