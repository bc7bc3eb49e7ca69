#include "muonc/ir/passes/shared_copy.h"

#include "muonc/ir/passes/passes.h"
#include "muonc/ir/passes/shared_memory.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

#define HELPER_PREFIX "muon.shared."
enum { HELPER_LENGTH = 2 };

/* Copies of up to this many elements are straight-line code. */
enum { UNROLLED = 16 };

bool shared_copy_is_helper(LLVMValueRef function) {
    size_t length;
    return strncmp(LLVMGetValueName2(function, &length), HELPER_PREFIX, strlen(HELPER_PREFIX)) == 0;
}

LLVMValueRef shared_copy_length(LLVMValueRef function) {
    return LLVMGetParam(function, HELPER_LENGTH);
}

/* One of the intrinsics; source is the value of a memset. */
struct copy {
    enum copy_kind { COPY_FORWARD, COPY_EITHER_WAY, COPY_FILL } kind;
    LLVMValueRef destination, source, length;
    unsigned element; /* bytes at a time: 1, 2 or 4 */
    bool is_volatile;
};

static LLVMTypeRef integer(struct ir_unit *unit, unsigned bits) {
    return LLVMIntTypeInContext(unit->context, bits);
}

static LLVMValueRef number(struct ir_unit *unit, long long value) {
    return LLVMConstInt(integer(unit, 32), (unsigned long long)value, true);
}

static unsigned argument_alignment(LLVMValueRef call, unsigned index) {
    static const char align[] = "align";
    unsigned kind = LLVMGetEnumAttributeKindForName(align, sizeof align - 1);
    LLVMAttributeRef attribute = LLVMGetCallSiteEnumAttribute(call, index + 1, kind);
    return attribute ? (unsigned)LLVMGetEnumAttributeValue(attribute) : 1;
}

/* The call as a copy, if it is one that touches shared memory. */
static bool describe(LLVMValueRef call, struct copy *copy) {
    if (unit_is_intrinsic(call, "llvm.memcpy."))
        copy->kind = COPY_FORWARD;
    else if (unit_is_intrinsic(call, "llvm.memmove."))
        copy->kind = COPY_EITHER_WAY;
    else if (unit_is_intrinsic(call, "llvm.memset."))
        copy->kind = COPY_FILL;
    else
        return false;
    copy->destination = LLVMGetOperand(call, 0);
    copy->source = LLVMGetOperand(call, 1);
    copy->length = LLVMGetOperand(call, 2);
    LLVMValueRef is_volatile = LLVMGetOperand(call, 3);
    copy->is_volatile = LLVMConstIntGetZExtValue(is_volatile) != 0;
    if (shared_memory_space(copy->destination) != ADDRESS_SHARED &&
        shared_memory_space(copy->source) != ADDRESS_SHARED)
        return false;

    unsigned alignment = argument_alignment(call, 0);
    if (copy->kind != COPY_FILL && argument_alignment(call, 1) < alignment)
        alignment = argument_alignment(call, 1);
    copy->element = alignment < 4 ? alignment : 4;
    if (LLVMIsAConstantInt(copy->length))
        while (LLVMConstIntGetZExtValue(copy->length) % copy->element)
            copy->element /= 2;
    else
        copy->element = 1;
    return true;
}

static LLVMValueRef element_address(struct ir_unit *unit, LLVMBuilderRef builder,
                                    LLVMValueRef pointer, LLVMValueRef index, unsigned element) {
    return LLVMBuildGEP2(builder, integer(unit, 8 * element), pointer, &index, 1, "");
}

static LLVMValueRef load_element(struct ir_unit *unit, LLVMBuilderRef builder,
                                 const struct copy *copy, LLVMValueRef index) {
    LLVMValueRef address = element_address(unit, builder, copy->source, index, copy->element);
    LLVMValueRef value = LLVMBuildLoad2(builder, integer(unit, 8 * copy->element), address, "");
    LLVMSetAlignment(value, copy->element);
    LLVMSetVolatile(value, copy->is_volatile);
    return value;
}

