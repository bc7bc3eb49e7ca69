/* bfloat, which LLVM would compute in binary32 with a call for each rounding, in Muon's .h
 * instructions. They are no instructions of RV32: arithmetic becomes inline assembly that is
 * neither volatile nor convergent and has no effect but its result. Their operands' upper halves
 * mean nothing, so everything that only carries a value carries its bits as i16, and the code
 * generator has no reason to extend or to box them.
 *
 * What is left of the type are memory and aggregates, which have values only by bitcasts. An
 * instruction that is not known here keeps its bfloat operands and result, by bitcasts too: the
 * code generator computes it by way of binary32. */
#include "muonc/ir/passes/bfloat.h"

#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_vector(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind;
}

bool bfloat_is(LLVMTypeRef type) {
    return LLVMGetTypeKind(is_vector(type) ? LLVMGetElementType(type) : type) == LLVMBFloatTypeKind;
}

LLVMTypeRef bfloat_bits_type(LLVMTypeRef type) {
    LLVMTypeRef bits = LLVMInt16TypeInContext(LLVMGetTypeContext(type));
    return is_vector(type) ? LLVMVectorType(bits, LLVMGetVectorSize(type)) : bits;
}

LLVMValueRef bfloat_bits(struct bfloat *bfloat, LLVMValueRef value) {
    LLVMTypeRef type = bfloat_bits_type(LLVMTypeOf(value));
    if (LLVMIsABitCastInst(value) && LLVMTypeOf(LLVMGetOperand(value, 0)) == type)
        return LLVMGetOperand(value, 0);
    return LLVMBuildBitCast(bfloat->builder, value, type, "");
}

static void add_attribute(struct bfloat *bfloat, LLVMValueRef call, const char *name) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(bfloat->context, kind, 0));
}

