/* Collective operations of the lanes of a warp, for C and C++. T is int32_t, uint32_t or float.
 *
 *   T muon_shuffle(T value, uint32_t lane);        the value that this lane has
 *   T muon_shuffle_up(T value, uint32_t n);        … the one n lanes below
 *   T muon_shuffle_down(T value, uint32_t n);      … n lanes above
 *   T muon_shuffle_xor(T value, uint32_t bits);    … whose number differs in these bits
 *   T muon_broadcast(T value, uint32_t lane);      one lane's value, for all the same lane
 *   T muon_broadcast_first(T value);               the lowest one's
 *
 *   uint32_t muon_ballot(bool x);                  a bit for each lane whose x is true
 *   bool muon_any(bool x), muon_all(bool x);
 *   uint32_t muon_match(T value);                  the lanes whose value has the same bits
 *
 *   T muon_reduce_add(T value);                    also min, max, and, or, xor
 *   T muon_scan_add(T value);                      of the lanes up to this one: likewise
 *   T muon_scan_exclusive_add(T value);            of the lanes below this one
 *
 * The active lanes take part: on a side of a branch those that are there, in a loop those that
 * still go round, and of a call those that made it. All of them must come to the same call.
 *
 * - A shuffle from a lane that takes no part, or does not exist, gives a lane its own value.
 *   muon_broadcast gives the lowest one's then.
 * - Votes, reductions and broadcasts are uniform: a branch on them is one of the whole warp.
 * - `and`, `or` and `xor` are of integers. Sums of int32_t wrap. `min` and `max` of floats are
 *   fminf and fmaxf: a NaN counts only if there is nothing else.
 * - The first lane of an exclusive scan has what changes nothing: 0; for floats −0 for add and a
 *   NaN for min and max; for integers the largest value for min, the smallest for max, and all bits
 *   for and.
 * - Sums of floats have one order. Let the lanes that take part be 0, 1, 2, … in order. The sum up
 * to lane i is made in rounds, s = 1, 2, 4, …: in each a lane i ≥ s adds what lane i − s had to the
 *   left of its own. So it is a balanced tree over blocks that end at i, and muon_reduce_add is
 * what muon_scan_add gives the last lane, to the bit.
 *
 * There are no instructions for any of this. Lanes run in step, so what one stores in shared
 * memory the next instruction of another loads: a word for each lane of the cluster, of which
 * programs have what they use. Votes need no memory: vx_split tells each side who is on it. While
 * all lanes of a warp take part, nothing is done about those that do not, but for a branch of the
 * warp. docs/collectives.md says what each takes. */
#ifndef NEUTRINO_LANES_H
#define NEUTRINO_LANES_H
#pragma GCC system_header

#include "neutrino/collective_operations.h"
#include "neutrino/muon.h"

#include <stdbool.h>

#ifdef __cplusplus
#define NEUTRINO_LANES_ NEUTRINO_INLINE_
#define NEUTRINO_FEW_LANES_ __attribute__((noinline, cold, unused)) static
#else
#define NEUTRINO_LANES_ __attribute__((overloadable)) NEUTRINO_INLINE_
#define NEUTRINO_FEW_LANES_ __attribute__((overloadable, noinline, cold, unused)) static
#endif

enum {
    /* The largest power of two below the number of lanes. */
    NEUTRINO_LANES_HALF_ = __MUON_LANES__ > 16  ? 16
                           : __MUON_LANES__ > 8 ? 8
                           : __MUON_LANES__ > 4 ? 4
                           : __MUON_LANES__ > 2 ? 2
                                                : 1,
    NEUTRINO_LANES_ARE_A_TREE_ = (__MUON_LANES__ & (__MUON_LANES__ - 1)) == 0,
};
#define NEUTRINO_ALL_LANES_ (0xffffffffu >> (32 - __MUON_LANES__))

/* A word for each lane; and for scans a row of each warp, with as much before it as a lane looks
 * back. Their names tell musim that lanes may elect one of them there. */
__attribute__((
    weak, selectany)) __shared uint32_t __neutrino_lane_words[MUON_CLUSTER_WARPS * __MUON_LANES__];
__attribute__((weak, selectany)) __shared uint32_t
    __neutrino_lane_rows[MUON_CLUSTER_WARPS][2 * __MUON_LANES__];

/* One statement, which the optimiser cannot take apart: all lanes have stored when one loads. */
#define NEUTRINO_STORE_AND_LOAD_(got, value, own, other)                                           \
    __asm__ volatile("sw.shared %2, %1\n\tlw.shared %0, %3"                                        \
                     : "=r"(got), "=m"(own)                                                        \
                     : "r"(value), "m"(other))

NEUTRINO_LANES_ uint32_t neutrino_lanes_below_(uint32_t lanes) {
    return (uint32_t)__builtin_popcount(lanes & ((1u << muon_lane_id()) - 1));
}

