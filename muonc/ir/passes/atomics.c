/* Atomic operations, of which Muon has loads and stores of up to a word. Those that read and write
 * are calls of the library (libtask/muon/runtime/atomic.h), one at a time. A store must not come
 * between their reading and writing, so it is such a call, too, in a program that has any: the
 * library's function is referred to weakly, and is null in others. */
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/unit/edges.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <neutrino/atomic_operations.h>
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

static bool refuse(struct ir_unit *unit, LLVMValueRef instruction, const char *text) {
    diag_raise(unit->diag, DIAG_NU_ATOMIC, unit_location(unit, instruction), "%s", text);
    return false;
}

/* ---- calls of the library ---- */

static LLVMTypeRef word_type(struct ir_unit *unit) {
    return LLVMInt32TypeInContext(unit->context);
}

static LLVMValueRef word_of(struct ir_unit *unit, unsigned number) {
    return LLVMConstInt(word_type(unit), number, false);
}

static LLVMTypeRef library_type(struct ir_unit *unit, LLVMValueRef address) {
    LLVMTypeRef word = word_type(unit), parameters[] = {LLVMTypeOf(address), word, word, word};
    return LLVMFunctionType(word, parameters, 4, false);
}

/* A function that is only stored by is none of the program's unless something else brings it. */
static LLVMValueRef library_function(struct ir_unit *unit, LLVMValueRef address, bool weakly) {
    const char *name = LLVMGetPointerAddressSpace(LLVMTypeOf(address)) ? "__neutrino_atomic_shared"
                                                                       : "__neutrino_atomic";
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, name);
    if (!function) {
        function = LLVMAddFunction(unit->module, name, library_type(unit, address));
        LLVMSetLinkage(function, LLVMExternalWeakLinkage);
    }
    if (!weakly && LLVMIsDeclaration(function))
        LLVMSetLinkage(function, LLVMExternalLinkage);
    return function;
}

/* A value of up to a word in the low bits of one. */
static LLVMValueRef to_word(struct ir_unit *unit, LLVMBuilderRef builder, unsigned bytes,
                            LLVMValueRef value) {
    LLVMTypeRef bits = LLVMIntTypeInContext(unit->context, 8 * bytes);
    if (LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMPointerTypeKind)
        value = LLVMBuildPtrToInt(builder, value, bits, "");
    else if (LLVMGetTypeKind(LLVMTypeOf(value)) != LLVMIntegerTypeKind)
        value = LLVMBuildBitCast(builder, value, bits, "");
    return LLVMBuildIntCast2(builder, value, word_type(unit), false, "");
}

static LLVMValueRef from_word(struct ir_unit *unit, LLVMBuilderRef builder, unsigned bytes,
                              LLVMValueRef word, LLVMTypeRef type) {
    if (LLVMGetTypeKind(type) == LLVMIntegerTypeKind)
        return LLVMBuildIntCast2(builder, word, type, false, "");
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind)
        return LLVMBuildIntToPtr(builder, word, type, "");
    LLVMTypeRef bits = LLVMIntTypeInContext(unit->context, 8 * bytes);
    return LLVMBuildBitCast(builder, LLVMBuildIntCast2(builder, word, bits, false, ""), type, "");
}

/* What was there before, as a word. expected: NULL if it does not matter. */
static LLVMValueRef build_call(struct ir_unit *unit, LLVMBuilderRef builder, LLVMValueRef function,
                               LLVMValueRef address, LLVMValueRef value, LLVMValueRef expected,
                               enum neutrino_atomic operation, unsigned bytes) {
    LLVMValueRef word = to_word(unit, builder, bytes, value);
    LLVMValueRef wanted = expected ? to_word(unit, builder, bytes, expected) : word_of(unit, 0);
    LLVMValueRef arguments[] = {address, word, wanted,
                                word_of(unit, NEUTRINO_ATOMIC_HOW(operation, bytes))};
    return LLVMBuildCall2(builder, library_type(unit, address), function, arguments, 4, "");
}

static LLVMBuilderRef builder_before(struct ir_unit *unit, LLVMValueRef instruction) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, instruction);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
    return builder;
}

static void replace(LLVMValueRef instruction, LLVMValueRef by) {
    LLVMReplaceAllUsesWith(instruction, by);
    LLVMInstructionEraseFromParent(instruction);
}

/* -1: none of the library's. */
static int find_operation(LLVMValueRef instruction) {
    static const struct {
        LLVMAtomicRMWBinOp llvm;
        enum neutrino_atomic operation;
    } operations[] = {
#define ROW(id, llvm, ...) {LLVMAtomicRMWBinOp##llvm, NEUTRINO_ATOMIC_##id},
        NEUTRINO_ATOMIC_OPERATIONS(ROW)
#undef ROW
    };
    LLVMAtomicRMWBinOp wanted = LLVMGetAtomicRMWBinOp(instruction);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (operations[i].llvm == wanted)
            return (int)operations[i].operation;
    return -1;
}

static bool is_float_operation(int operation) {
    return operation >= NEUTRINO_ATOMIC_FADD && operation <= NEUTRINO_ATOMIC_FMIN;
}

