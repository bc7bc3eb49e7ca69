/* Groups: warps of a cluster that run the same code, for jobs (job.h) and pipes (pipe.h).
 *
 *   MUON_GROUP(loaders, 0, 4);          four warps of the cluster, from warp 0 on
 *   MUON_GROUP_SET(odd, 1, 0x5555);     of the warps from 1 on, those whose bit is set
 *   MUON_CORE_GROUP(pair, 2, 2);        on each core its warps 2 and 3: a group for every core
 *
 * at file scope. Warps are counted through the cluster: warp w of core c is c · __MUON_WARPS__ + w.
 * A group has at most 64 warps, which is how many can meet in a run (docs/tasks.md), and takes
 * three sync points; a core group takes three for each core.
 *
 * Each declares, with its own name in front:
 *
 *   loaders_size                        the number of its warps, an integer constant
 *   bool loaders_mine(void)             does this warp belong to it?
 *   uint32_t loaders_rank(void)         this warp's number in it, from 0
 *   bool loaders_leader(void)           is this its first warp?
 *   run_t loaders_meet(void)            waits for all of its warps
 *
 * and in C++ a type, loaders, with the same as members. job.h has muon_all_warps, the whole
 * cluster.
 *
 * The one rule: all warps of a group do the group's operations (loaders_meet, those of job.h and
 * pipe.h), in the same order, each with all its lanes. */
#ifndef NEUTRINO_GROUP_H
#define NEUTRINO_GROUP_H
#pragma GCC system_header

#include "neutrino/muon.h"

#include <stdbool.h>
#include <stdint.h>

