#include "muonc/ir/passes/steps.h"

enum { MOST_PHIS = 64 }; /* between the end of a round and the head */

/* What a phi gets besides poison, also through others. */
struct origin {
    LLVMValueRef value; /* NULL: nothing yet */
    bool several;
    unsigned phis;
};

static void find_origin(struct origin *origin, LLVMValueRef phi) {
    origin->several |= ++origin->phis > MOST_PHIS;
    for (unsigned i = 0; i < LLVMCountIncoming(phi) && !origin->several; i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        if (LLVMIsPoison(value))
            continue;
        if (LLVMIsAPHINode(value))
            find_origin(origin, value);
        else if (origin->value && origin->value != value)
            origin->several = true;
        else
            origin->value = value;
    }
}

/* Whether a value is there at the start of a block. */
static bool is_known(const struct ssa *ssa, LLVMValueRef value, LLVMBasicBlockRef block) {
    if (!LLVMIsAInstruction(value))
        return true;
    LLVMBasicBlockRef home = LLVMGetInstructionParent(value);
    return home != block && dominators_contain(&ssa->dominators, ssa_block(ssa, home),
                                               ssa->dominators.place[ssa_block(ssa, block)]);
}

/* Whether a value is the phi, of a loop's head, and what is known there. */
static bool is_step(const struct ssa *ssa, LLVMValueRef value, LLVMValueRef phi) {
    LLVMValueRef step = LLVMIsAInstruction(value);
    LLVMOpcode opcode = step ? LLVMGetInstructionOpcode(step) : 0;
    LLVMBasicBlockRef head = LLVMGetInstructionParent(phi);
    if ((opcode != LLVMAdd && opcode != LLVMSub && opcode != LLVMGetElementPtr) ||
        LLVMGetOperand(step, 0) != phi || LLVMGetInstructionParent(step) == head)
        return false;
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(step); i++)
        if (!is_known(ssa, LLVMGetOperand(step, i), head))
            return false;
    return true;
}

/* Whether an index serves to reach shared memory. */
static bool is_in_shared(LLVMValueRef index) {
    for (LLVMUseRef use = LLVMGetFirstUse(index); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (LLVMIsAGetElementPtrInst(user) &&
            LLVMGetPointerAddressSpace(LLVMTypeOf(user)) == ADDRESS_SHARED)
            return true;
    }
    return false;
}

/* Whether a loop has several accesses to shared memory, at numbers from its phi: one of several
 * rounds in one. The code generator would have a pointer for each, as their assembly has no
 * place for the number that it knows. */
static bool is_unrolled_in_shared(LLVMValueRef phi, LLVMValueRef step) {
    for (LLVMUseRef use = LLVMGetFirstUse(phi); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (user != step && LLVMIsABinaryOperator(user) &&
            LLVMIsAConstantInt(LLVMGetOperand(user, 1)) && is_in_shared(user))
            return true;
    }
    return false;
}

/* In the head it is computed for lanes, too, that have been told no bounds of it. */
static void move(struct ssa *ssa, LLVMValueRef step, LLVMBasicBlockRef head) {
    LLVMValueRef first = LLVMGetFirstInstruction(head);
    while (LLVMIsAPHINode(first))
        first = LLVMGetNextInstruction(first);
    if (LLVMGetInstructionOpcode(step) == LLVMGetElementPtr) {
        LLVMGEPSetNoWrapFlags(step, 0);
    } else {
        LLVMSetNSW(step, false);
        LLVMSetNUW(step, false);
    }
    LLVMPositionBuilderBefore(ssa->builder, first);
    LLVMInstructionRemoveFromParent(step);
    LLVMInsertIntoBuilder(ssa->builder, step);
}

static void move_step(struct ssa *ssa, LLVMValueRef phi) {
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        struct origin origin = {0};
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        if (!LLVMIsAPHINode(value) || value == phi)
            continue;
        find_origin(&origin, value);
        if (origin.value && !origin.several && is_step(ssa, origin.value, phi) &&
            !is_unrolled_in_shared(phi, origin.value))
            move(ssa, origin.value, LLVMGetInstructionParent(phi));
    }
}

void steps_to_heads(struct ssa *ssa) {
    for (size_t i = 0; i < ssa->flow.count; i++)
        for (LLVMValueRef phi = LLVMGetFirstInstruction(ssa->flow.blocks[i]); LLVMIsAPHINode(phi);
             phi = LLVMGetNextInstruction(phi))
            move_step(ssa, phi);
}
