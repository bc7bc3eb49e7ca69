/* The parts of the pass that makes bfloat to integers and .h instructions (bfloat.c). A bfloat
 * value, or a vector of them, is carried as its bits: i16, or a vector of those. */
#ifndef MUONC_IR_PASSES_BFLOAT_H
#define MUONC_IR_PASSES_BFLOAT_H

#include "muonc/ir/unit/unit.h"

struct bfloat {
    struct ir_unit *unit;
    LLVMContextRef context;
    LLVMBuilderRef builder; /* before the instruction that is lowered */
    LLVMTypeRef bits, word, single;
    bool strict; /* the function is told of rounding modes and flags */
};

/* Whether it is bfloat or a vector of that, and the type of such values' bits. */
bool bfloat_is(LLVMTypeRef type);
LLVMTypeRef bfloat_bits_type(LLVMTypeRef type);

/* The bits of a value of a bfloat type. */
LLVMValueRef bfloat_bits(struct bfloat *bfloat, LLVMValueRef value);

/* One instruction on scalars: bits, words and binary32, from which the result is made, too.
 * rounding: "", or a static mode as ", rtz". */
LLVMValueRef bfloat_assembly(struct bfloat *bfloat, const char *mnemonic, const char *rounding,
                             LLVMTypeRef result, LLVMValueRef *operands, unsigned count);

/* ---- bfloat_arithmetic.c ---- */

/* The value of an arithmetic instruction, conversion, comparison or intrinsic, of which bfloat ones
 * are their bits; NULL if the instruction is none. */
LLVMValueRef bfloat_arithmetic(struct bfloat *bfloat, LLVMValueRef instruction);

/* Whether it is one that takes operands from the instructions that made them, a negation or a
 * product. */
bool bfloat_takes_over(LLVMValueRef instruction);

/* ---- bfloat_fused.c ---- */

/* ±x · ±y ± z */
struct bfloat_fused {
    LLVMValueRef operands[3];
    bool negated[3];
};

/* Whether the instruction is one, also with the product in another instruction. */
bool bfloat_find_fused(LLVMValueRef instruction, struct bfloat_fused *fused);
const char *bfloat_fused_mnemonic(const struct bfloat_fused *fused);

/* Takes the negation from an operand that has one. */
bool bfloat_take_negation(LLVMValueRef *operand);

/* ---- bfloat_convert.c ---- */

LLVMValueRef bfloat_to_single(struct bfloat *bfloat, LLVMValueRef bits);
LLVMValueRef bfloat_from_single(struct bfloat *bfloat, LLVMValueRef value, const char *rounding);

/* Conversions of scalars from and to other floating-point types and integers. */
LLVMValueRef bfloat_extend(struct bfloat *bfloat, LLVMValueRef bits, LLVMTypeRef type);
LLVMValueRef bfloat_truncate(struct bfloat *bfloat, LLVMValueRef value, const char *rounding);
LLVMValueRef bfloat_from_integer(struct bfloat *bfloat, LLVMValueRef value, bool is_signed,
                                 const char *rounding);
LLVMValueRef bfloat_to_integer(struct bfloat *bfloat, LLVMValueRef bits, LLVMTypeRef type,
                               bool is_signed);

/* ---- bfloat_calls.c ---- */

/* Gives functions whose signatures have bfloat types others with the bits' types. */
void bfloat_change_functions(struct bfloat *bfloat);

/* The call with bits in the places of bfloat operands and results, or NULL if there are none. The
 * result of the old call is replaced already unless it is a bfloat. */
LLVMValueRef bfloat_call(struct bfloat *bfloat, LLVMValueRef call);

#endif