/* ---- votes ---- */

/* Between a split and its join each side learns who is on it. all: both of them. */
NEUTRINO_LANES_ uint32_t neutrino_side_(bool x, uint32_t *all) {
    uint32_t side;
    __asm__ volatile("csrr %0, tmask\n\t"
                     "vx_split %1, %2\n\t"
                     "csrr %1, tmask\n\t"
                     "vx_join %1"
                     : "=&r"(*all), "=&r"(side)
                     : "r"((uint32_t)x));
    return side;
}
NEUTRINO_LANES_ uint32_t muon_ballot(bool x) {
    uint32_t all, side = neutrino_side_(x, &all);
    return __uniform(side ^ (all & ((uint32_t)x - 1)));
}
/* Where nobody is on the other side, all say what this lane says. */
NEUTRINO_LANES_ bool muon_any(bool x) {
    uint32_t all, side = neutrino_side_(x, &all), any = x | (side ^ all);
    return __uniform(any != 0);
}
NEUTRINO_LANES_ bool muon_all(bool x) {
    return !muon_any(!x);
}

/* ---- shuffles ---- */

/* Which word it is does not change in a loop, as long as all lanes take part. */
NEUTRINO_LANES_ uint32_t neutrino_shuffle_(uint32_t value, uint32_t lane) {
    uint32_t mask = muon_thread_mask(), mine = muon_lane_id();
    uint32_t from = lane < __MUON_LANES__ ? lane : mine, got;
    __shared uint32_t *own = &__neutrino_lane_words[muon_hart_id()];
    __shared uint32_t *other = own - mine + from;
    if (__builtin_expect(mask != NEUTRINO_ALL_LANES_, 0))
        other = mask >> from & 1 ? other : own;
    NEUTRINO_STORE_AND_LOAD_(got, value, *own, *other);
    return got;
}
/* Lanes from __MUON_LANES__ on do not exist; nor do those that are less than nothing. */
NEUTRINO_LANES_ uint32_t neutrino_lane_above_(uint32_t n) {
    return n < __MUON_LANES__ ? muon_lane_id() + n : __MUON_LANES__;
}

NEUTRINO_LANES_ uint32_t neutrino_broadcast_(uint32_t value, uint32_t lane) {
    uint32_t mask = muon_thread_mask(), got;
    __shared uint32_t *own = &__neutrino_lane_words[muon_hart_id()];
    __shared uint32_t *first = own - muon_lane_id();
    __shared uint32_t *other = first + (lane < __MUON_LANES__ ? lane : 0);
    if (__builtin_expect(mask != NEUTRINO_ALL_LANES_, 0) &&
        !(lane < __MUON_LANES__ && mask >> lane & 1))
        other = first + __builtin_ctz(mask);
    NEUTRINO_STORE_AND_LOAD_(got, value, *own, *other);
    return __uniform(got);
}

/* In each round those who have what one of the lanes has learn who they are, and are done. */
NEUTRINO_LANES_ uint32_t neutrino_match_(uint32_t value) {
    __shared uint32_t *word = &__neutrino_lane_words[muon_hart_id() - muon_lane_id()];
    for (;;) {
        uint32_t one, left;
        NEUTRINO_STORE_AND_LOAD_(one, value, *word, *word);
        uint32_t side = neutrino_side_(value == one, &left);
        if (value == one)
            return side;
    }
}