LLVMValueRef bfloat_assembly(struct bfloat *bfloat, const char *mnemonic, const char *rounding,
                             LLVMTypeRef result, LLVMValueRef *operands, unsigned count) {
    static const char *const forms[] = {"", "$0, $1", "$0, $1, $2", "$0, $1, $2, $3"};
    static const char *const constraints[] = {"", "=r,r", "=r,r,r", "=r,r,r,r"};
    LLVMTypeRef types[3];
    for (unsigned i = 0; i < count; i++)
        types[i] = LLVMTypeOf(operands[i]);
    char text[64];
    int length = snprintf(text, sizeof text, "%s %s%s", mnemonic, forms[count], rounding);
    LLVMTypeRef type = LLVMFunctionType(result, types, count, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, text, (size_t)length, constraints[count], strlen(constraints[count]),
                         bfloat->strict, false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(bfloat->builder, type, assembly, operands, count, "");
    add_attribute(bfloat, call, "nounwind");
    if (!bfloat->strict) {
        add_attribute(bfloat, call, "memory"); /* none */
        add_attribute(bfloat, call, "willreturn");
    }
    return call;
}

/* ---- what only carries values ---- */

static void copy_metadata(LLVMValueRef to, LLVMValueRef from) {
    size_t count;
    LLVMValueMetadataEntry *entries = LLVMInstructionGetAllMetadataOtherThanDebugLoc(from, &count);
    for (size_t i = 0; i < count; i++) {
        LLVMMetadataRef node = LLVMValueMetadataEntriesGetMetadata(entries, (unsigned)i);
        LLVMSetMetadata(to, LLVMValueMetadataEntriesGetKind(entries, (unsigned)i),
                        LLVMMetadataAsValue(LLVMGetTypeContext(LLVMTypeOf(to)), node));
    }
    LLVMDisposeValueMetadataEntries(entries);
}

static LLVMValueRef as_access(LLVMValueRef access, LLVMValueRef old) {
    LLVMSetAlignment(access, LLVMGetAlignment(old));
    LLVMSetVolatile(access, LLVMGetVolatile(old));
    LLVMSetOrdering(access, LLVMGetOrdering(old));
    LLVMSetAtomicSingleThread(access, LLVMIsAtomicSingleThread(old));
    copy_metadata(access, old);
    return access;
}

static LLVMValueRef shuffle(struct bfloat *bfloat, LLVMValueRef old) {
    unsigned count = LLVMGetNumMaskElements(old);
    LLVMValueRef *mask = xmalloc(count * sizeof *mask);
    for (unsigned i = 0; i < count; i++) {
        int from = LLVMGetMaskValue(old, i);
        mask[i] = from == LLVMGetUndefMaskElem()
                      ? LLVMGetPoison(bfloat->word)
                      : LLVMConstInt(bfloat->word, (unsigned)from, false);
    }
    LLVMValueRef result = LLVMBuildShuffleVector(
        bfloat->builder, bfloat_bits(bfloat, LLVMGetOperand(old, 0)),
        bfloat_bits(bfloat, LLVMGetOperand(old, 1)), LLVMConstVector(mask, count), "");
    free(mask);
    return result;
}

/* The bits of what the instruction makes, or the new store or return; NULL if it is not one of
 * these. */
static LLVMValueRef carry(struct bfloat *bfloat, LLVMValueRef old) {
    LLVMBuilderRef builder = bfloat->builder;
    unsigned count = (unsigned)LLVMGetNumOperands(old);
    LLVMValueRef operands[3] = {0};
    for (unsigned i = 0; i < count && i < 3; i++) {
        operands[i] = LLVMGetOperand(old, i);
        if (bfloat_is(LLVMTypeOf(operands[i])))
            operands[i] = bfloat_bits(bfloat, operands[i]);
    }
    switch (LLVMGetInstructionOpcode(old)) {
    case LLVMLoad:
        return as_access(
            LLVMBuildLoad2(builder, bfloat_bits_type(LLVMTypeOf(old)), operands[0], ""), old);
    case LLVMStore: return as_access(LLVMBuildStore(builder, operands[0], operands[1]), old);
    case LLVMRet: return LLVMBuildRet(builder, operands[0]);
    case LLVMSelect: return LLVMBuildSelect(builder, operands[0], operands[1], operands[2], "");
    case LLVMFreeze: return LLVMBuildFreeze(builder, operands[0], "");
    case LLVMExtractElement: return LLVMBuildExtractElement(builder, operands[0], operands[1], "");
    case LLVMInsertElement:
        return LLVMBuildInsertElement(builder, operands[0], operands[1], operands[2], "");
    case LLVMShuffleVector: return shuffle(bfloat, old);
    case LLVMBitCast: {
        LLVMTypeRef type = LLVMTypeOf(old);
        return LLVMBuildBitCast(builder, operands[0],
                                bfloat_is(type) ? bfloat_bits_type(type) : type, "");
    }
    default: return NULL;
    }
}

/* ---- phis ---- */

struct phi {
    LLVMValueRef old, bits;
};

struct phi_list {
    struct phi *items;
    size_t count;
};

static void begin_phis(struct bfloat *bfloat, LLVMValueRef function, struct phi_list *phis) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (LLVMIsAPHINode(instruction) && bfloat_is(LLVMTypeOf(instruction))) {
        LLVMPositionBuilderBefore(bfloat->builder, instruction);
        LLVMSetCurrentDebugLocation2(bfloat->builder, LLVMInstructionGetDebugLoc(instruction));
        struct phi *phi = ARRAY_ADD(phis->items, phis->count);
        phi->old = instruction;
        phi->bits = LLVMBuildPhi(bfloat->builder, bfloat_bits_type(LLVMTypeOf(instruction)), "");
    }
}

static LLVMValueRef first_behind_phis(LLVMBasicBlockRef block) {
    LLVMValueRef instruction = LLVMGetFirstInstruction(block);
    while (LLVMIsAPHINode(instruction))
        instruction = LLVMGetNextInstruction(instruction);
    return instruction;
}

static void end_phis(struct bfloat *bfloat, struct phi_list *phis) {
    for (size_t i = 0; i < phis->count; i++) {
        const struct phi *phi = &phis->items[i];
        for (unsigned k = 0; k < LLVMCountIncoming(phi->old); k++) {
            LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi->old, k);
            LLVMPositionBuilderBefore(bfloat->builder, LLVMGetBasicBlockTerminator(from));
            LLVMValueRef bits = bfloat_bits(bfloat, LLVMGetIncomingValue(phi->old, k));
            LLVMAddIncoming(phi->bits, &bits, &from, 1);
        }
    }
    for (size_t i = 0; i < phis->count; i++) {
        const struct phi *phi = &phis->items[i];
        LLVMPositionBuilderBefore(bfloat->builder,
                                  first_behind_phis(LLVMGetInstructionParent(phi->old)));
        LLVMReplaceAllUsesWith(
            phi->old, LLVMBuildBitCast(bfloat->builder, phi->bits, LLVMTypeOf(phi->old), ""));
        LLVMInstructionEraseFromParent(phi->old);
    }
    free(phis->items);
}

/* ---- functions ---- */

