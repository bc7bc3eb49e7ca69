/* Operations that read and write memory in one step, which no instruction does. muonc makes calls
 * of
 * __neutrino_atomic and __neutrino_atomic_shared of atomicrmw and cmpxchg, and of atomic stores if
 * the program has any of those (muonc/ir/passes/atomics.c). Any lanes may call them, on any side of
 * a branch: one warp of the cluster has its turn at a time, and in it one lane of those whose
 * addresses meet. Loads are loads: there is a value, before or after, at any time. */
#ifndef LIBTASK_MUON_RUNTIME_ATOMIC_H
#define LIBTASK_MUON_RUNTIME_ATOMIC_H

#include "items.h"

#include <neutrino/atomic_operations.h>
#include <neutrino/mutex.h>

/* One warp of the cluster at a time; and of those, one of all clusters (atomic_clusters.c). */
MUON_MUTEX(neutrino_atomic);
void neutrino_atomic_enter(void);
void neutrino_atomic_leave(void);

/* By which lanes elect one of them: each of those that may meet stores its number. */
enum { ATOMIC_PLACES = 32 };
__attribute__((weak, selectany)) __shared volatile uint32_t __neutrino_atomic_lanes[ATOMIC_PLACES];

static inline bool atomic_is_next(uint32_t address) {
    __shared volatile uint32_t *place = &__neutrino_atomic_lanes[address / 4 % ATOMIC_PLACES];
    *place = items_lane();
    muon_warp_sync();
    return *place == items_lane();
}

static inline uint32_t atomic_result(uint32_t how, uint32_t old_word, uint32_t value_word,
                                     uint32_t expected) {
    uint32_t shift = 32 - 8 * NEUTRINO_ATOMIC_BYTES(how);
    switch (NEUTRINO_ATOMIC_OPERATION(__uniform(how))) {
#define ATOMIC_OPERATION(id, llvm, type, expression)                                               \
    case NEUTRINO_ATOMIC_##id: {                                                                   \
        type old = __builtin_bit_cast(type, old_word);                                             \
        type value = __builtin_bit_cast(type, value_word);                                         \
        (void)old;                                                                                 \
        return __builtin_bit_cast(uint32_t, (type)(expression));                                   \
    }
        NEUTRINO_ATOMIC_OPERATIONS(ATOMIC_OPERATION)
    default: return old_word == expected ? value_word : old_word;
    }
}

/* Behind a load and in front of a store is a fence, which orders them with what others do by atomic
 * loads alone. */
#define ATOMIC_LOAD(space, address, bytes)                                                         \
    ((bytes) == 4   ? *(volatile space uint32_t *)(address)                                        \
     : (bytes) == 2 ? *(volatile space uint16_t *)(address)                                        \
                    : *(volatile space uint8_t *)(address))
#define ATOMIC_STORE(space, type, address, value)                                                  \
    do {                                                                                           \
        muon_fence();                                                                              \
        *(volatile space type *)(address) = (type)(value);                                         \
    } while (0)

/* In each round a lane that is done stays in the loop's body until the others have come, and for
 * the optimiser may go on: else it would take the step out of the loop, where all lanes do it at
 * once. */
#define ATOMIC_FUNCTION(name, space, of_all_clusters)                                              \
    uint32_t name(volatile space void *address, uint32_t value, uint32_t expected, uint32_t how) { \
        uint32_t bytes = NEUTRINO_ATOMIC_BYTES(__uniform(how)), old = 0, result, done;             \
        bool agree = of_all_clusters && items_clusters() > 1;                                      \
        muon_turn_t turn = neutrino_atomic_lock();                                                 \
        if (agree)                                                                                 \
            neutrino_atomic_enter();                                                               \
        do {                                                                                       \
            done = atomic_is_next((uint32_t)address);                                              \
            if (done) {                                                                            \
                old = ATOMIC_LOAD(space, address, bytes);                                          \
                muon_fence();                                                                      \
                result = atomic_result(how, old, value, expected);                                 \
                if (bytes == 4)                                                                    \
                    ATOMIC_STORE(space, uint32_t, address, result);                                \
                else if (bytes == 2)                                                               \
                    ATOMIC_STORE(space, uint16_t, address, result);                                \
                else                                                                               \
                    ATOMIC_STORE(space, uint8_t, address, result);                                 \
            }                                                                                      \
            __asm__ volatile("" : "+r"(done));                                                     \
        } while (!done);                                                                           \
        if (agree)                                                                                 \
            neutrino_atomic_leave();                                                               \
        neutrino_atomic_unlock(turn);                                                              \
        return old;                                                                                \
    }

#endif
