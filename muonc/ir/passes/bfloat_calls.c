/* Functions, calls and the user's inline assembly that have bfloat operands or results: the bits
 * are handed over. What clang for RISC-V hands over has them in the lower half of a register, too,
 * but boxes a result, as a binary32 that is a NaN. */
#include "muonc/ir/passes/bfloat.h"
#include "muonc/ir/unit/assembly.h"

#include "support/alloc.h"

#include <llvm-c/Comdat.h>
#include <llvm-c/DebugInfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- types ---- */

static LLVMTypeRef as_bits(LLVMTypeRef type) {
    return bfloat_is(type) ? bfloat_bits_type(type) : type;
}

/* A type of results: of assembly that has several they are in a struct. */
static LLVMTypeRef as_result(struct bfloat *bfloat, LLVMTypeRef type) {
    if (LLVMGetTypeKind(type) != LLVMStructTypeKind)
        return as_bits(type);
    unsigned count = LLVMCountStructElementTypes(type);
    LLVMTypeRef *elements = xmalloc((count + 1) * sizeof *elements);
    LLVMGetStructElementTypes(type, elements);
    for (unsigned i = 0; i < count; i++)
        elements[i] = as_bits(elements[i]);
    LLVMTypeRef result = LLVMStructTypeInContext(bfloat->context, elements, count, false);
    free(elements);
    return result;
}

/* The function type with bits in it; the same if it has no bfloat. of_assembly: also in structs. */
static LLVMTypeRef changed_type(struct bfloat *bfloat, LLVMTypeRef type, bool of_assembly) {
    unsigned count = LLVMCountParamTypes(type);
    LLVMTypeRef *parameters = xmalloc((count + 1) * sizeof *parameters);
    LLVMGetParamTypes(type, parameters);
    for (unsigned i = 0; i < count; i++)
        parameters[i] = as_bits(parameters[i]);
    LLVMTypeRef result = LLVMGetReturnType(type);
    result = of_assembly ? as_result(bfloat, result) : as_bits(result);
    type = LLVMFunctionType(result, parameters, count, LLVMIsFunctionVarArg(type));
    free(parameters);
    return type;
}

/* ---- attributes ---- */

/* Whether an attribute may stand where bits are now: not what says which values a float has. */
static bool may_stay(LLVMAttributeRef attribute) {
    static const char name[] = "nofpclass";
    return !LLVMIsEnumAttribute(attribute) ||
           LLVMGetEnumAttributeKind(attribute) !=
               LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
}

static void copy_function_attributes(LLVMValueRef to, LLVMValueRef from, LLVMAttributeIndex index) {
    unsigned count = LLVMGetAttributeCountAtIndex(from, index);
    LLVMAttributeRef *attributes = xmalloc((count + 1) * sizeof *attributes);
    LLVMGetAttributesAtIndex(from, index, attributes);
    for (unsigned i = 0; i < count; i++)
        if (may_stay(attributes[i]))
            LLVMAddAttributeAtIndex(to, index, attributes[i]);
    free(attributes);
}

static void copy_call_attributes(LLVMValueRef to, LLVMValueRef from, LLVMAttributeIndex index) {
    unsigned count = LLVMGetCallSiteAttributeCount(from, index);
    LLVMAttributeRef *attributes = xmalloc((count + 1) * sizeof *attributes);
    LLVMGetCallSiteAttributes(from, index, attributes);
    for (unsigned i = 0; i < count; i++)
        if (may_stay(attributes[i]))
            LLVMAddCallSiteAttribute(to, index, attributes[i]);
    free(attributes);
}

/* ---- functions ---- */

static void move_body(struct bfloat *bfloat, LLVMValueRef to, LLVMValueRef from) {
    for (LLVMBasicBlockRef block; (block = LLVMGetFirstBasicBlock(from));) {
        LLVMRemoveBasicBlockFromParent(block);
        LLVMAppendExistingBasicBlock(to, block);
    }
    LLVMBasicBlockRef entry = LLVMGetFirstBasicBlock(to);
    if (entry)
        LLVMPositionBuilderBefore(bfloat->builder, LLVMGetFirstInstruction(entry));
    LLVMSetCurrentDebugLocation2(bfloat->builder, NULL);
    for (unsigned i = 0; i < LLVMCountParams(from); i++) {
        LLVMValueRef old = LLVMGetParam(from, i), parameter = LLVMGetParam(to, i);
        size_t length;
        const char *name = LLVMGetValueName2(old, &length);
        LLVMSetValueName2(parameter, name, length);
        if (entry && bfloat_is(LLVMTypeOf(old)))
            parameter = LLVMBuildBitCast(bfloat->builder, parameter, LLVMTypeOf(old), "");
        if (entry)
            LLVMReplaceAllUsesWith(old, parameter);
    }
}

