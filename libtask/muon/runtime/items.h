/* The machine as the launcher of work-items sees it. The runtime is compiled for no shape, so what
 * muon.h takes from the shape is read from the CSRs here. */
#ifndef LIBTASK_MUON_RUNTIME_ITEMS_H
#define LIBTASK_MUON_RUNTIME_ITEMS_H

#include <neutrino/kernel.h>
#include <neutrino/platform.h>

/* Of hardware barriers 15 and those below are the groups'. 0 is where a cluster's warps meet. */
enum { ITEMS_CLUSTER_BARRIER = 0, ITEMS_LAST_BARRIER = 15 };

static inline uint32_t items_csr_warp(void) {
    return __builtin_riscv_sm3p0(NEUTRINO_CSR_WID_);
}
static inline uint32_t items_lane(void) {
    return __builtin_riscv_sm3p0(NEUTRINO_CSR_TID_);
}
/* This warp's number in its cluster, and how many there are. */
static inline uint32_t items_warp(void) {
    return __builtin_riscv_sm3p0(NEUTRINO_CSR_CID_) * muon_num_warps() + items_csr_warp();
}
static inline uint32_t items_warps(void) {
    return muon_num_cores() * muon_num_warps();
}

static inline const struct neutrino_launch *items_launch(void) {
    return (const struct neutrino_launch *)NEUTRINO_LAUNCH_BASE;
}
static inline uint32_t items_clusters(void) {
    uint32_t clusters = items_launch()->clusters;
    return clusters ? clusters : 1;
}

#endif
