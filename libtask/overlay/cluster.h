/* Between the two sides of an overlay on a cluster: what lies in shared memory beside the records.
 * Each side writes what is the other's to read before it arrives in a run, or signals one. */
#ifndef LIBTASK_OVERLAY_CLUSTER_H
#define LIBTASK_OVERLAY_CLUSTER_H

#include "libtask/overlay/layout.h"

#define OVERLAY_NO_SLOT (-1)

struct overlay_channels {
    uint64_t freed;               /* slots that the application may fill in; 0: it is over */
    int8_t given[OVERLAY_QUEUES]; /* each worker's next task; OVERLAY_NO_SLOT: it is over */
    overlay_outcome_t outcome;
};

/* A worker is a warp that executes kernels. If there are fewer than queues, a queue shares one: the
 * queues that have kernels take turns. */
static inline unsigned overlay_workers(unsigned kernels, unsigned warps) {
    return kernels < warps ? kernels : warps;
}

#endif