static void copy_metadata(LLVMValueRef to, LLVMValueRef from) {
    size_t count;
    LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(from, &count);
    for (size_t i = 0; i < count; i++)
        LLVMGlobalSetMetadata(to, LLVMValueMetadataEntriesGetKind(entries, (unsigned)i),
                              LLVMValueMetadataEntriesGetMetadata(entries, (unsigned)i));
    LLVMDisposeValueMetadataEntries(entries);
    /* One subprogram belongs to one function. */
    LLVMSetSubprogram(from, NULL);
}

/* All that a function is beside its type, name and body. */
static void copy_function(LLVMValueRef to, LLVMValueRef from) {
    const char *section = LLVMGetSection(from);
    LLVMSetLinkage(to, LLVMGetLinkage(from));
    LLVMSetVisibility(to, LLVMGetVisibility(from));
    LLVMSetFunctionCallConv(to, LLVMGetFunctionCallConv(from));
    LLVMSetUnnamedAddress(to, LLVMGetUnnamedAddress(from));
    LLVMSetAlignment(to, LLVMGetAlignment(from));
    LLVMSetComdat(to, LLVMGetComdat(from));
    if (section && *section)
        LLVMSetSection(to, section);
    copy_function_attributes(to, from, LLVMAttributeFunctionIndex);
    for (unsigned i = 0; i <= LLVMCountParams(from); i++)
        copy_function_attributes(to, from, i);
    copy_metadata(to, from);
}

static void change_function(struct bfloat *bfloat, LLVMValueRef old, LLVMTypeRef type) {
    size_t length;
    char *name = xstrdup(LLVMGetValueName2(old, &length));
    LLVMSetValueName2(old, "", 0);
    LLVMValueRef function = LLVMAddFunction(bfloat->unit->module, name, type);
    free(name);
    copy_function(function, old);
    move_body(bfloat, function, old);
    LLVMReplaceAllUsesWith(old, function);
    LLVMDeleteFunction(old);
}

void bfloat_change_functions(struct bfloat *bfloat) {
    for (LLVMValueRef function = LLVMGetFirstFunction(bfloat->unit->module), next; function;
         function = next) {
        next = LLVMGetNextFunction(function);
        LLVMTypeRef old = LLVMGlobalGetValueType(function);
        LLVMTypeRef type = changed_type(bfloat, old, false);
        if (type != old && !LLVMGetIntrinsicID(function))
            change_function(bfloat, function, type);
    }
}

/* ---- assembly ---- */

static bool is_output(const char *constraint) {
    return *constraint == '=';
}

static bool is_clobber(const char *constraint) {
    return *constraint == '~' || *constraint == '!';
}

static bool is_indirect(const char *constraint, size_t length) {
    return memchr(constraint, '*', length) != NULL;
}

/* The type of result number index of assembly, or of its operand. */
static LLVMTypeRef result_type(LLVMTypeRef type, unsigned index) {
    LLVMTypeRef result = LLVMGetReturnType(type);
    return LLVMGetTypeKind(result) == LLVMStructTypeKind ? LLVMStructGetTypeAtIndex(result, index)
                                                         : result;
}

/* Floats are in integer registers, but clang's "f" for one of bits would be none at all. The caller
 * frees it. */
static char *changed_constraints(const char *constraints, LLVMTypeRef type) {
    char *result = xstrdup(constraints);
    LLVMTypeRef *operands = xmalloc((LLVMCountParamTypes(type) + 1) * sizeof *operands);
    LLVMGetParamTypes(type, operands);
    unsigned results = 0, operand = 0;
    for (char *at = result; *at;) {
        size_t length = strcspn(at, ",");
        if (!is_clobber(at)) {
            bool returned = is_output(at) && !is_indirect(at, length);
            LLVMTypeRef of = returned ? result_type(type, results++) : operands[operand++];
            char *letter = bfloat_is(of) ? memchr(at, 'f', length) : NULL;
            if (letter)
                *letter = 'r';
        }
        at += length + (at[length] == ',');
    }
    free(operands);
    return result;
}

static LLVMValueRef changed_assembly(LLVMValueRef assembly, LLVMTypeRef old, LLVMTypeRef type) {
    size_t size;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &size);
    char *constraints = changed_constraints(LLVMGetInlineAsmConstraintString(assembly, &size), old);
    LLVMValueRef result = assembly_like(assembly, type, text, constraints);
    free(constraints);
    return result;
}