#define MUON_GROUP(name, first_warp, count)                                                        \
    NEUTRINO_STATIC_ASSERT_((first_warp) >= 0 && (count) >= 1 && (count) <= 64 &&                  \
                                (first_warp) + (count) <= MUON_CLUSTER_WARPS,                      \
                            "group " #name ": 1 to 64 warps, all of this cluster");                \
    NEUTRINO_GROUP_(name, muon_cluster_warp(), first_warp, NEUTRINO_LOW_BITS_(count), 1, 0)

#define MUON_GROUP_SET(name, first_warp, mask)                                                     \
    NEUTRINO_STATIC_ASSERT_((first_warp) >= 0 && ((mask) & 1) &&                                   \
                                (first_warp) + NEUTRINO_BITS_(mask) <= MUON_CLUSTER_WARPS,         \
                            "group " #name                                                         \
                            ": warps of this cluster, the first of them among them");              \
    NEUTRINO_GROUP_(name, muon_cluster_warp(), first_warp, (uint64_t)(mask), 1, 0)

#define MUON_CORE_GROUP(name, first_warp, count)                                                   \
    NEUTRINO_STATIC_ASSERT_((first_warp) >= 0 && (count) >= 1 &&                                   \
                                (first_warp) + (count) <= __MUON_WARPS__,                          \
                            "group " #name ": 1 or more warps, all of a core");                    \
    NEUTRINO_GROUP_(name, muon_warp_id(), first_warp, NEUTRINO_LOW_BITS_(count), __MUON_CORES__,   \
                    muon_core_id())

/* ---- what a group is made of ---- */

#define NEUTRINO_LOW_BITS_(count)                                                                  \
    ((count) >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << ((count) & 63)) - 1)
/* How far its highest bit is up. */
#define NEUTRINO_BITS_(mask) (64 - __builtin_clzll(mask))

/* warp, counted as the group does, among those of the mask from `first` on. Constants but for the
 * warp, so nothing is left of a mask without gaps. */
NEUTRINO_INLINE_ bool neutrino_group_has_(uint32_t warp, uint32_t first, uint64_t mask) {
    uint32_t at = warp - first;
    if (!(mask & (mask + 1)))
        return at < (uint32_t)NEUTRINO_BITS_(mask);
    return at < 64 && (mask >> at & 1);
}
NEUTRINO_INLINE_ uint32_t neutrino_group_rank_(uint32_t warp, uint32_t first, uint64_t mask) {
    uint32_t at = warp - first;
    if (!(mask & (mask + 1)))
        return at;
    return (uint32_t)__builtin_popcountll(mask & ((UINT64_C(1) << at) - 1));
}

/* The i-th run of `arrive` is where the group's warps meet to make its i-th job, whose end the i-th
 * of `done` is; so nothing else may use them. `simt` is for the runs in which it waits. `which` of
 * `groups` that differ by core this warp is in. */
#define NEUTRINO_GROUP_(name, warp, first_warp, mask, groups, which)                               \
    NEUTRINO_RELATIVE_SYNCS_(name##_arrive, groups, 1);                                            \
    NEUTRINO_RELATIVE_SYNCS_(name##_done, groups, 1);                                              \
    NEUTRINO_RELATIVE_SYNCS_(name##_simt, groups, 1);                                              \
    enum {                                                                                         \
        name##_size = __builtin_popcountll(mask),                                                  \
        name##_first_ = (first_warp),                                                              \
        name##_mask_low_ = (int32_t)(mask),                                                        \
        name##_mask_high_ = (int32_t)((mask) >> 32),                                               \
        name##_groups_ = (groups),                                                                 \
    };                                                                                             \
    NEUTRINO_INLINE_ uint32_t name##_which_(void) {                                                \
        return (which);                                                                            \
    }                                                                                              \
    NEUTRINO_INLINE_ bool name##_mine(void) {                                                      \
        return neutrino_group_has_(warp, first_warp, mask);                                        \
    }                                                                                              \
    NEUTRINO_INLINE_ uint32_t name##_rank(void) {                                                  \
        return neutrino_group_rank_(warp, first_warp, mask);                                       \
    }                                                                                              \
    NEUTRINO_INLINE_ bool name##_leader(void) {                                                    \
        return warp == (first_warp);                                                               \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_sync_(run_t a, run_t b, run_t c) {                               \
        return neutrino_invoke(NEUTRINO_SYNC_ID(name##_simt, which), DEPS(a, b, c),                \
                               SYNC | WARPS(name##_size) | IMMEDIATE | DUMMY);                     \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_meet(void) {                                                     \
        return name##_sync_(0, 0, 0);                                                              \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_arrive_(void) {                                                  \
        return neutrino_invoke(NEUTRINO_SYNC_ID(name##_arrive, which), NO_DEPS,                    \
                               SYNC | WARPS(name##_size) | IMMEDIATE | DUMMY);                     \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_end_job_(run_t task) {                                           \
        return neutrino_invoke(NEUTRINO_SYNC_ID(name##_done, which), DEPS(task),                   \
                               ASYNC | WARPS(1) | IMMEDIATE | DUMMY);                              \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_job_(run_t met) {                                                \
        return name##_done(which, met);                                                            \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t name##_wait_(run_t job) {                                               \
        return neutrino_invoke(NEUTRINO_SYNC_ID(name##_simt, which), DEPS(job),                    \
                               SYNC | WARPS(name##_size) | MANUAL | DUMMY);                        \
    }                                                                                              \
    NEUTRINO_INLINE_ void name##_complete_(run_t run) {                                            \
        neutrino_complete(run, WARPS(name##_size));                                                \
    }                                                                                              \
    NEUTRINO_GROUP_TYPE_(name, first_warp, mask)                                                   \
    struct neutrino_group_##name##_needs_a_semicolon

#ifdef __cplusplus
#define NEUTRINO_GROUP_TYPE_(name, first_warp, group_mask)                                         \
    struct name {                                                                                  \
        static constexpr int size = name##_size, first = (first_warp);                             \
        static constexpr uint64_t mask = (group_mask);                                             \
        static bool mine() {                                                                       \
            return name##_mine();                                                                  \
        }                                                                                          \
        static uint32_t rank() {                                                                   \
            return name##_rank();                                                                  \
        }                                                                                          \
        static bool leader() {                                                                     \
            return name##_leader();                                                                \
        }                                                                                          \
        static run_t arrive_() {                                                                   \
            return name##_arrive_();                                                               \
        }                                                                                          \
        static run_t sync_(run_t a, run_t b, run_t c) {                                            \
            return name##_sync_(a, b, c);                                                          \
        }                                                                                          \
        static run_t meet() {                                                                      \
            return name##_meet();                                                                  \
        }                                                                                          \
        static run_t end_job_(run_t task) {                                                        \
            return name##_end_job_(task);                                                          \
        }                                                                                          \
        static run_t job_(run_t met) {                                                             \
            return name##_job_(met);                                                               \
        }                                                                                          \
        static run_t wait_(run_t job) {                                                            \
            return name##_wait_(job);                                                              \
        }                                                                                          \
        static void complete_(run_t run) {                                                         \
            name##_complete_(run);                                                                 \
        }                                                                                          \
    };
#else
#define NEUTRINO_GROUP_TYPE_(name, first_warp, group_mask)
#endif

#endif
