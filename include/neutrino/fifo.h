/* A queue of items in shared memory: any warps put items in, any take them out, each item once, in
 * order.
 *
 *   MUON_FIFO(work, struct tile, 8);       at file scope: room for eight
 *
 *   work_push((struct tile){…});           sleeps while it is full
 *   struct tile tile = work_pop();         sleeps while it is empty
 *
 * By whole warps: an item is a warp's, the same in its lanes. Who pops what nobody will push waits
 * for ever: say the end with an item for each of those who take.
 *
 * The number of places is a power of two, so that they go on in turn when the scoreboard's numbers
 * wrap. A queue takes four sync points; push and pop are four instructions each, the ids and the
 * copy. A warp that waits needs one entry of the scoreboard, one that does not wait needs none. */
#ifndef NEUTRINO_FIFO_H
#define NEUTRINO_FIFO_H
#pragma GCC system_header

#include "neutrino/muon.h"

/* A queue's sync points, as reports name them: work_fifo[0] and so on. Run i of pushing and of
 * popping is who comes i-th; run i of pushed: item i is in its place, run i of popped: it is out of
 * it. These two have their numbers from the order in which they are made, so everybody waits for
 * the one before. Their ids are odd. */
enum { NEUTRINO_PUSHING_, NEUTRINO_PUSHED_, NEUTRINO_POPPING_, NEUTRINO_POPPED_ };

/* The run of another of its sync points that has the number of run i, less `back`. What that
 * borrows from the task id, when the number wraps, is given back: of an odd id it is the lowest
 * bit. */
NEUTRINO_INLINE_ run_t neutrino_fifo_run_(run_t i, int of, int to, uint32_t back) {
    run_t run = i + ((uint32_t)(to - of) << 24) - back;
    return back ? run | UINT32_C(1) << 24 : run;
}

#define MUON_FIFO(name, type, places)                                                              \
    NEUTRINO_STATIC_ASSERT_((places) >= 1 && ((places) & ((places) - 1)) == 0 &&                   \
                                (places) <= 0x400000,                                              \
                            "fifo " #name ": the number of places must be a power of two");        \
    NEUTRINO_RELATIVE_SYNCS_(name##_fifo, 4, 2);                                                   \
    typedef __typeof__(type) name##_item_t;                                                        \
    NEUTRINO_SHARED_ITEMS_(name##_places, name##_item_t, places);                                  \
    NEUTRINO_INLINE_ run_t name##_announce_(int what) {                                            \
        return neutrino_invoke(NEUTRINO_SYNC_ID(name##_fifo, what), NO_DEPS,                       \
                               ASYNC | WARPS(1) | IMMEDIATE | DUMMY);                              \
    }                                                                                              \
    NEUTRINO_INLINE_ void name##_push(name##_item_t item) {                                        \
        run_t i = name##_announce_(NEUTRINO_PUSHING_);                                             \
        neutrino_invoke(0,                                                                         \
                        DEPS(neutrino_fifo_run_(i, NEUTRINO_PUSHING_, NEUTRINO_POPPED_, places),   \
                             neutrino_fifo_run_(i, NEUTRINO_PUSHING_, NEUTRINO_PUSHED_, 1)),       \
                        SYNC | WARPS(1) | IMMEDIATE);                                              \
        __builtin_memcpy(name##_places[i % (places)], &item, sizeof item);                         \
        name##_announce_(NEUTRINO_PUSHED_);                                                        \
    }                                                                                              \
    NEUTRINO_INLINE_ name##_item_t name##_pop(void) {                                              \
        run_t i = name##_announce_(NEUTRINO_POPPING_);                                             \
        neutrino_invoke(0,                                                                         \
                        DEPS(neutrino_fifo_run_(i, NEUTRINO_POPPING_, NEUTRINO_PUSHED_, 0),        \
                             neutrino_fifo_run_(i, NEUTRINO_POPPING_, NEUTRINO_POPPED_, 1)),       \
                        SYNC | WARPS(1) | IMMEDIATE);                                              \
        name##_item_t item;                                                                        \
        __builtin_memcpy(&item, name##_places[i % (places)], sizeof item);                         \
        name##_announce_(NEUTRINO_POPPED_);                                                        \
        return item;                                                                               \
    }                                                                                              \
    struct neutrino_fifo_##name##_needs_a_semicolon

#endif