/* Of assembly with several results, each use takes one. The uses stay for now, without a use of
 * their own: whoever walks the block may have one at hand. */
static void replace_results(struct bfloat *bfloat, LLVMValueRef old, LLVMValueRef call) {
    for (LLVMUseRef use; (use = LLVMGetFirstUse(old));) {
        LLVMValueRef user = LLVMGetUser(use);
        LLVMPositionBuilderBefore(bfloat->builder, user);
        LLVMValueRef result =
            LLVMBuildExtractValue(bfloat->builder, call, *LLVMGetIndices(user), "");
        if (bfloat_is(LLVMTypeOf(user)))
            result = LLVMBuildBitCast(bfloat->builder, result, LLVMTypeOf(user), "");
        LLVMReplaceAllUsesWith(user, result);
        LLVMSetOperand(user, 0, LLVMGetPoison(LLVMTypeOf(old)));
    }
}

/* ---- calls ---- */

/* The operand as it is handed over; a variadic one as a double, which a float is, too. */
static LLVMValueRef changed_operand(struct bfloat *bfloat, LLVMValueRef operand, bool variadic) {
    LLVMTypeRef type = LLVMTypeOf(operand);
    if (!bfloat_is(type))
        return operand;
    LLVMValueRef bits = bfloat_bits(bfloat, operand);
    return variadic && LLVMTypeOf(bits) == bfloat->bits
               ? bfloat_extend(bfloat, bits, LLVMDoubleTypeInContext(bfloat->context))
               : bits;
}

static LLVMValueRef build_call(struct bfloat *bfloat, LLVMValueRef old, LLVMTypeRef type,
                               LLVMValueRef callee) {
    unsigned count = LLVMGetNumArgOperands(old), fixed = LLVMCountParamTypes(type);
    LLVMValueRef *operands = xmalloc((count + 1) * sizeof *operands);
    for (unsigned i = 0; i < count; i++)
        operands[i] = changed_operand(bfloat, LLVMGetOperand(old, i), i >= fixed);
    LLVMValueRef call = LLVMBuildCall2(bfloat->builder, type, callee, operands, count, "");
    free(operands);
    copy_call_attributes(call, old, LLVMAttributeFunctionIndex);
    for (unsigned i = 0; i <= count; i++)
        copy_call_attributes(call, old, i);
    LLVMSetInstructionCallConv(call, LLVMGetInstructionCallConv(old));
    LLVMSetTailCallKind(call, LLVMGetTailCallKind(old));
    size_t entry_count;
    LLVMValueMetadataEntry *entries =
        LLVMInstructionGetAllMetadataOtherThanDebugLoc(old, &entry_count);
    for (size_t i = 0; i < entry_count; i++)
        LLVMSetMetadata(call, LLVMValueMetadataEntriesGetKind(entries, (unsigned)i),
                        LLVMMetadataAsValue(bfloat->context, LLVMValueMetadataEntriesGetMetadata(
                                                                 entries, (unsigned)i)));
    LLVMDisposeValueMetadataEntries(entries);
    return call;
}

static bool is_intrinsic(LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsAFunction(LLVMGetCalledValue(call));
    return callee && LLVMGetIntrinsicID(callee);
}

static bool has_variadic(LLVMValueRef call, LLVMTypeRef type) {
    for (unsigned i = LLVMCountParamTypes(type); i < LLVMGetNumArgOperands(call); i++)
        if (bfloat_is(LLVMTypeOf(LLVMGetOperand(call, i))))
            return true;
    return false;
}

LLVMValueRef bfloat_call(struct bfloat *bfloat, LLVMValueRef call) {
    LLVMTypeRef old = LLVMGetCalledFunctionType(call);
    LLVMValueRef callee = LLVMGetCalledValue(call), assembly = unit_inline_asm(call);
    LLVMTypeRef type = changed_type(bfloat, old, assembly);
    if (is_intrinsic(call) || (type == old && !has_variadic(call, old)))
        return NULL;
    if (assembly)
        callee = changed_assembly(assembly, old, type);
    LLVMValueRef changed = build_call(bfloat, call, type, callee);
    if (LLVMGetTypeKind(LLVMTypeOf(call)) == LLVMStructTypeKind &&
        LLVMTypeOf(call) != LLVMTypeOf(changed))
        replace_results(bfloat, call, changed);
    return changed;
}
