/* Loops that count by more than one up to a limit: `n < limit` as `n != end`, where the end is
 * exactly met.
 *
 * The code generator tells the end by any variable that the loop counts on, as a pointer, if the
 * test is for equality: then the counter itself may go. LLVM's optimiser makes such tests of counts
 * by one. A count by a power of two meets the limit itself if that is a multiple of it, and else
 * the limit rounded up: if the loop is only entered when the limit is not reached, and does not
 * count beyond the largest number. */
#include "muonc/ir/passes/passes.h"

#include "muonc/ir/analysis/dominance.h"

#include <llvm-c/DebugInfo.h>

/* How far above a loop its guard is looked for. */
enum { MOST_DOMINATORS = 16 };

struct loop {
    LLVMBasicBlockRef head, latch, before;
    LLVMValueRef branch, test; /* n + step < limit, which the branch repeats the loop by */
    LLVMValueRef limit;
    uint64_t begin, step;
    bool is_signed;
};

static bool is_number(LLVMValueRef value, uint64_t *number) {
    LLVMValueRef constant = LLVMIsAConstantInt(value);
    if (constant && LLVMGetIntTypeWidth(LLVMTypeOf(constant)) <= 32)
        *number = LLVMConstIntGetZExtValue(constant);
    return constant && LLVMGetIntTypeWidth(LLVMTypeOf(constant)) <= 32;
}

/* ---- the loop ---- */

static bool is_power_of_two(uint64_t number) {
    return number && !(number & (number - 1));
}

/* The counter: a phi of where it begins and of itself with the step. */
static bool is_counter(struct loop *loop, LLVMValueRef next) {
    LLVMValueRef phi = LLVMIsABinaryOperator(next) ? LLVMGetOperand(next, 0) : NULL;
    if (!phi || LLVMGetInstructionOpcode(next) != LLVMAdd || !LLVMIsAPHINode(phi) ||
        LLVMGetInstructionParent(phi) != loop->head || LLVMCountIncoming(phi) != 2 ||
        !is_number(LLVMGetOperand(next, 1), &loop->step) || !is_power_of_two(loop->step) ||
        loop->step == 1 || !(loop->is_signed ? LLVMGetNSW(next) : LLVMGetNUW(next)))
        return false;
    unsigned around = LLVMGetIncomingBlock(phi, 1) == loop->latch;
    loop->before = LLVMGetIncomingBlock(phi, !around);
    return LLVMGetIncomingBlock(phi, around) == loop->latch &&
           LLVMGetIncomingValue(phi, around) == next && loop->before != loop->latch &&
           is_number(LLVMGetIncomingValue(phi, !around), &loop->begin) && loop->begin <= INT32_MAX;
}

static bool is_loop(struct loop *loop, LLVMBasicBlockRef latch) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(latch));
    LLVMValueRef test =
        branch && LLVMIsConditional(branch) ? LLVMIsAICmpInst(LLVMGetCondition(branch)) : NULL;
    LLVMUseRef use = test ? LLVMGetFirstUse(test) : NULL;
    if (!use || LLVMGetNextUse(use))
        return false;
    LLVMIntPredicate predicate = LLVMGetICmpPredicate(test);
    *loop = (struct loop){.head = LLVMGetSuccessor(branch, 0),
                          .latch = latch,
                          .branch = branch,
                          .test = test,
                          .limit = LLVMGetOperand(test, 1),
                          .is_signed = predicate == LLVMIntSLT};
    return (predicate == LLVMIntSLT || predicate == LLVMIntULT) &&
           is_counter(loop, LLVMGetOperand(test, 0));
}

/* ---- the guard ---- */

/* A limit that is another number times a power of two, without overflow, is above 0 if that is. */
static LLVMValueRef without_factor(const struct loop *loop) {
    LLVMValueRef limit = LLVMIsABinaryOperator(loop->limit);
    bool shifted = limit && LLVMGetInstructionOpcode(limit) == LLVMShl && !loop->begin &&
                   (loop->is_signed ? LLVMGetNSW(limit) : LLVMGetNUW(limit));
    return shifted ? LLVMGetOperand(limit, 0) : NULL;
}

/* Whether a comparison that holds, or does not, says that the loop begins below its limit. */
static bool says_below(const struct loop *loop, LLVMValueRef comparison, bool holds) {
    LLVMIntPredicate above = loop->is_signed ? LLVMIntSGT : LLVMIntUGT;
    LLVMIntPredicate below = loop->is_signed ? LLVMIntSLT : LLVMIntULT;
    LLVMIntPredicate predicate = LLVMGetICmpPredicate(comparison);
    LLVMValueRef left = LLVMGetOperand(comparison, 0), right = LLVMGetOperand(comparison, 1);
    LLVMValueRef part = without_factor(loop);
    uint64_t number;
    if ((left != loop->limit && left != part) || !is_number(right, &number) || number > INT32_MAX)
        return false;
    if (predicate == above)
        return holds && number >= loop->begin;
    if (predicate == below)
        return !holds && number > loop->begin;
    return !loop->is_signed && !number && !loop->begin &&
           (predicate == LLVMIntNE ? holds : predicate == LLVMIntEQ && !holds);
}

