/* Conditions of divergent branches in the form that takes the fewest instructions. */
#ifndef MUONC_IR_PASSES_SENSES_H
#define MUONC_IR_PASSES_SENSES_H

#include "muonc/ir/unit/unit.h"

/* True if the branch tests the opposite now, and has its ways exchanged. */
bool senses_choose(struct ir_unit *unit, LLVMValueRef branch);

#endif
