/* Selects and operations that the code generator would turn into branches, in branch-free form.
 *
 * Afterwards every select of the module is one of integers or pointers, which Zicond computes
 * without a branch, and no rounding or NaN-propagating intrinsic of binary32 is left. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <string.h>

static bool is_float(LLVMTypeRef type) {
    switch (LLVMGetTypeKind(type)) {
    case LLVMHalfTypeKind:
    case LLVMBFloatTypeKind:
    case LLVMFloatTypeKind:
    case LLVMDoubleTypeKind:
    case LLVMFP128TypeKind: return true;
    default: return false;
    }
}

static bool is_vector(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind;
}

static bool is_aggregate(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMStructTypeKind ||
           LLVMGetTypeKind(type) == LLVMArrayTypeKind;
}

static unsigned float_bits(LLVMTypeRef type) {
    switch (LLVMGetTypeKind(type)) {
    case LLVMFloatTypeKind: return 32;
    case LLVMDoubleTypeKind: return 64;
    case LLVMFP128TypeKind: return 128;
    default: return 16;
    }
}

/* The integer type of a float's bits, or a vector of them. */
static LLVMTypeRef bits_type(LLVMTypeRef type) {
    LLVMContextRef context = LLVMGetTypeContext(type);
    if (!is_vector(type))
        return LLVMIntTypeInContext(context, float_bits(type));
    LLVMTypeRef element = LLVMIntTypeInContext(context, float_bits(LLVMGetElementType(type)));
    return LLVMVectorType(element, LLVMGetVectorSize(type));
}

static unsigned element_count(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMStructTypeKind ? LLVMCountStructElementTypes(type)
                                                       : (unsigned)LLVMGetArrayLength2(type);
}

/* condition ? yes : no, of any type, in selects of integers and pointers. */
static LLVMValueRef build_select(LLVMBuilderRef builder, LLVMValueRef condition, LLVMValueRef yes,
                                 LLVMValueRef no) {
    LLVMTypeRef type = LLVMTypeOf(yes);
    if (is_aggregate(type)) {
        LLVMValueRef result = LLVMGetPoison(type);
        for (unsigned i = 0; i < element_count(type); i++) {
            LLVMValueRef element =
                build_select(builder, condition, LLVMBuildExtractValue(builder, yes, i, ""),
                             LLVMBuildExtractValue(builder, no, i, ""));
            result = LLVMBuildInsertValue(builder, result, element, i, "");
        }
        return result;
    }
    if (!is_float(is_vector(type) ? LLVMGetElementType(type) : type))
        return LLVMBuildSelect(builder, condition, yes, no, "");
    LLVMTypeRef bits = bits_type(type);
    yes = LLVMBuildBitCast(builder, yes, bits, "");
    no = LLVMBuildBitCast(builder, no, bits, "");
    LLVMValueRef chosen = LLVMBuildSelect(builder, condition, yes, no, "");
    return LLVMBuildBitCast(builder, chosen, type, "");
}

/* ---- rounding and NaN-propagating intrinsics of binary32 ---- */

static LLVMValueRef constant(LLVMTypeRef type, double value) {
    return LLVMConstReal(type, value);
}

static LLVMValueRef call_intrinsic(LLVMBuilderRef builder, LLVMModuleRef module, const char *name,
                                   LLVMTypeRef type, LLVMValueRef *arguments, unsigned count) {
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(module, id, &type, 1);
    return LLVMBuildCall2(builder, LLVMIntrinsicGetType(LLVMGetTypeContext(type), id, &type, 1),
                          function, arguments, count, "");
}

static LLVMValueRef copysign_of(LLVMBuilderRef builder, LLVMModuleRef module,
                                LLVMValueRef magnitude, LLVMValueRef sign) {
    LLVMValueRef arguments[] = {magnitude, sign};
    return call_intrinsic(builder, module, "llvm.copysign", LLVMTypeOf(sign), arguments, 2);
}

/* x if it is so large that it has no fraction, or NaN; else rounded, which may have lost the sign
 * of zero. */
static LLVMValueRef unless_integral(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef x,
                                    LLVMValueRef rounded) {
    LLVMTypeRef type = LLVMTypeOf(x);
    LLVMValueRef magnitude = call_intrinsic(builder, module, "llvm.fabs", type, &x, 1);
    LLVMValueRef small = LLVMBuildFCmp(builder, LLVMRealOLT, magnitude, constant(type, 0x1p23), "");
    return build_select(builder, small, copysign_of(builder, module, rounded, x), x);
}

