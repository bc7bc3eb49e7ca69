/* Conversions between bfloat and other types, each rounded once. */
#include "muonc/ir/passes/bfloat.h"

LLVMValueRef bfloat_to_single(struct bfloat *bfloat, LLVMValueRef bits) {
    return bfloat_assembly(bfloat, "fcvt.s.h", "", bfloat->single, &bits, 1);
}

LLVMValueRef bfloat_from_single(struct bfloat *bfloat, LLVMValueRef value, const char *rounding) {
    return bfloat_assembly(bfloat, "fcvt.h.s", rounding, bfloat->bits, &value, 1);
}

LLVMValueRef bfloat_extend(struct bfloat *bfloat, LLVMValueRef bits, LLVMTypeRef type) {
    LLVMValueRef single = bfloat_to_single(bfloat, bits);
    return type == bfloat->single ? single : LLVMBuildFPExt(bfloat->builder, single, type, "");
}

/* Of wider types than binary32 the runtime knows how not to round twice. */
LLVMValueRef bfloat_truncate(struct bfloat *bfloat, LLVMValueRef value, const char *rounding) {
    LLVMBuilderRef builder = bfloat->builder;
    if (LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMHalfTypeKind)
        value = LLVMBuildFPExt(builder, value, bfloat->single, "");
    if (LLVMTypeOf(value) == bfloat->single)
        return bfloat_from_single(bfloat, value, rounding);
    value = LLVMBuildFPTrunc(builder, value, LLVMBFloatTypeInContext(bfloat->context), "");
    return LLVMBuildBitCast(builder, value, bfloat->bits, "");
}

/* ---- integers ---- */

static LLVMValueRef wide(LLVMValueRef value, unsigned long long number) {
    return LLVMConstInt(LLVMTypeOf(value), number, false);
}

/* Where 64 bits have more than the 53 of a double, the 11 lowest ones as one that tells whether any
 * of them is set: the double is exact then, and it is as far from the middle of two bfloats. */
static LLVMValueRef gather_low_bits(LLVMBuilderRef builder, LLVMValueRef value, bool is_signed) {
    enum { LOW = 0x7ff };
    LLVMValueRef low = LLVMBuildAnd(builder, value, wide(value, LOW), "");
    LLVMValueRef carry = LLVMBuildAdd(builder, low, wide(value, LOW), "");
    LLVMValueRef gathered = LLVMBuildAnd(builder, LLVMBuildOr(builder, value, carry, ""),
                                         LLVMBuildNot(builder, wide(value, LOW), ""), "");
    LLVMValueRef offset =
        is_signed ? LLVMBuildAdd(builder, value, wide(value, 1ULL << 53), "") : value;
    LLVMValueRef exact =
        LLVMBuildICmp(builder, LLVMIntULE, offset, wide(value, 1ULL << (is_signed ? 54 : 53)), "");
    return LLVMBuildSelect(builder, exact, value, gathered, "");
}

static LLVMValueRef convert_integer(LLVMBuilderRef builder, LLVMValueRef value, LLVMTypeRef type,
                                    bool is_signed) {
    return is_signed ? LLVMBuildSIToFP(builder, value, type, "")
                     : LLVMBuildUIToFP(builder, value, type, "");
}

LLVMValueRef bfloat_from_integer(struct bfloat *bfloat, LLVMValueRef value, bool is_signed,
                                 const char *rounding) {
    LLVMBuilderRef builder = bfloat->builder;
    unsigned width = LLVMGetIntTypeWidth(LLVMTypeOf(value));
    unsigned room = width <= 32 ? 32 : 64;
    if (width < room) {
        LLVMTypeRef type = LLVMIntTypeInContext(bfloat->context, room);
        value = is_signed ? LLVMBuildSExt(builder, value, type, "")
                          : LLVMBuildZExt(builder, value, type, "");
    }
    if (width <= 32)
        return bfloat_assembly(bfloat, is_signed ? "fcvt.h.w" : "fcvt.h.wu", rounding, bfloat->bits,
                               &value, 1);
    if (width > 64)
        return bfloat_from_single(
            bfloat, convert_integer(builder, value, bfloat->single, is_signed), rounding);
    value = gather_low_bits(builder, value, is_signed);
    LLVMTypeRef type = LLVMDoubleTypeInContext(bfloat->context);
    return bfloat_truncate(bfloat, convert_integer(builder, value, type, is_signed), rounding);
}

LLVMValueRef bfloat_to_integer(struct bfloat *bfloat, LLVMValueRef bits, LLVMTypeRef type,
                               bool is_signed) {
    LLVMBuilderRef builder = bfloat->builder;
    unsigned width = LLVMGetIntTypeWidth(type);
    if (width > 32) {
        LLVMValueRef single = bfloat_to_single(bfloat, bits);
        return is_signed ? LLVMBuildFPToSI(builder, single, type, "")
                         : LLVMBuildFPToUI(builder, single, type, "");
    }
    /* What does not fit the narrower type has no value. */
    LLVMValueRef word = bfloat_assembly(bfloat, is_signed ? "fcvt.w.h" : "fcvt.wu.h", ", rtz",
                                        bfloat->word, &bits, 1);
    return LLVMBuildTrunc(builder, word, type, "");
}
