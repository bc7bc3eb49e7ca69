/* One way out of a function: what the masks of divergent control flow need to meet again. */
#ifndef MUONC_IR_PASSES_EXITS_H
#define MUONC_IR_PASSES_EXITS_H

#include "muonc/ir/unit/unit.h"

/* Afterwards the function has one return, and every block that can be reached leads to it:
 *
 * - several returns become branches to a common one;
 * - where control does not get to (after `abort`, say) it goes on with the other side of the branch
 *   that led there, or to the return;
 * - a loop without an exit gets one that is never taken. */
void exits_unify(struct ir_unit *unit, LLVMValueRef function);

#endif