static void store_element(struct ir_unit *unit, LLVMBuilderRef builder, const struct copy *copy,
                          LLVMValueRef index, LLVMValueRef value) {
    LLVMValueRef address = element_address(unit, builder, copy->destination, index, copy->element);
    LLVMValueRef store = LLVMBuildStore(builder, value, address);
    LLVMSetAlignment(store, copy->element);
    LLVMSetVolatile(store, copy->is_volatile);
}

/* The byte of a memset in every byte of an element. */
static LLVMValueRef replicate(struct ir_unit *unit, LLVMBuilderRef builder,
                              const struct copy *copy) {
    LLVMTypeRef type = integer(unit, 8 * copy->element);
    LLVMValueRef byte = LLVMBuildZExt(builder, copy->source, type, "");
    unsigned long long ones = 0x01010101ull >> (32 - 8 * copy->element);
    return LLVMBuildMul(builder, byte, LLVMConstInt(type, ones, false), "");
}

/* All loads before all stores, so that it does for memmove too. */
static void unroll(struct ir_unit *unit, LLVMBuilderRef builder, const struct copy *copy,
                   unsigned count) {
    LLVMValueRef values[UNROLLED];
    LLVMValueRef fill = copy->kind == COPY_FILL ? replicate(unit, builder, copy) : NULL;
    for (unsigned i = 0; i < count; i++)
        values[i] = fill ? fill : load_element(unit, builder, copy, number(unit, i));
    for (unsigned i = 0; i < count; i++)
        store_element(unit, builder, copy, number(unit, i), values[i]);
}

/* Fills in the helper: for (k = 0; k != length / element; k++) destination[f(k)] = source[f(k)].
 * f runs backwards where a memmove has to, lane by lane: every lane makes the same trips. */
static void build_helper(struct ir_unit *unit, LLVMValueRef function, struct copy copy) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(unit->context, function, "entry");
    LLVMBasicBlockRef test = LLVMAppendBasicBlockInContext(unit->context, function, "test");
    LLVMBasicBlockRef body = LLVMAppendBasicBlockInContext(unit->context, function, "body");
    LLVMBasicBlockRef done = LLVMAppendBasicBlockInContext(unit->context, function, "done");
    LLVMTypeRef i32 = integer(unit, 32);
    LLVMValueRef zero = number(unit, 0), step = number(unit, 1), start = zero;
    copy.destination = LLVMGetParam(function, 0);
    copy.source = LLVMGetParam(function, 1);

    LLVMPositionBuilderAtEnd(builder, entry);
    LLVMValueRef count = LLVMBuildUDiv(builder, LLVMGetParam(function, HELPER_LENGTH),
                                       number(unit, copy.element), "");
    LLVMValueRef fill = copy.kind == COPY_FILL ? replicate(unit, builder, &copy) : NULL;
    if (copy.kind == COPY_EITHER_WAY) {
        LLVMValueRef to = LLVMBuildPtrToInt(builder, copy.destination, i32, "");
        LLVMValueRef from = LLVMBuildPtrToInt(builder, copy.source, i32, "");
        LLVMValueRef backwards = LLVMBuildICmp(builder, LLVMIntUGT, to, from, "");
        LLVMValueRef last = LLVMBuildSub(builder, count, number(unit, 1), "");
        start = LLVMBuildSelect(builder, backwards, last, zero, "");
        step = LLVMBuildSelect(builder, backwards, number(unit, -1), step, "");
    }
    LLVMBuildBr(builder, test);

    LLVMPositionBuilderAtEnd(builder, test);
    LLVMValueRef trip = LLVMBuildPhi(builder, i32, "trip");
    LLVMValueRef index = LLVMBuildPhi(builder, i32, "index");
    LLVMBuildCondBr(builder, LLVMBuildICmp(builder, LLVMIntEQ, trip, count, ""), done, body);

    LLVMPositionBuilderAtEnd(builder, body);
    LLVMValueRef value = fill ? fill : load_element(unit, builder, &copy, index);
    store_element(unit, builder, &copy, index, value);
    LLVMValueRef next_trip = LLVMBuildAdd(builder, trip, number(unit, 1), "");
    LLVMValueRef next_index = LLVMBuildAdd(builder, index, step, "");
    LLVMBuildBr(builder, test);

    LLVMBasicBlockRef from[] = {entry, body};
    LLVMAddIncoming(trip, (LLVMValueRef[]){zero, next_trip}, from, 2);
    LLVMAddIncoming(index, (LLVMValueRef[]){start, next_index}, from, 2);
    LLVMPositionBuilderAtEnd(builder, done);
    LLVMBuildRetVoid(builder);
    LLVMDisposeBuilder(builder);
}

