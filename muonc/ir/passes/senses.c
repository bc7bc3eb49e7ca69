/* Where a branch tests a comparison itself, there is an instruction for each of them and for its
 * opposite. A split tests a register, and only some comparisons are one instruction that makes 1 of
 * what holds; for the others it takes one more, which exchanges 0 and 1. There it is the ways that
 * are exchanged. */
#include "muonc/ir/passes/senses.h"

#include <llvm-c/DebugInfo.h>

enum { MOST_DEPTH = 4 }; /* of `and` and `or` */

static bool has_one_use(LLVMValueRef value) {
    LLVMUseRef use = LLVMGetFirstUse(value);
    return use && !LLVMGetNextUse(use);
}

/* ---- comparisons ---- */

static LLVMIntPredicate int_opposite(LLVMIntPredicate predicate) {
    switch (predicate) {
    case LLVMIntEQ: return LLVMIntNE;
    case LLVMIntNE: return LLVMIntEQ;
    case LLVMIntUGT: return LLVMIntULE;
    case LLVMIntUGE: return LLVMIntULT;
    case LLVMIntULT: return LLVMIntUGE;
    case LLVMIntULE: return LLVMIntUGT;
    case LLVMIntSGT: return LLVMIntSLE;
    case LLVMIntSGE: return LLVMIntSLT;
    case LLVMIntSLT: return LLVMIntSGE;
    case LLVMIntSLE: return LLVMIntSGT;
    }
    return predicate;
}

/* The bits of a predicate say for which of "unordered, less, greater, equal" it holds. */
static LLVMRealPredicate real_opposite(LLVMRealPredicate predicate) {
    return (LLVMRealPredicate)(LLVMRealPredicateTrue - predicate);
}

/* Registers are compared for less, numbers with less: `x <= 4` is `x < 5`. */
static bool int_is_inverted(LLVMIntPredicate predicate, LLVMValueRef right) {
    LLVMValueRef number = LLVMIsAConstantInt(right);
    switch (predicate) {
    case LLVMIntEQ: return number && LLVMConstIntGetSExtValue(number) == -1;
    case LLVMIntUGT:
    case LLVMIntSGT: return number && !LLVMIsNull(number);
    case LLVMIntUGE:
    case LLVMIntSGE: return true;
    case LLVMIntULE:
    case LLVMIntSLE: return !number;
    default: return false;
    }
}

/* There are feq, flt and fle, which are 0 where something is no number. */
static bool real_is_inverted(LLVMRealPredicate predicate) {
    return predicate >= LLVMRealUNO && predicate <= LLVMRealUNE;
}

static bool compares_inverted(LLVMValueRef compare, bool opposite) {
    if (LLVMIsAICmpInst(compare)) {
        LLVMIntPredicate predicate = LLVMGetICmpPredicate(compare);
        return int_is_inverted(opposite ? int_opposite(predicate) : predicate,
                               LLVMGetOperand(compare, 1));
    }
    LLVMRealPredicate predicate = LLVMGetFCmpPredicate(compare);
    return real_is_inverted(opposite ? real_opposite(predicate) : predicate);
}

static LLVMValueRef build_opposite(LLVMBuilderRef builder, LLVMValueRef compare) {
    LLVMValueRef left = LLVMGetOperand(compare, 0), right = LLVMGetOperand(compare, 1);
    if (LLVMIsAICmpInst(compare))
        return LLVMBuildICmp(builder, int_opposite(LLVMGetICmpPredicate(compare)), left, right, "");
    return LLVMBuildFCmp(builder, real_opposite(LLVMGetFCmpPredicate(compare)), left, right, "");
}

/* ---- conditions ---- */

static bool is_opposite(LLVMValueRef value) {
    return LLVMIsABinaryOperator(value) && LLVMGetInstructionOpcode(value) == LLVMXor &&
           LLVMIsAConstantInt(LLVMGetOperand(value, 1)) && !LLVMIsNull(LLVMGetOperand(value, 1));
}

static bool is_junction(LLVMValueRef value) {
    LLVMOpcode opcode = LLVMIsABinaryOperator(value) ? LLVMGetInstructionOpcode(value) : LLVMRet;
    return (opcode == LLVMAnd || opcode == LLVMOr) && has_one_use(value);
}

/* How many instructions exchange 0 and 1 on the way to a condition, or to its opposite. */
static unsigned inversions(LLVMValueRef value, bool opposite, unsigned depth) {
    if (is_opposite(value))
        return inversions(LLVMGetOperand(value, 0), !opposite, depth);
    if (LLVMIsACmpInst(value) && has_one_use(value))
        return compares_inverted(value, opposite);
    if (depth && is_junction(value))
        return inversions(LLVMGetOperand(value, 0), opposite, depth - 1) +
               inversions(LLVMGetOperand(value, 1), opposite, depth - 1);
    return opposite;
}

/* The opposite, in the same form. */
static LLVMValueRef build(LLVMBuilderRef builder, LLVMValueRef value, unsigned depth) {
    if (is_opposite(value))
        return LLVMGetOperand(value, 0);
    if (LLVMIsACmpInst(value) && has_one_use(value))
        return build_opposite(builder, value);
    if (!depth || !is_junction(value))
        return LLVMBuildNot(builder, value, "");
    LLVMValueRef left = build(builder, LLVMGetOperand(value, 0), depth - 1);
    LLVMValueRef right = build(builder, LLVMGetOperand(value, 1), depth - 1);
    return LLVMGetInstructionOpcode(value) == LLVMAnd ? LLVMBuildOr(builder, left, right, "")
                                                      : LLVMBuildAnd(builder, left, right, "");
}

/* With how often they are taken. */
static void exchange_ways(LLVMContextRef context, LLVMValueRef branch) {
    unsigned kind = LLVMGetMDKindIDInContext(context, "prof", 4);
    LLVMValueRef weights = LLVMGetMetadata(branch, kind), operands[3];
    LLVMBasicBlockRef first = LLVMGetSuccessor(branch, 0);
    LLVMSetSuccessor(branch, 0, LLVMGetSuccessor(branch, 1));
    LLVMSetSuccessor(branch, 1, first);
    if (!weights || LLVMGetMDNodeNumOperands(weights) != 3)
        return;
    LLVMGetMDNodeOperands(weights, operands);
    LLVMMetadataRef exchanged[] = {LLVMValueAsMetadata(operands[0]),
                                   LLVMValueAsMetadata(operands[2]),
                                   LLVMValueAsMetadata(operands[1])};
    LLVMMetadataRef node = LLVMMDNodeInContext2(context, exchanged, 3);
    LLVMSetMetadata(branch, kind, LLVMMetadataAsValue(context, node));
}

bool senses_choose(struct ir_unit *unit, LLVMValueRef branch) {
    LLVMValueRef condition = LLVMGetCondition(branch);
    if (!unit->options->optimization ||
        inversions(condition, true, MOST_DEPTH) >= inversions(condition, false, MOST_DEPTH))
        return false;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, branch);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(branch));
    LLVMSetCondition(branch, build(builder, condition, MOST_DEPTH));
    exchange_ways(unit->context, branch);
    LLVMDisposeBuilder(builder);
    return true;
}
