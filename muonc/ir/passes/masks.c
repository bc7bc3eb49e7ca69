/* Selects of words as masks: no ^ ((yes ^ no) & mask), where the mask is all ones if the condition
 * holds.
 *
 * The code generator would make the mask where the select is, each time. Here it is a value of its
 * own, which selects share and which leaves loops when the condition does. With a zero on one side,
 * as LLVM makes them of sums of what some lanes have, it takes one operation beside the mask. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <string.h>

enum { WORD_BITS = 32 };

static bool is_word(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(type) > 1 &&
           LLVMGetIntTypeWidth(type) <= WORD_BITS;
}

/* What is not chosen may be poison, and then the mask does not help. */
static LLVMValueRef freeze(LLVMBuilderRef builder, LLVMValueRef value) {
    return LLVMIsAConstantInt(value) ? value : LLVMBuildFreeze(builder, value, "");
}

static LLVMValueRef build_choice(LLVMBuilderRef builder, LLVMValueRef condition, LLVMValueRef yes,
                                 LLVMValueRef no) {
    yes = freeze(builder, yes);
    no = freeze(builder, no);
    LLVMValueRef mask = LLVMBuildSExt(builder, condition, LLVMTypeOf(yes), "");
    if (LLVMIsNull(no))
        return LLVMBuildAnd(builder, yes, mask, "");
    if (LLVMIsNull(yes))
        return LLVMBuildAnd(builder, no, LLVMBuildNot(builder, mask, ""), "");
    LLVMValueRef difference = LLVMBuildXor(builder, yes, no, "");
    return LLVMBuildXor(builder, no, LLVMBuildAnd(builder, difference, mask, ""), "");
}

/* The smaller and the larger of two numbers, which are such choices, too. */
static const struct {
    const char *name;
    LLVMIntPredicate first; /* if the first one is it */
} extremes[] = {
    {"llvm.smin.", LLVMIntSLT},
    {"llvm.smax.", LLVMIntSGT},
    {"llvm.umin.", LLVMIntULT},
    {"llvm.umax.", LLVMIntUGT},
};

static LLVMValueRef lower(LLVMBuilderRef builder, LLVMValueRef instruction) {
    if (!is_word(LLVMTypeOf(instruction)))
        return NULL;
    if (LLVMIsASelectInst(instruction))
        return build_choice(builder, LLVMGetOperand(instruction, 0), LLVMGetOperand(instruction, 1),
                            LLVMGetOperand(instruction, 2));
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++) {
        if (!unit_is_intrinsic(instruction, extremes[i].name))
            continue;
        LLVMValueRef x = LLVMGetOperand(instruction, 0), y = LLVMGetOperand(instruction, 1);
        LLVMValueRef first = LLVMBuildICmp(builder, extremes[i].first, x, y, "");
        return build_choice(builder, first, x, y);
    }
    return NULL;
}

bool masks_make(struct ir_unit *unit) {
    if (!unit->options->optimization)
        return true;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMPositionBuilderBefore(builder, instruction);
        LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(instruction));
        LLVMValueRef replacement = lower(builder, instruction);
        if (!replacement)
            continue;
        LLVMReplaceAllUsesWith(instruction, replacement);
        LLVMInstructionEraseFromParent(instruction);
    }
    LLVMDisposeBuilder(builder);
    return true;
}
