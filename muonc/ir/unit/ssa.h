/* Static single assignment for variables that are assigned in several blocks: phis where their
 * values meet, and only where the value is asked for. */
#ifndef MUONC_IR_UNIT_SSA_H
#define MUONC_IR_UNIT_SSA_H

#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/unit/unit.h"

/* A function whose blocks and edges stay as they are. */
struct ssa {
    struct ir_unit *unit;
    struct control_flow flow;
    struct dominators dominators;
    struct control_edges frontier; /* by block: its dominance frontier */
    LLVMBuilderRef builder;
    struct ssa_state *state; /* of the variable at hand */
};

void ssa_open(struct ssa *ssa, struct ir_unit *unit, LLVMValueRef function);
void ssa_close(struct ssa *ssa);

size_t ssa_block(const struct ssa *ssa, LLVMBasicBlockRef block);

/* What a variable is from the end of a block on. */
struct ssa_definition {
    LLVMBasicBlockRef block;
    LLVMValueRef value;
};

/* Begins with a variable, one at a time; where no definition comes before, it is the initial value.
 * Of two definitions in one block the later one counts. */
void ssa_begin(struct ssa *ssa, LLVMValueRef initial, const struct ssa_definition *definitions,
               size_t count);
LLVMValueRef ssa_at_start(struct ssa *ssa, LLVMBasicBlockRef block);
LLVMValueRef ssa_at_end(struct ssa *ssa, LLVMBasicBlockRef block);
/* Completes the phis that were made. */
void ssa_end(struct ssa *ssa);

#endif
