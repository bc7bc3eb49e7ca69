#include "muonc/ir/unit/edges.h"

#define FOR_EACH_PHI(phi, block)                                                                   \
    FOR_EACH_INSTRUCTION(phi, block)                                                               \
    if (!LLVMIsAPHINode(phi))                                                                      \
        break;                                                                                     \
    else

/* LLVM-C cannot take an incoming value away, so both halves are new phis. */
static void divide_phi(struct ir_unit *unit, LLVMValueRef phi, LLVMBasicBlockRef gathered,
                       bool (*chosen)(void *context, LLVMBasicBlockRef from), void *context) {
    LLVMTypeRef type = LLVMTypeOf(phi);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(gathered));
    LLVMValueRef inner = LLVMBuildPhi(builder, type, "");
    LLVMPositionBuilderBefore(builder, phi);
    LLVMValueRef outer = LLVMBuildPhi(builder, type, "");
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        LLVMAddIncoming(chosen(context, from) ? inner : outer, &value, &from, 1);
    }
    LLVMAddIncoming(outer, &inner, &gathered, 1);
    size_t length;
    const char *name = LLVMGetValueName2(phi, &length);
    LLVMSetValueName2(inner, name, length);
    LLVMReplaceAllUsesWith(phi, outer);
    LLVMInstructionEraseFromParent(phi);
    LLVMDisposeBuilder(builder);
}

LLVMBasicBlockRef edges_gather(struct ir_unit *unit, LLVMBasicBlockRef target, const char *name,
                               bool (*chosen)(void *context, LLVMBasicBlockRef from),
                               void *context) {
    LLVMBasicBlockRef gathered = LLVMInsertBasicBlockInContext(unit->context, target, name);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_BLOCK(from, LLVMGetBasicBlockParent(target)) {
        LLVMValueRef terminator = LLVMGetBasicBlockTerminator(from);
        if (from == gathered || !chosen(context, from))
            continue;
        for (unsigned i = 0; i < LLVMGetNumSuccessors(terminator); i++)
            if (LLVMGetSuccessor(terminator, i) == target)
                LLVMSetSuccessor(terminator, i, gathered);
    }
    LLVMPositionBuilderAtEnd(builder, gathered);
    LLVMBuildBr(builder, target);
    LLVMDisposeBuilder(builder);
    FOR_EACH_PHI(phi, target) divide_phi(unit, phi, gathered, chosen, context);
    return gathered;
}

static bool is_same(void *context, LLVMBasicBlockRef from) {
    return from == context;
}

LLVMBasicBlockRef edges_split(struct ir_unit *unit, LLVMBasicBlockRef from, LLVMBasicBlockRef to,
                              const char *name) {
    return edges_gather(unit, to, name, is_same, from);
}

void edges_copy_incoming(LLVMBasicBlockRef target, LLVMBasicBlockRef known,
                         LLVMBasicBlockRef added) {
    FOR_EACH_PHI(phi, target) {
        unsigned i = 0;
        while (LLVMGetIncomingBlock(phi, i) != known)
            i++;
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        LLVMAddIncoming(phi, &value, &added, 1);
    }
}

void edges_add_poison(LLVMBasicBlockRef target, LLVMBasicBlockRef added) {
    FOR_EACH_PHI(phi, target) {
        LLVMValueRef value = LLVMGetPoison(LLVMTypeOf(phi));
        LLVMAddIncoming(phi, &value, &added, 1);
    }
}
