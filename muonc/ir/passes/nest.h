/* Rewrites a function to nested ifs and loops. */
#ifndef MUONC_IR_PASSES_NEST_H
#define MUONC_IR_PASSES_NEST_H

#include "muonc/ir/unit/unit.h"

/* Afterwards every conditional branch has a shape (structure.h). The function has one exit, no loop
 * without a way to it, and no terminators but branches and that return. */
void nest_function(struct ir_unit *unit, LLVMValueRef function);

#endif
