/* One state after the other. */
#ifndef MUONC_IR_PASSES_STATE_LOOPS_H
#define MUONC_IR_PASSES_STATE_LOOPS_H

#include "muonc/ir/unit/unit.h"

/* Puts the states of a function (analysis/states.h) into loops, in each round of which the lanes go
 * on that are in one state. Components of few entries stay as they are. */
void state_loops_build(struct ir_unit *unit, LLVMValueRef function);

#endif
