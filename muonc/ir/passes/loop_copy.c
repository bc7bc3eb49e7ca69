#include "muonc/ir/passes/loop_copy.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

struct copier {
    const struct round_loop *loop;
    struct round_copy *copy;
    LLVMBasicBlockRef entry;
    LLVMContextRef context;
    LLVMBuilderRef builder;
};

LLVMValueRef round_loop_incoming(const struct round_loop *loop, LLVMValueRef phi, bool around) {
    bool second = (LLVMGetIncomingBlock(phi, 1) == loop->before) != around;
    return LLVMGetIncomingValue(phi, second);
}

LLVMValueRef round_copy_value(const struct round_copy *copy, LLVMValueRef value) {
    ptrdiff_t found = value_map_get(&copy->values, value);
    return found == VALUE_MAP_NONE ? value : (LLVMValueRef)found;
}

/* ---- blocks ---- */

static bool stays(const struct copier *copier, size_t block, unsigned successor) {
    return copier->loop->contains[control_flow_successor(copier->loop->flow, block, successor)];
}

static bool is_latch(const struct copier *copier, size_t block) {
    return block == copier->loop->blocks[copier->loop->count - 1];
}

/* Where control goes from a block if not out of the loop: one place, or several. */
static bool has_one_way(const struct copier *copier, size_t block) {
    size_t ways = 0;
    for (unsigned i = 0; i < control_flow_successors(copier->loop->flow, block); i++)
        ways += stays(copier, block, i);
    return ways == 1;
}

/* The only block from which control comes to one that goes on there alone: they become one. */
static bool continues(const struct copier *copier, size_t place, size_t *from) {
    const struct control_flow *flow = copier->loop->flow;
    size_t block = copier->loop->blocks[place];
    if (!place || control_flow_predecessors(flow, block) != 1)
        return false;
    *from = control_flow_predecessor(flow, block, 0);
    return has_one_way(copier, *from);
}

/* ---- instructions ---- */

static void copy_phi(struct copier *copier, size_t place, bool joined, LLVMValueRef phi) {
    LLVMValueRef copy;
    if (joined) {
        copy = round_copy_value(copier->copy, LLVMGetIncomingValue(phi, 0));
    } else {
        copy = LLVMBuildPhi(copier->builder, LLVMTypeOf(phi), "");
        if (!place) {
            LLVMValueRef value = round_loop_incoming(copier->loop, phi, false);
            LLVMAddIncoming(copy, &value, &copier->entry, 1);
        }
    }
    value_map_set(&copier->copy->values, phi, (size_t)copy);
}

static LLVMValueRef copy_instruction(struct copier *copier, LLVMValueRef instruction) {
    size_t length;
    const char *name = LLVMGetValueName2(instruction, &length);
    LLVMValueRef copy = LLVMInstructionClone(instruction);
    LLVMInsertIntoBuilderWithName(copier->builder, copy, name);
    for (int i = 0; i < LLVMGetNumOperands(copy); i++)
        LLVMSetOperand(copy, (unsigned)i,
                       round_copy_value(copier->copy, LLVMGetOperand(copy, (unsigned)i)));
    return copy;
}

static void copy_block(struct copier *copier, size_t place) {
    size_t block = copier->loop->blocks[place], from;
    bool joined = continues(copier, place, &from);
    LLVMBasicBlockRef home =
        joined ? copier->copy->home[from]
               : LLVMInsertBasicBlockInContext(copier->context, round_loop_block(copier->loop, 0),
                                               "together");
    copier->copy->home[block] = home;
    LLVMPositionBuilderAtEnd(copier->builder, home);
    FOR_EACH_INSTRUCTION(instruction, copier->loop->flow->blocks[block]) {
        if (LLVMIsAPHINode(instruction))
            copy_phi(copier, place, joined, instruction);
        else if (!LLVMIsATerminatorInst(instruction))
            value_map_set(&copier->copy->values, instruction,
                          (size_t)copy_instruction(copier, instruction));
    }
}

/* ---- ways between blocks ---- */