static bool lower_update(struct ir_unit *unit, unsigned bytes, LLVMValueRef update) {
    int operation = find_operation(update);
    LLVMTypeRef type = LLVMTypeOf(update);
    if (operation < 0 ||
        (is_float_operation(operation) && LLVMGetTypeKind(type) != LLVMFloatTypeKind))
        return refuse(unit, update,
                      "this operation is none that can be done in one step: compute the new value, "
                      "and store it by a compare-exchange");
    LLVMValueRef address = LLVMGetOperand(update, 0);
    LLVMBuilderRef builder = builder_before(unit, update);
    LLVMValueRef old =
        build_call(unit, builder, library_function(unit, address, false), address,
                   LLVMGetOperand(update, 1), NULL, (enum neutrino_atomic)operation, bytes);
    replace(update, from_word(unit, builder, bytes, old, type));
    LLVMDisposeBuilder(builder);
    return true;
}

static bool lower_compare_exchange(struct ir_unit *unit, unsigned bytes, LLVMValueRef exchange) {
    LLVMValueRef address = LLVMGetOperand(exchange, 0), expected = LLVMGetOperand(exchange, 1);
    LLVMBuilderRef builder = builder_before(unit, exchange);
    LLVMValueRef old =
        build_call(unit, builder, library_function(unit, address, false), address,
                   LLVMGetOperand(exchange, 2), expected, NEUTRINO_ATOMIC_COMPARE_EXCHANGE, bytes);
    LLVMValueRef equal =
        LLVMBuildICmp(builder, LLVMIntEQ, old, to_word(unit, builder, bytes, expected), "");
    LLVMValueRef result = LLVMGetPoison(LLVMTypeOf(exchange));
    result = LLVMBuildInsertValue(
        builder, result, from_word(unit, builder, bytes, old, LLVMTypeOf(expected)), 0, "");
    replace(exchange, LLVMBuildInsertValue(builder, result, equal, 1, ""));
    LLVMDisposeBuilder(builder);
    return true;
}

/* By the library, if the program has that part of it; else as it is. */
static void lower_store(struct ir_unit *unit, unsigned bytes, LLVMValueRef store) {
    LLVMValueRef address = LLVMGetOperand(store, 1);
    LLVMValueRef function = library_function(unit, address, true);
    LLVMBasicBlockRef head = edges_cut(unit, store), rest = LLVMGetInstructionParent(store);
    LLVMBasicBlockRef plain = LLVMInsertBasicBlockInContext(unit->context, rest, "store"),
                      turns = LLVMInsertBasicBlockInContext(unit->context, rest, "turns");
    LLVMBuilderRef builder = builder_before(unit, store);
    LLVMPositionBuilderAtEnd(builder, head);
    LLVMValueRef absent =
        LLVMBuildICmp(builder, LLVMIntEQ, function, LLVMConstNull(LLVMTypeOf(function)), "");
    LLVMBuildCondBr(builder, absent, plain, turns);

    LLVMPositionBuilderAtEnd(builder, turns);
    build_call(unit, builder, function, address, LLVMGetOperand(store, 0), NULL,
               NEUTRINO_ATOMIC_EXCHANGE, bytes);
    LLVMBuildBr(builder, rest);

    LLVMPositionBuilderAtEnd(builder, plain);
    LLVMInstructionRemoveFromParent(store);
    LLVMInsertIntoBuilder(builder, store);
    LLVMBuildBr(builder, rest);
    make_volatile(unit, store);
    LLVMDisposeBuilder(builder);
}

/* ---- what there is ---- */

static const char wide[] = "an atomic object has 1, 2 or 4 bytes and is aligned to its size: keep "
                           "what is larger behind a mutex (neutrino/mutex.h)";

static bool lower_call(struct ir_unit *unit, LLVMValueRef call) {
    if (strcmp(library_call(call), "is_lock_free") != 0)
        return refuse(unit, call, wide);
    deny_lock_freedom(call);
    return true;
}

static bool lower(struct ir_unit *unit, LLVMTargetDataRef layout, LLVMValueRef instruction) {
    if (unit_is_call(instruction))
        return lower_call(unit, instruction);
    LLVMValueRef compared =
        LLVMIsAAtomicCmpXchgInst(instruction) ? LLVMGetOperand(instruction, 1) : NULL;
    uint64_t bytes =
        LLVMABISizeOfType(layout, compared ? LLVMTypeOf(compared) : moved(instruction));
    if (bytes > WORD || (bytes & (bytes - 1)) || LLVMGetAlignment(instruction) < bytes)
        return refuse(unit, instruction, wide);
    if (compared)
        return lower_compare_exchange(unit, (unsigned)bytes, instruction);
    if (LLVMIsAAtomicRMWInst(instruction))
        return lower_update(unit, (unsigned)bytes, instruction);
    if (LLVMIsAStoreInst(instruction))
        lower_store(unit, (unsigned)bytes, instruction);
    else
        make_volatile(unit, instruction);
    return true;
}

static bool is_atomic(LLVMValueRef instruction) {
    bool access = LLVMIsALoadInst(instruction) || LLVMIsAStoreInst(instruction);
    return LLVMIsAAtomicRMWInst(instruction) || LLVMIsAAtomicCmpXchgInst(instruction) ||
           (access && LLVMGetOrdering(instruction) != LLVMAtomicOrderingNotAtomic) ||
           library_call(instruction);
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
    struct {
        LLVMValueRef *items;
        size_t count;
    } found = {0};
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module) {
        forget_extension(unit, function);
        FOR_EACH_BLOCK(block, function)
        FOR_EACH_INSTRUCTION(instruction, block)
        if (is_atomic(instruction))
            *ARRAY_ADD(found.items, found.count) = instruction;
    }
    for (size_t i = 0; i < found.count; i++)
        good &= lower(unit, layout, found.items[i]);
    free(found.items);
    return good;
}
