/* Moving edges of the control-flow graph, with the phis that go with them. */
#ifndef MUONC_IR_UNIT_EDGES_H
#define MUONC_IR_UNIT_EDGES_H

#include "muonc/ir/unit/block_order.h"
#include "muonc/ir/unit/unit.h"

/* A new block that ends with a branch to target and through which all edges to target go that come
 * from the chosen blocks (chosen(context, block)). Values that they bring for a phi meet in a phi
 * of the new block. The order, of the target's function, is kept for the next time. */
LLVMBasicBlockRef edges_gather(struct ir_unit *unit, LLVMBasicBlockRef target, const char *name,
                               bool (*chosen)(void *context, LLVMBasicBlockRef from), void *context,
                               struct block_order *order);

/* A new block on the edges between two blocks. */
LLVMBasicBlockRef edges_split(struct ir_unit *unit, LLVMBasicBlockRef from, LLVMBasicBlockRef to,
                              const char *name);

/* Cuts a block in two before an instruction, which begins what is left of it. What comes before is
 * in a new block without an end, to which all edges and label addresses lead. */
LLVMBasicBlockRef edges_cut(struct ir_unit *unit, LLVMValueRef instruction);

/* There is a new edge added -> target: its values in the target's phis are those from known, or
 * poison. */
void edges_copy_incoming(LLVMBasicBlockRef target, LLVMBasicBlockRef known,
                         LLVMBasicBlockRef added);
void edges_add_poison(LLVMBasicBlockRef target, LLVMBasicBlockRef added);

#endif