/* Without the features of its callers the helper would be for another processor. */
static void set_attributes(struct ir_unit *unit, LLVMValueRef from, LLVMValueRef to) {
    static const char nounwind[] = "nounwind";
    static const char *const keys[] = {"target-features", "target-cpu", "no-jump-tables"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        LLVMAttributeRef attribute = LLVMGetStringAttributeAtIndex(
            from, LLVMAttributeFunctionIndex, keys[i], (unsigned)strlen(keys[i]));
        if (attribute)
            LLVMAddAttributeAtIndex(to, LLVMAttributeFunctionIndex, attribute);
    }
    unsigned kind = LLVMGetEnumAttributeKindForName(nounwind, sizeof nounwind - 1);
    LLVMAddAttributeAtIndex(to, LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(unit->context, kind, 0));
}

static LLVMValueRef helper(struct ir_unit *unit, LLVMValueRef caller, const struct copy *copy,
                           LLVMTypeRef *type) {
    static const char *const kinds[] = {"copy", "move", "fill"};
    LLVMTypeRef parameters[] = {LLVMTypeOf(copy->destination), LLVMTypeOf(copy->source),
                                integer(unit, 32)};
    *type = LLVMFunctionType(LLVMVoidTypeInContext(unit->context), parameters, 3, false);
    char *name = xasprintf(HELPER_PREFIX "%s%u.%u.%u%s", kinds[copy->kind], 8 * copy->element,
                           shared_memory_space(copy->destination),
                           shared_memory_space(copy->source), copy->is_volatile ? ".volatile" : "");
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, name);
    if (!function) {
        function = LLVMAddFunction(unit->module, name, *type);
        LLVMSetLinkage(function, LLVMInternalLinkage);
        set_attributes(unit, caller, function);
        build_helper(unit, function, *copy);
    }
    free(name);
    return function;
}

static void expand(struct ir_unit *unit, LLVMBuilderRef builder, LLVMValueRef caller,
                   const struct copy *copy) {
    if (LLVMIsAConstantInt(copy->length)) {
        unsigned long long count = LLVMConstIntGetZExtValue(copy->length) / copy->element;
        if (count <= UNROLLED) {
            unroll(unit, builder, copy, (unsigned)count);
            return;
        }
    }
    LLVMTypeRef type;
    LLVMValueRef function = helper(unit, caller, copy, &type);
    LLVMValueRef arguments[] = {
        copy->destination, copy->source,
        LLVMBuildIntCast2(builder, copy->length, integer(unit, 32), false, "")};
    LLVMBuildCall2(builder, type, function, arguments, 3, "");
}

bool shared_copy_expand(struct ir_unit *unit) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        struct copy copy;
        if (!unit_is_call(instruction) || !describe(instruction, &copy))
            continue;
        LLVMPositionBuilderBefore(builder, instruction);
        LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
        expand(unit, builder, function, &copy);
        LLVMInstructionEraseFromParent(instruction);
    }
    LLVMDisposeBuilder(builder);
    return true;
}
