/* Whether all of a work-group meet at the same barrier. Always on: it needs what muonc has noted of
 * the program's barriers (program/barriers.h), and nothing of the program at run time. */
#ifndef MUSIM_MACHINE_MEETING_H
#define MUSIM_MACHINE_MEETING_H

#include "musim/machine/cluster.h"

/* A warp arrives at a hardware barrier. Returns false if it must not, with a report made. */
bool meeting_check(struct cluster *cluster, const struct warp *warp, unsigned number);
/* It has arrived; passed: as the last of those that the barrier waits for. */
void meeting_arrived(struct cluster *cluster, const struct warp *warp, unsigned number,
                     bool passed);

#endif