static bool has_bfloat(LLVMValueRef instruction) {
    bool has = bfloat_is(LLVMTypeOf(instruction));
    for (int i = 0; !has && i < LLVMGetNumOperands(instruction); i++)
        has = bfloat_is(LLVMTypeOf(LLVMGetOperand(instruction, (unsigned)i)));
    return has;
}

static void replace(struct bfloat *bfloat, LLVMValueRef old, LLVMValueRef value) {
    LLVMTypeRef type = LLVMTypeOf(old);
    if (LLVMGetTypeKind(type) != LLVMVoidTypeKind) {
        if (LLVMIsAInstruction(value))
            unit_take_name(value, old);
        if (bfloat_is(type))
            value = LLVMBuildBitCast(bfloat->builder, value, type, "");
        LLVMReplaceAllUsesWith(old, value);
    }
    LLVMInstructionEraseFromParent(old);
}

static void position(struct bfloat *bfloat, LLVMValueRef instruction) {
    LLVMPositionBuilderBefore(bfloat->builder, instruction);
    LLVMSetCurrentDebugLocation2(bfloat->builder, LLVMInstructionGetDebugLoc(instruction));
}

static void lower(struct bfloat *bfloat, LLVMValueRef instruction) {
    position(bfloat, instruction);
    LLVMValueRef value = bfloat_arithmetic(bfloat, instruction);
    if (!value && unit_is_call(instruction))
        value = bfloat_call(bfloat, instruction);
    else if (!value)
        value = carry(bfloat, instruction);
    if (value)
        replace(bfloat, instruction, value);
}

/* Bits that became a bfloat only to become bits again. */
static void join_casts(LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef from = LLVMIsABitCastInst(instruction) ? LLVMGetOperand(instruction, 0) : NULL;
        if (!from || !bfloat_is(LLVMTypeOf(from)) || !LLVMIsABitCastInst(from) ||
            LLVMTypeOf(LLVMGetOperand(from, 0)) != LLVMTypeOf(instruction))
            continue;
        LLVMReplaceAllUsesWith(instruction, LLVMGetOperand(from, 0));
        LLVMInstructionEraseFromParent(instruction);
    }
}

static bool is_strict(LLVMValueRef function) {
    static const char name[] = "strictfp";
    return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                       LLVMGetEnumAttributeKindForName(name, sizeof name - 1));
}

/* Clang reads what va_arg names where its own va_arg looks next: a variadic __bf16 is a double. */
static bool check_variadic(struct ir_unit *unit, LLVMValueRef load) {
    size_t length;
    if (!LLVMIsALoadInst(load) || !bfloat_is(LLVMTypeOf(load)) ||
        strncmp(LLVMGetValueName2(LLVMGetOperand(load, 0), &length), "argp.", 5))
        return true;
    diag_report(unit->diag, DIAG_ERROR, NULL, unit_location(unit, load),
                "a '__bf16' argument of a variadic function is passed as 'double'; take it by "
                "va_arg(…, double)");
    return false;
}

static bool lower_function(struct bfloat *bfloat, LLVMValueRef function) {
    struct phi_list phis = {0};
    bool good = true;
    bfloat->strict = is_strict(function);
    begin_phis(bfloat, function, &phis);
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        good &= check_variadic(bfloat->unit, instruction);
        /* While the instructions that it takes over are there. */
        if (bfloat_takes_over(instruction))
            lower(bfloat, instruction);
    }
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (!LLVMIsAPHINode(instruction) && (has_bfloat(instruction) || unit_is_call(instruction)))
        lower(bfloat, instruction);
    end_phis(bfloat, &phis);
    join_casts(function);
    return good;
}

static bool is_used(LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (has_bfloat(instruction))
        return true;
    return false;
}

bool bfloat_lower(struct ir_unit *unit) {
    struct bfloat bfloat = {
        .unit = unit,
        .context = unit->context,
        .builder = LLVMCreateBuilderInContext(unit->context),
        .bits = LLVMInt16TypeInContext(unit->context),
        .word = LLVMInt32TypeInContext(unit->context),
        .single = LLVMFloatTypeInContext(unit->context),
    };
    bool good = true, used = false;
    bfloat_change_functions(&bfloat);
    FOR_EACH_FUNCTION(function, unit->module)
    if (is_used(function)) {
        good &= lower_function(&bfloat, function);
        used = true;
    }
    LLVMDisposeBuilder(bfloat.builder);
    /* Casts of which only debugging information knows, which learns of the bits. */
    return good && (!used || unit_run_passes(unit, "function(dce)"));
}