/* Whether the branch that leads from one block to another says so. */
static bool edge_says_below(const struct loop *loop, LLVMBasicBlockRef from, LLVMBasicBlockRef to) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(from));
    LLVMValueRef condition =
        branch && LLVMIsConditional(branch) ? LLVMIsAICmpInst(LLVMGetCondition(branch)) : NULL;
    return condition && LLVMGetSuccessor(branch, 0) != LLVMGetSuccessor(branch, 1) &&
           says_below(loop, condition, LLVMGetSuccessor(branch, 0) == to);
}

/* Whether a block is entered from its parent among the dominators alone, but for loops back to it.
 */
static bool has_one_entry(const struct control_flow *flow, const struct dominators *dominators,
                          size_t block) {
    for (size_t i = 0; i < control_flow_predecessors(flow, block); i++) {
        size_t from = control_flow_predecessor(flow, block, i);
        if (from != dominators->parent[block] &&
            !dominators_contain(dominators, block, dominators->place[from]))
            return false;
    }
    return true;
}

static bool is_guarded(const struct loop *loop, const struct control_flow *flow,
                       const struct dominators *dominators) {
    size_t block = (size_t)value_map_get(&flow->numbers, loop->before);
    bool guarded = edge_says_below(loop, loop->before, loop->head);
    for (unsigned i = 0; i < MOST_DOMINATORS && block && !guarded; i++) {
        size_t above = dominators->parent[block];
        guarded = has_one_entry(flow, dominators, block) &&
                  edge_says_below(loop, flow->blocks[above], flow->blocks[block]);
        block = above;
    }
    return guarded;
}

/* ---- the end ---- */

static bool is_multiple(const struct loop *loop) {
    uint64_t number;
    if (is_number(loop->limit, &number))
        return number % loop->step == 0;
    return LLVMIsABinaryOperator(loop->limit) && LLVMGetInstructionOpcode(loop->limit) == LLVMShl &&
           is_number(LLVMGetOperand(loop->limit, 1), &number) && number < 32 &&
           (UINT64_C(1) << number) % loop->step == 0;
}

/* The first number from the limit on that the counter has, before the loop. */
static LLVMValueRef build_end(LLVMBuilderRef builder, const struct loop *loop) {
    LLVMTypeRef type = LLVMTypeOf(loop->limit);
    uint64_t rest = loop->begin % loop->step;
    if (is_multiple(loop) && !rest)
        return loop->limit;
    LLVMValueRef up = LLVMConstInt(type, loop->step - 1 - rest, false);
    LLVMValueRef mask = LLVMConstInt(type, -loop->step, true);
    LLVMValueRef end = LLVMBuildAnd(builder, LLVMBuildAdd(builder, loop->limit, up, ""), mask, "");
    return rest ? LLVMBuildAdd(builder, end, LLVMConstInt(type, rest, false), "") : end;
}

static bool is_before(const struct loop *loop, const struct control_flow *flow,
                      const struct dominators *dominators) {
    if (!LLVMIsAInstruction(loop->limit))
        return true;
    size_t home = (size_t)value_map_get(&flow->numbers, LLVMGetInstructionParent(loop->limit));
    size_t before = (size_t)value_map_get(&flow->numbers, loop->before);
    return dominators_contain(dominators, home, dominators->place[before]);
}

static void count_exactly(LLVMBuilderRef builder, const struct loop *loop) {
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(loop->before));
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(loop->branch));
    LLVMValueRef end = build_end(builder, loop);
    LLVMPositionBuilderBefore(builder, loop->test);
    LLVMSetCondition(loop->branch,
                     LLVMBuildICmp(builder, LLVMIntNE, LLVMGetOperand(loop->test, 0), end, ""));
    LLVMInstructionEraseFromParent(loop->test);
}

static void count_in(LLVMBuilderRef builder, LLVMValueRef function) {
    struct control_flow flow = {0};
    struct dominators dominators;
    struct loop loop;
    FOR_EACH_BLOCK(block, function) {
        if (!is_loop(&loop, block))
            continue;
        if (!flow.blocks) {
            control_flow_build(&flow, function);
            dominators_build(&dominators, &flow);
        }
        if (value_map_get(&flow.numbers, block) != VALUE_MAP_NONE &&
            is_before(&loop, &flow, &dominators) && is_guarded(&loop, &flow, &dominators))
            count_exactly(builder, &loop);
    }
    if (flow.blocks) {
        dominators_free(&dominators);
        control_flow_free(&flow);
    }
}

bool counters_end_exactly(struct ir_unit *unit) {
    if (!unit->options->optimization)
        return true;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    count_in(builder, function);
    LLVMDisposeBuilder(builder);
    return true;
}
