/* Loads that feed nu.payload move down to it. A payload's value is copied before its first
 * instruction, and a long one has more words than there are registers: loaded three by three, each
 * takes its place in the payload buffer without a detour over the stack. */
#include "muonc/ir/passes/passes.h"

#include <string.h>

static bool is_payload(LLVMValueRef instruction) {
    static const char mnemonic[] = "nu.payload ";
    LLVMValueRef assembly = unit_inline_asm(instruction);
    size_t length;
    const char *text = assembly ? LLVMGetInlineAsmAsmString(assembly, &length) : "";
    return !strncmp(text, mnemonic, sizeof mnemonic - 1);
}

/* Whether a load may move past this instruction. nu.payload reads registers only. */
static bool leaves_memory_alone(LLVMValueRef instruction) {
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMStore:
    case LLVMFence:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
    case LLVMInvoke:
    case LLVMCallBr: return false;
    case LLVMLoad: return !LLVMGetVolatile(instruction);
    case LLVMCall:
        return is_payload(instruction) || unit_is_intrinsic(instruction, "llvm.dbg.") ||
               unit_is_intrinsic(instruction, "llvm.assume");
    default: return true;
    }
}

static bool has_one_use(LLVMValueRef value) {
    LLVMUseRef use = LLVMGetFirstUse(value);
    return use && !LLVMGetNextUse(use);
}

static bool can_move(LLVMValueRef load, LLVMValueRef to) {
    if (!LLVMIsALoadInst(load) || LLVMGetVolatile(load) ||
        LLVMGetOrdering(load) != LLVMAtomicOrderingNotAtomic || !has_one_use(load) ||
        LLVMGetInstructionParent(load) != LLVMGetInstructionParent(to))
        return false;
    LLVMValueRef between = LLVMGetNextInstruction(load);
    while (between != to && leaves_memory_alone(between))
        between = LLVMGetNextInstruction(between);
    return between == to;
}

bool payload_sink_loads(struct ir_unit *unit) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        if (!is_payload(instruction))
            continue;
        for (unsigned i = 0; i < LLVMGetNumArgOperands(instruction); i++) {
            LLVMValueRef operand = LLVMGetOperand(instruction, i);
            if (!can_move(operand, instruction))
                continue;
            LLVMPositionBuilderBefore(builder, instruction);
            LLVMInstructionRemoveFromParent(operand);
            LLVMInsertIntoBuilder(builder, operand);
        }
    }
    LLVMDisposeBuilder(builder);
    return true;
}
