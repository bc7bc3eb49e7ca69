/* Collective operations of the lanes of a warp. Every lane of the warp must take part. Lanes run in
 * step, so one that has stored to shared memory is read by the others without a barrier. */
#ifndef SAMPLES_WARP_H
#define SAMPLES_WARP_H

#ifdef __MUON__

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

static __shared uint32_t warp_exchange[MUON_CLUSTER_WARPS][__MUON_LANES__];

/* The value that lane `from` has; anything for one that does not exist. */
static inline uint32_t warp_get(uint32_t value, uint32_t from) {
    __shared uint32_t *row = warp_exchange[muon_cluster_warp()];
    row[muon_lane_id()] = value;
    muon_fence_shared();
    uint32_t got = row[from % __MUON_LANES__];
    muon_warp_sync(); /* before the next exchange */
    return got;
}

static inline float warp_get_float(float value, uint32_t from) {
    return __builtin_bit_cast(float, warp_get(__builtin_bit_cast(uint32_t, value), from));
}

/* Whether any lane says so. */
static inline bool warp_any(bool mine) {
    __shared volatile uint32_t *vote = warp_exchange[muon_cluster_warp()];
    *vote = false;
    muon_warp_sync();
    if (mine)
        *vote = true;
    muon_warp_sync();
    bool any = __uniform(*vote);
    muon_warp_sync();
    return any;
}

/* The steps of a tree over the lanes: half of the lanes, rounded up to a power of two, then half of
 * that, down to 1. */
enum {
    WARP_TREE = __MUON_LANES__ > 16  ? 16
                : __MUON_LANES__ > 8 ? 8
                : __MUON_LANES__ > 4 ? 4
                : __MUON_LANES__ > 2 ? 2
                                     : __MUON_LANES__ > 1
};

/* The sum over the warp's lanes, in each of them. */
static inline float warp_sum(float value) {
    for (uint32_t step = WARP_TREE; step; step /= 2) {
        uint32_t from = muon_lane_id() + step;
        float other = warp_get_float(value, from);
        value += from < __MUON_LANES__ ? other : 0;
    }
    return warp_get_float(value, 0);
}

static inline uint32_t warp_sum_words(uint32_t value) {
    for (uint32_t step = WARP_TREE; step; step /= 2) {
        uint32_t from = muon_lane_id() + step;
        uint32_t other = warp_get(value, from);
        value += from < __MUON_LANES__ ? other : 0;
    }
    return warp_get(value, 0);
}

/* The largest, likewise. */
static inline float warp_max(float value) {
    for (uint32_t step = WARP_TREE; step; step /= 2) {
        uint32_t from = muon_lane_id() + step;
        float other = warp_get_float(value, from);
        value = fmaxf(value, from < __MUON_LANES__ ? other : value);
    }
    return warp_get_float(value, 0);
}

/* The sum of the lanes up to and including this one. */
static inline uint32_t warp_scan(uint32_t value) {
    for (uint32_t step = 1; step < __MUON_LANES__; step *= 2) {
        uint32_t lane = muon_lane_id();
        uint32_t other = warp_get(value, lane >= step ? lane - step : 0);
        value += lane >= step ? other : 0;
    }
    return value;
}

#endif
#endif