static void copy_branch(struct copier *copier, size_t block) {
    const struct control_flow *flow = copier->loop->flow;
    LLVMBasicBlockRef home = copier->copy->home[block];
    LLVMPositionBuilderAtEnd(copier->builder, home);
    if (!has_one_way(copier, block)) {
        LLVMValueRef branch = LLVMGetBasicBlockTerminator(flow->blocks[block]);
        LLVMBasicBlockRef to[2];
        for (unsigned i = 0; i < 2; i++)
            to[i] = copier->copy->home[value_map_get(&flow->numbers, LLVMGetSuccessor(branch, i))];
        LLVMValueRef copy =
            LLVMBuildCondBr(copier->builder,
                            round_copy_value(copier->copy, LLVMGetCondition(branch)), to[0], to[1]);
        LLVMInstructionSetDebugLoc(copy, LLVMInstructionGetDebugLoc(branch));
        return;
    }
    for (unsigned i = 0; i < control_flow_successors(flow, block); i++) {
        size_t next = control_flow_successor(flow, block, i);
        if (stays(copier, block, i) && copier->copy->home[next] != home)
            LLVMBuildBr(copier->builder, copier->copy->home[next]);
    }
}

static void complete_phi(struct copier *copier, LLVMValueRef phi) {
    LLVMValueRef copy = round_copy_value(copier->copy, phi);
    if (!LLVMIsAPHINode(copy) || LLVMCountIncoming(copy))
        return; /* of a block that was joined with the one before */
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef value = round_copy_value(copier->copy, LLVMGetIncomingValue(phi, i));
        size_t from =
            (size_t)value_map_get(&copier->loop->flow->numbers, LLVMGetIncomingBlock(phi, i));
        LLVMAddIncoming(copy, &value, &copier->copy->home[from], 1);
    }
}

static void copy_ways(struct copier *copier) {
    const struct round_loop *loop = copier->loop;
    LLVMSetCurrentDebugLocation2(copier->builder, NULL);
    for (size_t i = 0; i < loop->count; i++) {
        if (!is_latch(copier, loop->blocks[i]))
            copy_branch(copier, loop->blocks[i]);
        FOR_EACH_INSTRUCTION(phi, round_loop_block(loop, i)) {
            if (!LLVMIsAPHINode(phi))
                break;
            if (i)
                complete_phi(copier, phi);
        }
    }
}

struct round_copy round_copy_build(struct ir_unit *unit, const struct round_loop *loop,
                                   LLVMBasicBlockRef entry) {
    struct round_copy copy = {.home = xcalloc(loop->flow->count, sizeof(LLVMBasicBlockRef))};
    struct copier copier = {loop, &copy, entry, unit->context,
                            LLVMCreateBuilderInContext(unit->context)};
    for (size_t i = 0; i < loop->count; i++)
        copy_block(&copier, i);
    copy_ways(&copier);
    copy.first = copy.home[loop->blocks[0]];
    copy.last = copy.home[loop->blocks[loop->count - 1]];
    LLVMDisposeBuilder(copier.builder);
    return copy;
}

/* ---- what is left over ---- */

static bool is_arithmetic(LLVMValueRef instruction) {
    return LLVMIsABinaryOperator(instruction) || LLVMIsACmpInst(instruction) ||
           LLVMIsACastInst(instruction) || LLVMIsAGetElementPtrInst(instruction);
}

void round_copy_tidy(const struct round_copy *copy) {
    for (LLVMBasicBlockRef block = copy->last;; block = LLVMGetPreviousBasicBlock(block)) {
        LLVMValueRef instruction = LLVMGetLastInstruction(block), before;
        for (; instruction; instruction = before) {
            before = LLVMGetPreviousInstruction(instruction);
            if (is_arithmetic(instruction) && !LLVMGetFirstUse(instruction))
                LLVMInstructionEraseFromParent(instruction);
        }
        if (block == copy->first)
            break;
    }
}

void round_copy_free(struct round_copy *copy) {
    value_map_free(&copy->values);
    free(copy->home);
}
