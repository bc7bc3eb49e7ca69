#include "muonc/ir/passes/exits.h"

#include "muonc/ir/analysis/control_flow.h"
#include "muonc/ir/unit/edges.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

/* The block's only predecessor, NULL if it has none or several. */
static LLVMBasicBlockRef single_predecessor(LLVMBasicBlockRef block) {
    LLVMBasicBlockRef found = NULL;
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block)); use;
         use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (!LLVMIsATerminatorInst(user))
            continue;
        if (found)
            return NULL;
        found = LLVMGetInstructionParent(user);
    }
    return found;
}

/* Where control may go on after a block that it does not leave: the other side of the branch that
 * leads to nothing but this block. *branch is that branch's block. */
static LLVMBasicBlockRef other_side(LLVMBasicBlockRef block, LLVMBasicBlockRef *branch) {
    LLVMBasicBlockRef before = single_predecessor(block);
    while (before && LLVMGetNumSuccessors(LLVMGetBasicBlockTerminator(before)) == 1) {
        block = before;
        before = single_predecessor(block);
    }
    LLVMValueRef terminator = before ? LLVMGetBasicBlockTerminator(before) : NULL;
    if (!terminator || !LLVMIsABranchInst(terminator))
        return NULL;
    *branch = before;
    return LLVMGetSuccessor(terminator, LLVMGetSuccessor(terminator, 0) == block);
}

static void replace_terminator(struct ir_unit *unit, LLVMBasicBlockRef block,
                               LLVMBasicBlockRef target) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMValueRef terminator = LLVMGetBasicBlockTerminator(block);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(terminator));
    LLVMInstructionEraseFromParent(terminator);
    LLVMPositionBuilderAtEnd(builder, block);
    LLVMBuildBr(builder, target);
    LLVMDisposeBuilder(builder);
}

static void bypass_dead_ends(struct ir_unit *unit, LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function) {
        LLVMBasicBlockRef branch, target;
        if (!LLVMIsAUnreachableInst(LLVMGetBasicBlockTerminator(block)) ||
            !(target = other_side(block, &branch)) || target == block)
            continue;
        replace_terminator(unit, block, target);
        edges_copy_incoming(target, branch, block);
    }
}

static bool is_exit(LLVMValueRef terminator) {
    return LLVMIsAReturnInst(terminator) || LLVMIsAUnreachableInst(terminator);
}

/* A tail call that must be one has no place before the common return. */
static void relax_tail_call(LLVMValueRef terminator) {
    LLVMValueRef call = LLVMGetPreviousInstruction(terminator);
    if (call && LLVMIsACallInst(call) && LLVMGetTailCallKind(call) == LLVMTailCallKindMustTail)
        LLVMSetTailCallKind(call, LLVMTailCallKindTail);
}

static LLVMBasicBlockRef build_return(struct ir_unit *unit, LLVMValueRef function,
                                      LLVMValueRef *phi) {
    LLVMTypeRef type = LLVMGetReturnType(LLVMGlobalGetValueType(function));
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMBasicBlockRef block = LLVMAppendBasicBlockInContext(unit->context, function, "return");
    LLVMPositionBuilderAtEnd(builder, block);
    *phi = NULL;
    if (LLVMGetTypeKind(type) == LLVMVoidTypeKind) {
        LLVMBuildRetVoid(builder);
    } else {
        *phi = LLVMBuildPhi(builder, type, "result");
        LLVMBuildRet(builder, *phi);
    }
    LLVMDisposeBuilder(builder);
    return block;
}

/* Also a single return moves to a block of its own, which computes nothing, so that an edge to it
 * from anywhere does no harm. */
static LLVMBasicBlockRef unify_returns(struct ir_unit *unit, LLVMValueRef function) {
    LLVMValueRef phi;
    LLVMBasicBlockRef unified = build_return(unit, function, &phi);
    FOR_EACH_BLOCK(block, function) {
        LLVMValueRef terminator = LLVMGetBasicBlockTerminator(block);
        if (block == unified || !is_exit(terminator))
            continue;
        if (phi) {
            LLVMValueRef value = LLVMIsAReturnInst(terminator) ? LLVMGetOperand(terminator, 0)
                                                               : LLVMGetPoison(LLVMTypeOf(phi));
            LLVMAddIncoming(phi, &value, &block, 1);
        }
        relax_tail_call(terminator);
        replace_terminator(unit, block, unified);
    }
    return unified;
}

/* Puts the exit that is never taken on the edge. The return's phis have no value for it. */
static void add_exit(struct ir_unit *unit, LLVMBasicBlockRef from, LLVMBasicBlockRef to,
                     LLVMBasicBlockRef unified) {
    LLVMValueRef always = LLVMConstInt(LLVMInt1TypeInContext(unit->context), 1, false);
    LLVMBasicBlockRef between = edges_split(unit, from, to, "endless");
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMInstructionEraseFromParent(LLVMGetBasicBlockTerminator(between));
    LLVMPositionBuilderAtEnd(builder, between);
    LLVMBuildCondBr(builder, always, to, unified);
    LLVMDisposeBuilder(builder);
    edges_add_poison(unified, between);
}

/* Ends one loop that has no exit; false if there is none. */
static bool end_loop(struct ir_unit *unit, LLVMValueRef function, LLVMBasicBlockRef unified) {
    struct control_flow flow;
    bool found = false;
    control_flow_build(&flow, function);
    bool *leaves = xcalloc(flow.count, sizeof *leaves);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t block = flow.count; block-- > 0;) {
            bool before = leaves[block];
            leaves[block] |= flow.blocks[block] == unified;
            for (unsigned i = 0; i < control_flow_successors(&flow, block); i++)
                leaves[block] |= leaves[control_flow_successor(&flow, block, i)];
            changed |= leaves[block] != before;
        }
    }
    for (size_t block = flow.count; block-- > 0 && !found;) {
        for (unsigned i = 0; !leaves[block] && i < control_flow_successors(&flow, block); i++) {
            size_t next = control_flow_successor(&flow, block, i);
            if (next > block)
                continue;
            add_exit(unit, flow.blocks[block], flow.blocks[next], unified);
            found = true;
            break;
        }
    }
    free(leaves);
    control_flow_free(&flow);
    return found;
}

void exits_unify(struct ir_unit *unit, LLVMValueRef function) {
    bypass_dead_ends(unit, function);
    LLVMBasicBlockRef unified = unify_returns(unit, function);
    while (end_loop(unit, function, unified)) {
    }
}
