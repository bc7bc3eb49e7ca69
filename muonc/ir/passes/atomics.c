/* Atomic operations, of which Muon has none. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <stdlib.h>
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

/* The rest of the name of clang's library for what it thinks needs a lock, or NULL: load, store_8,
 * is_lock_free. */
static const char *library_call(LLVMValueRef instruction) {
    LLVMValueRef callee =
        unit_is_call(instruction) ? LLVMIsAFunction(LLVMGetCalledValue(instruction)) : NULL;
    size_t length;
    const char *name = callee ? LLVMGetValueName2(callee, &length) : "";
    bool called = callee && LLVMIsDeclaration(callee) && !strncmp(name, "__atomic_", 9);
    return called ? name + 9 : NULL;
}

/* Clang asks the library only about sizes that it does not know to be without a lock. */
static void deny_lock_freedom(LLVMValueRef call) {
    LLVMReplaceAllUsesWith(call, LLVMConstNull(LLVMTypeOf(call)));
    LLVMInstructionEraseFromParent(call);
}

/* What a load or store moves. */
static LLVMTypeRef moved(LLVMValueRef access) {
    return LLVMTypeOf(LLVMIsAStoreInst(access) ? LLVMGetOperand(access, 0) : access);
}

static bool is_simple(LLVMTargetDataRef layout, LLVMValueRef access) {
    uint64_t bytes = LLVMABISizeOfType(layout, moved(access));
    return bytes <= WORD && LLVMGetAlignment(access) >= bytes;
}

static bool refuse(struct ir_unit *unit, LLVMValueRef instruction, bool is_access) {
    diag_raise(unit->diag, DIAG_NU_ATOMIC, unit_location(unit, instruction),
               is_access ? "an atomic access is of 1, 2 or 4 bytes, and aligned"
                         : "Muon has no atomic operations but loads and stores");
    return false;
}

static bool lower(struct ir_unit *unit, LLVMTargetDataRef layout, LLVMValueRef instruction) {
    const char *library = library_call(instruction);
    if (library && !strcmp(library, "is_lock_free")) {
        deny_lock_freedom(instruction);
        return true;
    }
    if (library)
        return refuse(unit, instruction,
                      !strncmp(library, "load", 4) || !strncmp(library, "store", 5));
    if (LLVMIsAAtomicRMWInst(instruction) || LLVMIsAAtomicCmpXchgInst(instruction))
        return refuse(unit, instruction, false);
    bool access = LLVMIsALoadInst(instruction) || LLVMIsAStoreInst(instruction);
    if (!access || LLVMGetOrdering(instruction) == LLVMAtomicOrderingNotAtomic)
        return true;
    if (!is_simple(layout, instruction))
        return refuse(unit, instruction, true);
    make_volatile(unit, instruction);
    return true;
}

/* Clang was told of the A extension so that it makes instructions of loads and stores. From here on
 * it is not there: an amoadd in inline assembly is an error where it stands. */
static void forget_extension(struct ir_unit *unit, LLVMValueRef function) {
    static const char key[] = "target-features", feature[] = "+a";
    LLVMAttributeRef attribute =
        LLVMGetStringAttributeAtIndex(function, LLVMAttributeFunctionIndex, key, sizeof key - 1);
    unsigned length;
    const char *features = attribute ? LLVMGetStringAttributeValue(attribute, &length) : NULL;
    if (!features)
        return;
    char *kept = xmalloc(length + 1), *out = kept;
    for (const char *p = features, *end = features + length, *next; p < end; p = next) {
        const char *comma = memchr(p, ',', (size_t)(end - p));
        next = comma ? comma + 1 : end;
        size_t size = (size_t)((comma ? comma : end) - p);
        if (size == sizeof feature - 1 && !memcmp(p, feature, size))
            continue;
        memcpy(out, p, (size_t)(next - p));
        out += next - p;
    }
    LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                            LLVMCreateStringAttribute(unit->context, key, sizeof key - 1, kept,
                                                      (unsigned)(out - kept)));
    free(kept);
}

bool atomics_lower(struct ir_unit *unit) {
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(unit->module);
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module)
    forget_extension(unit, function);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    good &= lower(unit, layout, instruction);
    return good;
}
