/* Computed gotos where lanes go different ways. */
#ifndef MUONC_IR_PASSES_COMPUTED_GOTOS_H
#define MUONC_IR_PASSES_COMPUTED_GOTOS_H

#include "muonc/ir/unit/unit.h"

/* Makes a switch of each computed goto of a function: its labels' addresses become numbers wherever
 * they are. Edges of a switch can be moved, those of a goto to an address cannot. */
void computed_gotos_number(struct ir_unit *unit, LLVMValueRef function);

/* Whether a terminator is a computed goto, or a switch made of one. */
bool computed_gotos_is_one(const struct ir_unit *unit, LLVMValueRef terminator);

#endif
