/* What the samples share. Each is one file that is compiled twice: by muonc as the kernel, and by
 * the host's compiler as the program that runs it on the simulator and checks it. Constants and
 * global variables in front are in both; the host's SEND and RECEIVE (../host.h) copy a variable to
 * and from the kernel's of the same name. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <math.h>
#include <stdint.h>

#ifdef __MUON__

/* ---- the kernel's side: the shape of the cluster that main runs in ---- */

enum {
    LANES = __MUON_LANES__, /* of a warp */
    WARP_COUNT = __MUON_CORES__ * __MUON_WARPS__,
    LANE_COUNT = WARP_COUNT * LANES,
};

/* The warp's number in the cluster, the same in all its lanes. */
static inline uint32_t warp_index(void) {
    return muon_core_id() * __MUON_WARPS__ + muon_warp_id();
}

/* The lane's number in the cluster: neighbours in a warp are neighbours here. */
static inline uint32_t lane_index(void) {
    return muon_hart_id();
}

/* All warps of the cluster meet; each sees what the others have stored. */
static inline void barrier(void) {
    muon_fence();
    muon_barrier(0, WARP_COUNT);
}

#else

/* ---- the host's side ---- */

#include "../host.h"

#endif
#endif
