/* Objects in global or shared memory that lanes read and change in one step, for C and C++. T is
 * int32_t, uint32_t or float, and the object may be __shared.
 *
 *   T muon_atomic_add(T *object, T value);                    also min, max; returns what was there
 *   T muon_atomic_and(T *object, T value);                    or, xor: of integers
 *   T muon_atomic_exchange(T *object, T value);               to store a value, too
 *   T muon_atomic_compare_exchange(T *object, T expected, T value);
 *                                                             value is stored if what was there is
 *                                                             `expected`, to the bit
 *   T muon_atomic_load(T *object);
 *
 * Any lanes may do so, of any warp and cluster, and on any side of a branch; each lane does its
 * own, in some order. All are in one order with each other (memory_order_seq_cst), and what one did
 * before is seen by who finds its value. <stdatomic.h>, <atomic> and clang's __atomic_… are the
 * same. An object that is changed so is not to be stored to in another way meanwhile, nor by a
 * task.
 *
 * The machine has no instruction for it. Warps have turns, which the scoreboard counts, and in a
 * warp's turn its lanes go, all at once whose objects are in different words (docs/collectives.md
 * says what that costs). To count, let lanes add up first: muon_reduce_add, muon_ballot
 * (neutrino/lanes.h). */
#ifndef NEUTRINO_ATOMIC_H
#define NEUTRINO_ATOMIC_H
#pragma GCC system_header

#include "neutrino/muon.h"

#ifdef __cplusplus
#define NEUTRINO_ATOMIC_ NEUTRINO_INLINE_
#else
#define NEUTRINO_ATOMIC_ __attribute__((overloadable)) NEUTRINO_INLINE_
#endif

#define NEUTRINO_ATOMIC_UPDATE_(name, builtin, type, space)                                        \
    NEUTRINO_ATOMIC_ type muon_atomic_##name(volatile space type *object, type value) {            \
        return builtin(object, value, __ATOMIC_SEQ_CST);                                           \
    }
#define NEUTRINO_ATOMIC_OBJECT_(type, space)                                                       \
    NEUTRINO_ATOMIC_UPDATE_(add, __atomic_fetch_add, type, space)                                  \
    NEUTRINO_ATOMIC_UPDATE_(min, __atomic_fetch_min, type, space)                                  \
    NEUTRINO_ATOMIC_UPDATE_(max, __atomic_fetch_max, type, space)                                  \
    NEUTRINO_ATOMIC_ type muon_atomic_load(volatile space type *object) {                          \
        return __c11_atomic_load((volatile space _Atomic(type) *)object, __ATOMIC_SEQ_CST);        \
    }                                                                                              \
    NEUTRINO_ATOMIC_ type muon_atomic_exchange(volatile space type *object, type value) {          \
        return __c11_atomic_exchange((volatile space _Atomic(type) *)object, value,                \
                                     __ATOMIC_SEQ_CST);                                            \
    }                                                                                              \
    NEUTRINO_ATOMIC_ type muon_atomic_compare_exchange(volatile space type *object, type expected, \
                                                       type value) {                               \
        __c11_atomic_compare_exchange_strong((volatile space _Atomic(type) *)object, &expected,    \
                                             value, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);           \
        return expected;                                                                           \
    }
#define NEUTRINO_ATOMIC_BITS_(type, space)                                                         \
    NEUTRINO_ATOMIC_UPDATE_(and, __atomic_fetch_and, type, space)                                  \
    NEUTRINO_ATOMIC_UPDATE_(or, __atomic_fetch_or, type, space)                                    \
    NEUTRINO_ATOMIC_UPDATE_(xor, __atomic_fetch_xor, type, space)

#define NEUTRINO_GLOBAL_
NEUTRINO_ATOMIC_OBJECT_(int32_t, NEUTRINO_GLOBAL_)
NEUTRINO_ATOMIC_OBJECT_(uint32_t, NEUTRINO_GLOBAL_)
NEUTRINO_ATOMIC_OBJECT_(float, NEUTRINO_GLOBAL_)
NEUTRINO_ATOMIC_BITS_(int32_t, NEUTRINO_GLOBAL_)
NEUTRINO_ATOMIC_BITS_(uint32_t, NEUTRINO_GLOBAL_)
NEUTRINO_ATOMIC_OBJECT_(int32_t, __shared)
NEUTRINO_ATOMIC_OBJECT_(uint32_t, __shared)
NEUTRINO_ATOMIC_OBJECT_(float, __shared)
NEUTRINO_ATOMIC_BITS_(int32_t, __shared)
NEUTRINO_ATOMIC_BITS_(uint32_t, __shared)

#endif
