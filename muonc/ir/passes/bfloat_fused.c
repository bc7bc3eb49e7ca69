/* Where a multiplication and an addition are one instruction, and negations belong to it. */
#include "muonc/ir/passes/bfloat.h"

static bool is_operation(LLVMValueRef value, LLVMOpcode opcode) {
    return LLVMIsAInstruction(value) && LLVMGetInstructionOpcode(value) == opcode;
}

bool bfloat_take_negation(LLVMValueRef *operand) {
    bool negated = is_operation(*operand, LLVMFNeg);
    if (negated)
        *operand = LLVMGetOperand(*operand, 0);
    return negated;
}

static bool may_contract(LLVMValueRef instruction) {
    return LLVMCanValueUseFastMathFlags(instruction) &&
           LLVMGetFastMathFlags(instruction) & LLVMFastMathAllowContract;
}

/* A product that is for nothing but this sum. */
static bool is_product(LLVMValueRef value) {
    LLVMUseRef use = is_operation(value, LLVMFMul) ? LLVMGetFirstUse(value) : NULL;
    return use && !LLVMGetNextUse(use) && may_contract(value);
}

/* x · y + z where -ffp-contract=fast has the compiler look for it: as clang makes one of what is an
 * expression in the source. */
static bool find_contracted(LLVMValueRef sum, struct bfloat_fused *fused) {
    bool difference = is_operation(sum, LLVMFSub);
    if ((!difference && !is_operation(sum, LLVMFAdd)) || !may_contract(sum))
        return false;
    LLVMValueRef terms[] = {LLVMGetOperand(sum, 0), LLVMGetOperand(sum, 1)};
    bool second = !is_product(terms[0]);
    if (second && !is_product(terms[1]))
        return false;
    LLVMValueRef product = terms[second];
    *fused = (struct bfloat_fused){
        {LLVMGetOperand(product, 0), LLVMGetOperand(product, 1), terms[!second]},
        {difference && second, false, difference && !second}};
    return true;
}

bool bfloat_find_fused(LLVMValueRef instruction, struct bfloat_fused *fused) {
    bool found = bfloat_is(LLVMTypeOf(instruction));
    if (found && (unit_is_intrinsic(instruction, "llvm.fma.") ||
                  unit_is_intrinsic(instruction, "llvm.fmuladd.") ||
                  unit_is_intrinsic(instruction, "llvm.experimental.constrained.fma.") ||
                  unit_is_intrinsic(instruction, "llvm.experimental.constrained.fmuladd.")))
        for (unsigned i = 0; i < 3; i++) {
            fused->operands[i] = LLVMGetOperand(instruction, i);
            fused->negated[i] = false;
        }
    else if (!found || !find_contracted(instruction, fused))
        return false;
    for (unsigned i = 0; i < 3; i++)
        fused->negated[i] ^= bfloat_take_negation(&fused->operands[i]);
    return true;
}

const char *bfloat_fused_mnemonic(const struct bfloat_fused *fused) {
    static const char *const mnemonics[2][2] = {{"fmadd.h", "fmsub.h"}, {"fnmsub.h", "fnmadd.h"}};
    return mnemonics[fused->negated[0] != fused->negated[1]][fused->negated[2]];
}
