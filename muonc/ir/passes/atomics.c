/* Atomic operations, of which Muon has none. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <string.h>

enum { WORD = 4 };

static void fence(struct ir_unit *unit, LLVMValueRef before) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, before);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(before));
    LLVMBuildFence(builder, LLVMAtomicOrderingSequentiallyConsistent, false, "");
    LLVMDisposeBuilder(builder);
}

static void make_volatile(struct ir_unit *unit, LLVMValueRef access) {
    LLVMAtomicOrdering ordering = LLVMGetOrdering(access);
    bool strong = ordering == LLVMAtomicOrderingSequentiallyConsistent;
    if (strong || ordering == LLVMAtomicOrderingRelease)
        fence(unit, access);
    if (strong || ordering == LLVMAtomicOrderingAcquire)
        fence(unit, LLVMGetNextInstruction(access));
    LLVMSetOrdering(access, LLVMAtomicOrderingNotAtomic);
    LLVMSetVolatile(access, true);
}

/* clang calls a library for what it thinks needs a lock: accesses of _Atomic objects. */
static bool is_library_call(LLVMValueRef instruction) {
    LLVMValueRef callee =
        unit_is_call(instruction) ? LLVMIsAFunction(LLVMGetCalledValue(instruction)) : NULL;
    size_t length;
    const char *name = callee ? LLVMGetValueName2(callee, &length) : "";
    return callee && LLVMIsDeclaration(callee) && !strncmp(name, "__atomic_", 9);
}

/* What a load or store moves. */
static LLVMTypeRef moved(LLVMValueRef access) {
    return LLVMTypeOf(LLVMIsAStoreInst(access) ? LLVMGetOperand(access, 0) : access);
}

static bool lower(struct ir_unit *unit, LLVMTargetDataRef layout, LLVMValueRef instruction) {
    bool in_one_step = LLVMIsAAtomicRMWInst(instruction) || LLVMIsAAtomicCmpXchgInst(instruction);
    in_one_step |= is_library_call(instruction);
    bool access = LLVMIsALoadInst(instruction) || LLVMIsAStoreInst(instruction);
    if (!in_one_step && (!access || LLVMGetOrdering(instruction) == LLVMAtomicOrderingNotAtomic))
        return true;
    if (!in_one_step) {
        uint64_t bytes = LLVMABISizeOfType(layout, moved(instruction));
        if (bytes <= WORD && LLVMGetAlignment(instruction) >= bytes) {
            make_volatile(unit, instruction);
            return true;
        }
    }
    diag_raise(unit->diag, DIAG_NU_ATOMIC, unit_location(unit, instruction),
               in_one_step
                   ? "Muon has no atomic operations but __atomic_load_n and __atomic_store_n"
                   : "an atomic access is of 1, 2 or 4 bytes");
    return false;
}

bool atomics_lower(struct ir_unit *unit) {
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(unit->module);
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    good &= lower(unit, layout, instruction);
    return good;
}
