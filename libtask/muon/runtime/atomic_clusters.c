/* Whose turn it is among clusters, which share no scoreboard. The warp that has the turn in each
 * agrees with the others by words in global memory, of which each is stored and loaded as a whole:
 * Lamport's fast mutual exclusion, in which a cluster that comes alone does not look at the others.
 */
#include "atomic.h"

#include <stdbool.h>

/* Clusters counted from 1; 0: nobody. */
static volatile uint32_t last_to_come, in_turn;
static volatile uint32_t wants[NEUTRINO_MAX_CLUSTERS];

/* In one order for all clusters, and before or behind whatever else is done. */
static void put(volatile uint32_t *word, uint32_t value) {
    muon_fence();
    *word = value;
    muon_fence();
}
static uint32_t get(volatile uint32_t *word) {
    uint32_t value = *word;
    muon_fence();
    return __uniform(value);
}

static void wait_for_nobody(volatile uint32_t *word) {
    while (get(word))
        ;
}

void neutrino_atomic_enter(void) {
    uint32_t cluster = muon_cluster_id(), me = cluster + 1, clusters = items_clusters();
    for (;;) {
        put(&wants[cluster], true);
        put(&last_to_come, me);
        if (get(&in_turn)) {
            put(&wants[cluster], false);
            wait_for_nobody(&in_turn);
            continue;
        }
        put(&in_turn, me);
        if (get(&last_to_come) == me)
            return;
        put(&wants[cluster], false);
        for (uint32_t other = 0; other < clusters; other++)
            wait_for_nobody(&wants[other]);
        if (get(&in_turn) == me)
            return;
        wait_for_nobody(&in_turn);
    }
}

void neutrino_atomic_leave(void) {
    put(&in_turn, 0);
    put(&wants[muon_cluster_id()], false);
}