/* Towards zero, for |x| < 2^23; an unspecified value else. */
static LLVMValueRef truncate_small(LLVMBuilderRef builder, LLVMValueRef x) {
    LLVMTypeRef type = LLVMTypeOf(x);
    LLVMTypeRef integer = LLVMInt32TypeInContext(LLVMGetTypeContext(type));
    LLVMValueRef whole = LLVMBuildFreeze(builder, LLVMBuildFPToSI(builder, x, integer, ""), "");
    return LLVMBuildSIToFP(builder, whole, type, "");
}

/* rounded + step where the condition holds. */
static LLVMValueRef adjust(LLVMBuilderRef builder, LLVMValueRef rounded, LLVMValueRef condition,
                           LLVMValueRef step) {
    LLVMValueRef zero = constant(LLVMTypeOf(rounded), 0);
    return LLVMBuildFAdd(builder, rounded, build_select(builder, condition, step, zero), "");
}

enum rounding { ROUND_TRUNC, ROUND_FLOOR, ROUND_CEIL, ROUND_AWAY, ROUND_EVEN };

static LLVMValueRef build_round(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef x,
                                enum rounding rounding) {
    LLVMTypeRef type = LLVMTypeOf(x);
    LLVMValueRef rounded;
    if (rounding == ROUND_EVEN) {
        /* The unit of 2^23 is 1. */
        LLVMValueRef big = copysign_of(builder, module, constant(type, 0x1p23), x);
        rounded = LLVMBuildFSub(builder, LLVMBuildFAdd(builder, x, big, ""), big, "");
        return unless_integral(builder, module, x, rounded);
    }
    rounded = truncate_small(builder, x);
    if (rounding == ROUND_FLOOR) {
        LLVMValueRef above = LLVMBuildFCmp(builder, LLVMRealOGT, rounded, x, "");
        rounded = adjust(builder, rounded, above, constant(type, -1));
    } else if (rounding == ROUND_CEIL) {
        LLVMValueRef below = LLVMBuildFCmp(builder, LLVMRealOLT, rounded, x, "");
        rounded = adjust(builder, rounded, below, constant(type, 1));
    } else if (rounding == ROUND_AWAY) {
        LLVMValueRef fraction = LLVMBuildFSub(builder, x, rounded, "");
        fraction = call_intrinsic(builder, module, "llvm.fabs", type, &fraction, 1);
        LLVMValueRef half = LLVMBuildFCmp(builder, LLVMRealOGE, fraction, constant(type, 0.5), "");
        rounded =
            adjust(builder, rounded, half, copysign_of(builder, module, constant(type, 1), x));
    }
    return unless_integral(builder, module, x, rounded);
}

/* llvm.minimum and llvm.maximum: a NaN operand gives NaN, which x + y is then. */
static LLVMValueRef build_nan_minmax(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef x,
                                     LLVMValueRef y, const char *name) {
    LLVMValueRef arguments[] = {x, y};
    LLVMValueRef ordered = LLVMBuildFCmp(builder, LLVMRealORD, x, y, "");
    LLVMValueRef chosen = call_intrinsic(builder, module, name, LLVMTypeOf(x), arguments, 2);
    return build_select(builder, ordered, chosen, LLVMBuildFAdd(builder, x, y, ""));
}

static const struct {
    const char *name;
    enum rounding rounding;
} roundings[] = {
    {"llvm.trunc.", ROUND_TRUNC},    {"llvm.floor.", ROUND_FLOOR},    {"llvm.ceil.", ROUND_CEIL},
    {"llvm.round.", ROUND_AWAY},     {"llvm.roundeven.", ROUND_EVEN}, {"llvm.rint.", ROUND_EVEN},
    {"llvm.nearbyint.", ROUND_EVEN},
};

/* The intrinsic on scalars of binary32, or NULL if it is none of ours. */
static LLVMValueRef build_scalar(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef call,
                                 LLVMValueRef x, LLVMValueRef y) {
    for (size_t i = 0; i < sizeof roundings / sizeof *roundings; i++)
        if (unit_is_intrinsic(call, roundings[i].name))
            return build_round(builder, module, x, roundings[i].rounding);
    if (unit_is_intrinsic(call, "llvm.minimum."))
        return build_nan_minmax(builder, module, x, y, "llvm.minnum");
    if (unit_is_intrinsic(call, "llvm.maximum."))
        return build_nan_minmax(builder, module, x, y, "llvm.maxnum");
    return NULL;
}

