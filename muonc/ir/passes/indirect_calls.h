/* Calls through pointers that differ between lanes. */
#ifndef MUONC_IR_PASSES_INDIRECT_CALLS_H
#define MUONC_IR_PASSES_INDIRECT_CALLS_H

#include "muonc/ir/analysis/uniformity.h"

/* Puts each call whose target is divergent into a loop, in each round of which the lanes call that
 * want to call one function, and says so (-Rnu-divergent). What decides who is in a round are
 * divergent branches as any other, a forward one and a latch. Returns whether there was such a
 * call; then the analysis is void. Where divergence is to be ignored it only says so. */
bool indirect_calls_serialize(struct ir_unit *unit, const struct uniformity *uniformity);

/* Whether a branch is one of those that this has made. */
bool indirect_calls_is_own(const struct ir_unit *unit, LLVMValueRef branch);

#endif
