/* A loop's rounds once more, without the branches that leave it. */
#ifndef MUONC_IR_PASSES_LOOP_COPY_H
#define MUONC_IR_PASSES_LOOP_COPY_H

#include "muonc/ir/analysis/control_flow.h"
#include "muonc/ir/unit/unit.h"

/* A loop with no other in it, one edge into it and one around. */
struct round_loop {
    const struct control_flow *flow;
    size_t *blocks; /* in the order of the flow: the head first, the latch last */
    size_t count;
    bool *contains;           /* by block */
    LLVMBasicBlockRef before; /* where the loop is entered from */
};

/* What is made of it: blocks that lead from the first to the last, which has no end yet, before the
 * loop's head. Phis of the head have only what they get from the entry. */
struct round_copy {
    LLVMBasicBlockRef first, last;
    struct value_map values; /* of the loop, to those of the copy */
    LLVMBasicBlockRef *home; /* by block of the loop */
};

static inline LLVMBasicBlockRef round_loop_block(const struct round_loop *loop, size_t place) {
    return loop->flow->blocks[loop->blocks[place]];
}

/* entry: the block from which the copy is entered. */
struct round_copy round_copy_build(struct ir_unit *unit, const struct round_loop *loop,
                                   LLVMBasicBlockRef entry);
LLVMValueRef round_copy_value(const struct round_copy *copy, LLVMValueRef value);
/* Once the copy has been closed: what only the branches needed goes. */
void round_copy_tidy(const struct round_copy *copy);
void round_copy_free(struct round_copy *copy);

/* The value that a phi of the loop's head has after a round, or before the loop. */
LLVMValueRef round_loop_incoming(const struct round_loop *loop, LLVMValueRef phi, bool around);

#endif
