/* The check that every decision of the program is the same in all lanes of a warp. */
#ifndef MUONC_IR_DIVERGENCE_H
#define MUONC_IR_DIVERGENCE_H

#include "muonc/ir/uniformity.h"
#include "muonc/ir/unit.h"

/* Reports [nu-divergent] for each branch, switch and indirect call that depends on a divergent
 * value, with notes that lead to where the divergence comes from. Returns whether there is none. */
bool divergence_check(struct ir_unit *unit, const struct uniformity *uniformity);

#endif
