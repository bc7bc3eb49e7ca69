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

/* Run i of pushing and of popping is who comes i-th; run i of pushed: item i is in its place, run i
 * of popped: it is out of it. These two have their numbers from the order in which they are made,
 * so everybody waits for the one before. */
#define MUON_FIFO(name, type, places)                                                              \
    NEUTRINO_STATIC_ASSERT_((places) >= 1 && ((places) & ((places) - 1)) == 0 &&                   \
                                (places) <= 0x400000,                                              \
                            "fifo " #name ": the number of places must be a power of two");        \
    NEUTRINO_SYNC(name##_pushing);                                                                 \
    NEUTRINO_SYNC(name##_popping);                                                                 \
    NEUTRINO_SYNC(name##_pushed);                                                                  \
    NEUTRINO_SYNC(name##_popped);                                                                  \
    typedef __typeof__(type) name##_item_t;                                                        \
    NEUTRINO_SHARED_ITEMS_(name##_places, name##_item_t, places);                                  \
    NEUTRINO_INLINE_ void name##_push(name##_item_t item) {                                        \
        run_t i = neutrino_invoke(name##_pushing, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);          \
        neutrino_invoke(0, DEPS(name##_popped(i - (places)), name##_pushed(i - 1)),                \
                        SYNC | WARPS(1) | IMMEDIATE);                                              \
        __builtin_memcpy(name##_places[i % (places)], &item, sizeof item);                         \
        neutrino_invoke(name##_pushed, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);                     \
    }                                                                                              \
    NEUTRINO_INLINE_ name##_item_t name##_pop(void) {                                              \
        run_t i = neutrino_invoke(name##_popping, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);          \
        neutrino_invoke(0, DEPS(name##_pushed(i), name##_popped(i - 1)),                           \
                        SYNC | WARPS(1) | IMMEDIATE);                                              \
        name##_item_t item;                                                                        \
        __builtin_memcpy(&item, name##_places[i % (places)], sizeof item);                         \
        neutrino_invoke(name##_popped, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE);                     \
        return item;                                                                               \
    }                                                                                              \
    struct neutrino_fifo_##name##_needs_a_semicolon

#endif
