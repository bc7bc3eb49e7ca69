/* Synchronisation and waiting in code that lanes of a warp may reach in several groups. */
#ifndef MUONC_IR_PASSES_SYNC_H
#define MUONC_IR_PASSES_SYNC_H

#include "muonc/ir/analysis/uniformity.h"
#include "muonc/ir/unit/unit.h"

/* Warns [nu-divergent-sync] of barriers, of invokes and completes in which warps or cores take
 * part, and of synchronous invokes, directly or in a called function, where a divergent branch
 * decides whether a lane comes there: once for each place. */
void sync_check(struct ir_unit *unit, const struct uniformity *uniformity);

#endif
