/* What divergent decisions mean for the user. */
#ifndef MUONC_IR_PASSES_DIVERGENCE_H
#define MUONC_IR_PASSES_DIVERGENCE_H

#include "muonc/ir/analysis/uniformity.h"
#include "muonc/ir/unit/unit.h"

/* Reports [nu-divergent] for each decision by a divergent value, with notes that lead to where the
 * divergence comes from: an error for computed targets of calls and gotos, which all lanes of a
 * warp must share, a remark for branches and switches. Returns whether there was no error. */
bool divergence_check(struct ir_unit *unit, const struct uniformity *uniformity);

/* Notes that lead from a divergent value to where the divergence comes from. */
void divergence_explain(struct ir_unit *unit, const struct uniformity *uniformity,
                        LLVMValueRef value);

#endif
