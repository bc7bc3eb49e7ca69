/* What --perturb draws: the order in which things happen, and everybody's pace. Without it
 * nothing is drawn. */
#ifndef MUSIM_MACHINE_CHANCE_H
#define MUSIM_MACHINE_CHANCE_H

#include "musim/machine/cluster.h"

/* A number below n; 0 without --perturb. */
uint64_t chance_draw(const struct musim_config *config, uint64_t *random, uint64_t n);

/* Everybody in a cluster who has a pace. */
enum {
    CHANCE_NEUTRINO,
    CHANCE_DEVICES,
    CHANCE_WARPS = CHANCE_DEVICES + DEVICE_COUNT,
    CHANCE_EVERYBODY = CHANCE_WARPS + NEUTRINO_MAX_CORES * NEUTRINO_MAX_WARPS
};

/* Whether who can run is passed over in this round. It is never so for good. */
bool chance_is_late(struct cluster *cluster, unsigned who);

#endif
