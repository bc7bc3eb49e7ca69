/* A stack of items in shared memory: the lanes of any warp put items on it and take them off.
 *
 *   MUON_STACK(nodes, struct node *, 512);     at file scope: room for 512
 *
 *   bool fits = nodes_push(item, wanted);      of each lane that wants to, one item
 *   bool got = nodes_pop(&item, wanted);
 *   uint32_t there = nodes_count();            how many items it has now
 *
 * By whole warps, each lane saying whether it wants to. A lane whose item finds no room, or that
 * finds no item, has false, and nothing has happened for it: nobody waits for items, only for the
 * turns of others. Of the lanes that push, the highest one's item comes to lie on top; the lowest
 * lane that pops has the top.
 *
 * A stack takes two sync points (it is behind a mutex), and a word beside its items.
 * An operation is some 70 instructions and the copy. */
#ifndef NEUTRINO_STACK_H
#define NEUTRINO_STACK_H
#pragma GCC system_header

#include "neutrino/lanes.h"
#include "neutrino/mutex.h"

#define MUON_STACK(name, type, places)                                                             \
    NEUTRINO_STATIC_ASSERT_((places) >= 1, "stack " #name ": room for at least one item");         \
    MUON_MUTEX(name##_mutex);                                                                      \
    typedef __typeof__(type) name##_item_t;                                                        \
    NEUTRINO_SHARED_ITEMS_(name##_places, name##_item_t, places);                                  \
    __attribute__((weak, selectany)) __shared_zeroed volatile uint32_t name##_there;               \
    NEUTRINO_INLINE_ bool name##_push(name##_item_t item, bool wanted) {                           \
        uint32_t lanes = muon_ballot(wanted);                                                      \
        muon_turn_t turn = name##_mutex_lock();                                                    \
        uint32_t there = __uniform(name##_there), at = there + neutrino_lanes_below_(lanes);       \
        uint32_t after_all = there + (uint32_t)__builtin_popcount(lanes);                          \
        bool fits = wanted && at < (places);                                                       \
        assert(there <= (places) && "stack " #name ": its count has been written over");           \
        if (fits)                                                                                  \
            __builtin_memcpy(name##_places[at], &item, sizeof item);                               \
        name##_there = after_all < (places) ? after_all : (places);                                \
        name##_mutex_unlock(turn);                                                                 \
        return fits;                                                                               \
    }                                                                                              \
    NEUTRINO_INLINE_ bool name##_pop(name##_item_t *item, bool wanted) {                           \
        uint32_t lanes = muon_ballot(wanted);                                                      \
        muon_turn_t turn = name##_mutex_lock();                                                    \
        uint32_t there = __uniform(name##_there), below = neutrino_lanes_below_(lanes);            \
        uint32_t taken = (uint32_t)__builtin_popcount(lanes);                                      \
        bool got = wanted && below < there;                                                        \
        assert(there <= (places) && "stack " #name ": its count has been written over");           \
        if (got)                                                                                   \
            __builtin_memcpy(item, name##_places[there - 1 - below], sizeof *item);                \
        name##_there = taken < there ? there - taken : 0;                                          \
        name##_mutex_unlock(turn);                                                                 \
        return got;                                                                                \
    }                                                                                              \
    NEUTRINO_INLINE_ uint32_t name##_count(void) {                                                 \
        return __uniform(name##_there);                                                            \
    }                                                                                              \
    struct neutrino_stack_##name##_needs_a_semicolon

#endif
