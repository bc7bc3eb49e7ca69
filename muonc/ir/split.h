/* Divergent branches under vx_split, vx_join and vx_pred: docs/divergence.md. */
#ifndef MUONC_IR_SPLIT_H
#define MUONC_IR_SPLIT_H

#include "muonc/ir/unit.h"

/* Lowers every branch and switch on a divergent value, or those that unit->divergence says.
 * Functions without one stay as they are. False after diagnostics: of what cannot be lowered
 * (divergence.h), or that it failed. */
bool split_divergent(struct ir_unit *unit);

#endif