#define NEUTRINO_LANES_OF_(type)                                                                   \
    NEUTRINO_LANES_ type muon_shuffle(type value, uint32_t lane) {                                 \
        return __builtin_bit_cast(type,                                                            \
                                  neutrino_shuffle_(__builtin_bit_cast(uint32_t, value), lane));   \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_shuffle_up(type value, uint32_t n) {                                 \
        return muon_shuffle(value, muon_lane_id() - n);                                            \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_shuffle_down(type value, uint32_t n) {                               \
        return muon_shuffle(value, neutrino_lane_above_(n));                                       \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_shuffle_xor(type value, uint32_t bits) {                             \
        return muon_shuffle(value, muon_lane_id() ^ bits);                                         \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_broadcast(type value, uint32_t lane) {                               \
        return __builtin_bit_cast(type,                                                            \
                                  neutrino_broadcast_(__builtin_bit_cast(uint32_t, value), lane)); \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_broadcast_first(type value) {                                        \
        return muon_broadcast(value, __MUON_LANES__);                                              \
    }                                                                                              \
    NEUTRINO_LANES_ uint32_t muon_match(type value) {                                              \
        return neutrino_match_(__builtin_bit_cast(uint32_t, value));                               \
    }
NEUTRINO_LANES_OF_(int32_t)
NEUTRINO_LANES_OF_(uint32_t)
NEUTRINO_LANES_OF_(float)

/* ---- reductions and scans ---- */

/* scan: place is this lane's among the count that take part. What lies before the row is filled as
 * far as a lane looks back, which is less than count.
 * few: some lanes of the warp. all: as many as there are; the lanes of a tree exchange what they
 * have, and all come to the root. */
#define NEUTRINO_LANE_OPERATION_(name, type, none, operation)                                      \
    NEUTRINO_LANES_ type neutrino_##name##_(type a, type b) {                                      \
        return operation;                                                                          \
    }                                                                                              \
    NEUTRINO_LANES_ type neutrino_scan_##name##_(type value, uint32_t place, uint32_t count) {     \
        __shared uint32_t *own =                                                                   \
            &__neutrino_lane_rows[muon_cluster_warp()][__MUON_LANES__ + place];                    \
        type before = (none);                                                                      \
        __asm__ volatile("sw.shared %1, %0" : "=m"(own[-1 - 2 * (int32_t)place]) : "r"(before));   \
        for (uint32_t step = 1; step < count; step *= 2) {                                         \
            NEUTRINO_STORE_AND_LOAD_(before, value, *own, own[-(int32_t)step]);                    \
            value = neutrino_##name##_(before, value);                                             \
        }                                                                                          \
        return value;                                                                              \
    }                                                                                              \
    /* What the lane at another place has, of those that came to a scan. */                        \
    NEUTRINO_LANES_ type neutrino_place_##name##_(type value, uint32_t place, int32_t other) {     \
        __shared uint32_t *row = &__neutrino_lane_rows[muon_cluster_warp()][__MUON_LANES__];       \
        NEUTRINO_STORE_AND_LOAD_(value, value, row[place], row[other]);                            \
        return value;                                                                              \
    }                                                                                              \
    NEUTRINO_FEW_LANES_ type neutrino_reduce_few_##name##_(type value) {                           \
        uint32_t mask = muon_thread_mask(), count = (uint32_t)__builtin_popcount(mask);            \
        uint32_t place = neutrino_lanes_below_(mask);                                              \
        value = neutrino_scan_##name##_(value, place, count);                                      \
        return neutrino_place_##name##_(value, place, (int32_t)count - 1);                         \
    }                                                                                              \
    NEUTRINO_FEW_LANES_ type neutrino_scan_few_##name##_(type value, bool exclusive) {             \
        uint32_t mask = muon_thread_mask(), place = neutrino_lanes_below_(mask);                   \
        value = neutrino_scan_##name##_(value, place, (uint32_t)__builtin_popcount(mask));         \
        type before = neutrino_place_##name##_(value, place, (int32_t)place - 1);                  \
        return exclusive ? before : value;                                                         \
    }                                                                                              \
    NEUTRINO_LANES_ type neutrino_reduce_all_##name##_(type value) {                               \
        const uint32_t hart = muon_hart_id(), mine = muon_lane_id();                               \
        if (!NEUTRINO_LANES_ARE_A_TREE_)                                                           \
            return neutrino_place_##name##_(neutrino_scan_##name##_(value, mine, __MUON_LANES__),  \
                                            mine, __MUON_LANES__ - 1);                             \
        for (uint32_t step = 1; step < __MUON_LANES__; step *= 2) {                                \
            type other;                                                                            \
            NEUTRINO_STORE_AND_LOAD_(other, value, __neutrino_lane_words[hart],                    \
                                     __neutrino_lane_words[hart ^ step]);                          \
            value = neutrino_##name##_(value, other);                                              \
        }                                                                                          \
        return value;                                                                              \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_reduce_##name(type value) {                                          \
        if (__builtin_expect(muon_thread_mask() == NEUTRINO_ALL_LANES_, 1))                        \
            value = neutrino_reduce_all_##name##_(value);                                          \
        else                                                                                       \
            value = neutrino_reduce_few_##name##_(value);                                          \
        return __uniform(value);                                                                   \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_scan_##name(type value) {                                            \
        if (__builtin_expect(muon_thread_mask() == NEUTRINO_ALL_LANES_, 1))                        \
            return neutrino_scan_##name##_(value, muon_lane_id(), __MUON_LANES__);                 \
        return neutrino_scan_few_##name##_(value, false);                                          \
    }                                                                                              \
    NEUTRINO_LANES_ type muon_scan_exclusive_##name(type value) {                                  \
        uint32_t mine = muon_lane_id();                                                            \
        if (__builtin_expect(muon_thread_mask() != NEUTRINO_ALL_LANES_, 0))                        \
            return neutrino_scan_few_##name##_(value, true);                                       \
        value = neutrino_scan_##name##_(value, mine, __MUON_LANES__);                              \
        return neutrino_place_##name##_(value, mine, (int32_t)mine - 1);                           \
    }
NEUTRINO_COLLECTIVE_OPERATIONS_(NEUTRINO_LANE_OPERATION_)

#endif
