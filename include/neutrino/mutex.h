/* Mutual exclusion of warps, without atomic operations and without a loop: the scoreboard numbers
 * those who come, and each sleeps until the one before it is through.
 *
 *   MUON_MUTEX(table);                     at file scope
 *
 *   muon_turn_t turn = table_lock();       this warp's turn
 *   …                                      one warp of the cluster at a time,
 *                                          in the order in which they came
 *   table_unlock(turn);
 *
 * By whole warps: a warp that has parted must have met again. Who holds the mutex must not wait for
 * what another warp does that waits for it. unlock makes visible what was stored before it, to who
 * locks next.
 *
 * A mutex takes two sync points. lock is two instructions and four for the ids, unlock is one; a
 * warp that waits needs one entry of the scoreboard, one that does not wait needs none. */
#ifndef NEUTRINO_MUTEX_H
#define NEUTRINO_MUTEX_H
#pragma GCC system_header

#include "neutrino/muon.h"

#include <assert.h>
#include <stdbool.h>

typedef run_t muon_turn_t;

/* Run i of taken is the i-th warp that came; it may go on when run i − 1 of released has been. */
#define MUON_MUTEX(name)                                                                           \
    NEUTRINO_RELATIVE_SYNC_(name##_taken);                                                         \
    NEUTRINO_RELATIVE_SYNC_(name##_released);                                                      \
    NEUTRINO_INLINE_ muon_turn_t name##_lock(void) {                                               \
        muon_turn_t turn = neutrino_invoke(name##_taken, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);   \
        neutrino_invoke(0, DEPS(name##_released(turn - 1)), SYNC | WARPS(1) | IMMEDIATE);          \
        return turn;                                                                               \
    }                                                                                              \
    NEUTRINO_INLINE_ void name##_unlock(muon_turn_t turn) {                                        \
        run_t released = neutrino_invoke(name##_released, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);  \
        (void)turn;                                                                                \
        (void)released;                                                                            \
        assert(!((turn ^ released) & 0xffffff) && "mutex " #name                                   \
                                                  ": unlocked by who has not locked it");          \
    }                                                                                              \
    struct neutrino_mutex_##name##_needs_a_semicolon

#endif