/* The intrinsic on scalars of binary32 or half precision, whose results in binary32 are exact. */
static LLVMValueRef build_widened(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef call,
                                  LLVMValueRef x, LLVMValueRef y) {
    LLVMTypeRef type = LLVMTypeOf(x);
    if (LLVMGetTypeKind(type) == LLVMFloatTypeKind)
        return build_scalar(builder, module, call, x, y);
    LLVMTypeRef single = LLVMFloatTypeInContext(LLVMGetTypeContext(type));
    LLVMValueRef wide_y = y ? LLVMBuildFPExt(builder, y, single, "") : NULL;
    LLVMValueRef result =
        build_scalar(builder, module, call, LLVMBuildFPExt(builder, x, single, ""), wide_y);
    return LLVMBuildFPTrunc(builder, result, type, "");
}

static bool is_lowered(LLVMValueRef call) {
    for (size_t i = 0; i < sizeof roundings / sizeof *roundings; i++)
        if (unit_is_intrinsic(call, roundings[i].name))
            return true;
    return unit_is_intrinsic(call, "llvm.minimum.") || unit_is_intrinsic(call, "llvm.maximum.");
}

static LLVMValueRef lower_intrinsic(LLVMBuilderRef builder, LLVMModuleRef module,
                                    LLVMValueRef call) {
    LLVMTypeRef type = LLVMTypeOf(call);
    LLVMValueRef x = LLVMGetOperand(call, 0);
    LLVMValueRef y = LLVMGetNumArgOperands(call) > 1 ? LLVMGetOperand(call, 1) : NULL;
    if (!is_vector(type))
        return build_widened(builder, module, call, x, y);
    LLVMValueRef result = LLVMGetPoison(type);
    for (unsigned i = 0; i < LLVMGetVectorSize(type); i++) {
        LLVMValueRef index = LLVMConstInt(LLVMInt32TypeInContext(LLVMGetTypeContext(type)), i, 0);
        LLVMValueRef element =
            build_widened(builder, module, call, LLVMBuildExtractElement(builder, x, index, ""),
                          y ? LLVMBuildExtractElement(builder, y, index, "") : NULL);
        result = LLVMBuildInsertElement(builder, result, element, index, "");
    }
    return result;
}

/* Counts of zeros that are defined for 0 would be guarded by a branch. */
static LLVMValueRef lower_count(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef call,
                                const char *name) {
    LLVMTypeRef type = LLVMTypeOf(call);
    LLVMValueRef x = LLVMGetOperand(call, 0), zero = LLVMConstNull(type);
    if (is_vector(type) || LLVMConstIntGetZExtValue(LLVMGetOperand(call, 1)))
        return NULL;
    LLVMTypeRef boolean = LLVMInt1TypeInContext(LLVMGetTypeContext(type));
    LLVMValueRef arguments[] = {x, LLVMConstInt(boolean, 1, false)};
    LLVMValueRef count = call_intrinsic(builder, module, name, type, arguments, 2);
    return LLVMBuildSelect(builder, LLVMBuildICmp(builder, LLVMIntEQ, x, zero, ""),
                           LLVMConstInt(type, LLVMGetIntTypeWidth(type), false), count, "");
}

/* ---- conversions from integers ---- */

/* The same i32, of which the code generator knows nothing: an empty piece of assembly. */
static LLVMValueRef build_opaque(LLVMBuilderRef builder, LLVMValueRef value) {
    static const char constraints[] = "=r,0";
    LLVMTypeRef type = LLVMTypeOf(value), function = LLVMFunctionType(type, &type, 1, false);
    LLVMValueRef nothing = LLVMGetInlineAsm(function, "", 0, constraints, sizeof constraints - 1,
                                            false, false, LLVMInlineAsmDialectATT, false);
    return LLVMBuildCall2(builder, function, nothing, &value, 1, "");
}

/* An integer that is seen to be a comparison's result would be converted by a select of floats,
 * which is a branch. The upper 32 bits are hidden, of a narrower integer all. */
static LLVMValueRef hide_integer(LLVMBuilderRef builder, LLVMValueRef value, bool is_signed) {
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(value));
    LLVMTypeRef word = LLVMInt32TypeInContext(context), wide = LLVMTypeOf(value);
    unsigned width = LLVMGetIntTypeWidth(wide);
    if (width < 32)
        value = is_signed ? LLVMBuildSExt(builder, value, word, "")
                          : LLVMBuildZExt(builder, value, word, "");
    if (width <= 32)
        return build_opaque(builder, value);
    LLVMValueRef places = LLVMConstInt(wide, width - 32, false);
    LLVMValueRef high = LLVMBuildLShr(builder, value, places, "");
    high = LLVMBuildTrunc(builder, high, word, "");
    high = LLVMBuildShl(builder, LLVMBuildZExt(builder, build_opaque(builder, high), wide, ""),
                        places, "");
    LLVMTypeRef rest = LLVMIntTypeInContext(context, width - 32);
    LLVMValueRef low = LLVMBuildZExt(builder, LLVMBuildTrunc(builder, value, rest, ""), wide, "");
    return LLVMBuildOr(builder, low, high, "");
}

static LLVMValueRef convert(LLVMBuilderRef builder, LLVMValueRef integer, LLVMTypeRef type,
                            bool is_signed) {
    LLVMValueRef hidden = hide_integer(builder, integer, is_signed);
    return is_signed ? LLVMBuildSIToFP(builder, hidden, type, "")
                     : LLVMBuildUIToFP(builder, hidden, type, "");
}

static LLVMValueRef lower_conversion(LLVMBuilderRef builder, LLVMValueRef conversion) {
    LLVMTypeRef type = LLVMTypeOf(conversion);
    LLVMValueRef integers = LLVMGetOperand(conversion, 0);
    bool is_signed = LLVMGetInstructionOpcode(conversion) == LLVMSIToFP;
    if (!is_vector(type))
        return convert(builder, integers, type, is_signed);
    LLVMValueRef result = LLVMGetPoison(type);
    for (unsigned i = 0; i < LLVMGetVectorSize(type); i++) {
        LLVMValueRef index = LLVMConstInt(LLVMInt32TypeInContext(LLVMGetTypeContext(type)), i, 0);
        LLVMValueRef element = LLVMBuildExtractElement(builder, integers, index, "");
        element = convert(builder, element, LLVMGetElementType(type), is_signed);
        result = LLVMBuildInsertElement(builder, result, element, index, "");
    }
    return result;
}

static bool is_single_or_half(LLVMTypeRef type) {
    LLVMTypeKind kind = LLVMGetTypeKind(is_vector(type) ? LLVMGetElementType(type) : type);
    return kind == LLVMFloatTypeKind || kind == LLVMHalfTypeKind;
}

/* The replacement of an instruction, or NULL if it may stay. */
static LLVMValueRef lower(LLVMBuilderRef builder, LLVMModuleRef module, LLVMValueRef instruction) {
    LLVMTypeRef type = LLVMTypeOf(instruction);
    if (LLVMIsASelectInst(instruction)) {
        LLVMTypeRef scalar = is_vector(type) ? LLVMGetElementType(type) : type;
        if (!is_float(scalar) && !is_aggregate(type))
            return NULL;
        return build_select(builder, LLVMGetOperand(instruction, 0), LLVMGetOperand(instruction, 1),
                            LLVMGetOperand(instruction, 2));
    }
    if (LLVMIsASIToFPInst(instruction) || LLVMIsAUIToFPInst(instruction))
        return lower_conversion(builder, instruction);
    if (unit_is_intrinsic(instruction, "llvm.ctlz."))
        return lower_count(builder, module, instruction, "llvm.ctlz");
    if (unit_is_intrinsic(instruction, "llvm.cttz."))
        return lower_count(builder, module, instruction, "llvm.cttz");
    if (is_single_or_half(type) && is_lowered(instruction))
        return lower_intrinsic(builder, module, instruction);
    return NULL;
}

bool selects_lower(struct ir_unit *unit) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMPositionBuilderBefore(builder, instruction);
        LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
        LLVMValueRef replacement = lower(builder, unit->module, instruction);
        if (!replacement)
            continue;
        LLVMReplaceAllUsesWith(instruction, replacement);
        LLVMInstructionEraseFromParent(instruction);
    }
    LLVMDisposeBuilder(builder);
    return true;
}
