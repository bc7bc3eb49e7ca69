#include "muonc/ir/passes/spread.h"

#include "muonc/ir/passes/csr_reads.h"

#include <stddef.h>

enum { MOST_OPERATIONS = 12, MOST_BOUND = 1 << 24 };

/* The parts of the expression that are still allowed. */
struct finder {
    const struct spreads *of;
    unsigned left;
};

static bool find(struct finder *finder, LLVMValueRef value, struct spread *spread);

static bool is_constant(LLVMValueRef value, uint64_t most, uint64_t *number) {
    LLVMValueRef constant = LLVMIsAConstantInt(value);
    if (!constant || LLVMGetIntTypeWidth(LLVMTypeOf(constant)) > 32)
        return false;
    *number = LLVMConstIntGetZExtValue(constant);
    return *number <= most;
}

static bool bounded(struct spread *spread, uint64_t bound) {
    *spread = (struct spread){.bound = bound};
    return bound <= MOST_BOUND;
}

/* ---- what the lane reads ---- */

#define ITEM(member) offsetof(struct neutrino_items, member)

static LLVMValueRef read_item(const struct spreads *of, LLVMTypeRef word, size_t offset) {
    return csr_reads_build_item(of->unit, of->builder, word, (uint32_t)offset);
}

/* A work-item's id in its group is less than the group's size, and in the grid that many more than
 * the group's first one. */
static bool find_item(const struct spreads *of, LLVMTypeRef word, size_t offset,
                      struct spread *spread) {
    bool local = offset >= ITEM(local_id[0]) && offset <= ITEM(local_id[2]);
    bool global = offset >= ITEM(global_id[0]) && offset <= ITEM(global_id[2]);
    if (!local && !global)
        return false;
    size_t dimension = offset - (local ? ITEM(local_id[0]) : ITEM(global_id[0]));
    LLVMValueRef size = read_item(of, word, ITEM(local_size[0]) + dimension);
    *spread = (struct spread){
        .bound_word = LLVMBuildAdd(of->builder, size, LLVMConstAllOnes(word), ""),
    };
    if (global) {
        LLVMValueRef group = read_item(of, word, ITEM(group_id[0]) + dimension);
        LLVMValueRef whole = read_item(of, word, ITEM(enqueued_local_size[0]) + dimension);
        LLVMValueRef first = LLVMBuildMul(of->builder, group, whole, "");
        LLVMValueRef from = read_item(of, word, ITEM(global_offset[0]) + dimension);
        spread->base = LLVMBuildAdd(of->builder, first, from, "");
    }
    return true;
}

/* Whether control only comes to the value's place by an assumption. */
static bool is_assumed(const struct spreads *of, LLVMValueRef compare) {
    for (LLVMUseRef use = LLVMGetFirstUse(compare); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        ptrdiff_t block = unit_is_intrinsic(user, "llvm.assume")
                              ? value_map_get(&of->flow->numbers, LLVMGetInstructionParent(user))
                              : VALUE_MAP_NONE;
        if (block != VALUE_MAP_NONE &&
            dominators_contain(of->dominators, (size_t)block, of->dominators->place[of->block]))
            return true;
    }
    return false;
}

/* What the source says of a value: __builtin_assume(value < limit). */
static bool find_assumed(const struct spreads *of, LLVMValueRef value, struct spread *spread) {
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef compare = LLVMIsAICmpInst(LLVMGetUser(use));
        uint64_t limit;
        if (compare && LLVMGetICmpPredicate(compare) == LLVMIntULT &&
            LLVMGetOperand(compare, 0) == value &&
            is_constant(LLVMGetOperand(compare, 1), MOST_BOUND, &limit) && limit &&
            is_assumed(of, compare))
            return bounded(spread, limit - 1);
    }
    return false;
}

static bool find_read(const struct spreads *of, LLVMValueRef call, struct spread *spread) {
    uint32_t offset;
    return csr_reads_is_item(call, &offset) ? find_item(of, LLVMTypeOf(call), offset, spread)
                                            : find_assumed(of, call, spread);
}

/* ---- what is computed ---- */

static LLVMValueRef add(const struct finder *finder, LLVMValueRef left, LLVMValueRef right) {
    if (!left || !right)
        return left ? left : right;
    return LLVMBuildAdd(finder->of->builder, left, right, "");
}

static bool find_sum(struct finder *finder, LLVMValueRef value, struct spread *spread) {
    struct spread right;
    if (!find(finder, LLVMGetOperand(value, 0), spread) ||
        !find(finder, LLVMGetOperand(value, 1), &right) || (spread->bound_word && right.bound_word))
        return false;
    spread->base = add(finder, spread->base, right.base);
    spread->bound_word = spread->bound_word ? spread->bound_word : right.bound_word;
    spread->bound += right.bound;
    return spread->bound <= MOST_BOUND;
}

static bool find_difference(struct finder *finder, LLVMValueRef value, struct spread *spread) {
    struct spread right;
    if (!find(finder, LLVMGetOperand(value, 0), spread) ||
        !find(finder, LLVMGetOperand(value, 1), &right) || right.bound_word || right.bound)
        return false;
    LLVMValueRef zero = LLVMConstNull(LLVMTypeOf(value));
    spread->base =
        LLVMBuildSub(finder->of->builder, spread->base ? spread->base : zero, right.base, "");
    return true;
}

static bool find_product(struct finder *finder, LLVMValueRef value, uint64_t factor,
                         struct spread *spread) {
    if (!find(finder, LLVMGetOperand(value, 0), spread) || spread->bound_word)
        return false;
    if (spread->base)
        spread->base = LLVMBuildMul(finder->of->builder, spread->base,
                                    LLVMConstInt(LLVMTypeOf(value), factor, false), "");
    spread->bound *= factor;
    return spread->bound <= MOST_BOUND;
}

static bool find_operation(struct finder *finder, LLVMValueRef value, struct spread *spread) {
    uint64_t number;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(value);
    if (opcode == LLVMAdd || (opcode == LLVMOr && LLVMGetIsDisjoint(value)))
        return find_sum(finder, value, spread);
    if (opcode == LLVMSub)
        return find_difference(finder, value, spread);
    if (!is_constant(LLVMGetOperand(value, 1), MOST_BOUND, &number))
        return false;
    switch (opcode) {
    case LLVMShl: return number < 24 && find_product(finder, value, UINT64_C(1) << number, spread);
    case LLVMMul: return find_product(finder, value, number, spread);
    case LLVMAnd: return bounded(spread, number);
    case LLVMLShr: return number < 32 && bounded(spread, UINT32_MAX >> number);
    case LLVMURem: return number && bounded(spread, number - 1);
    default: return false;
    }
}

/* ---- rounds before those of an unrolled loop ---- */

/* A number that a loop of one block counts up to from 0, one by one: it is not entered for 0. */
static LLVMValueRef counted(LLVMBasicBlockRef block) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(block));
    LLVMValueRef compare =
        branch && LLVMIsConditional(branch) ? LLVMIsAICmpInst(LLVMGetCondition(branch)) : NULL;
    LLVMIntPredicate predicate = compare ? LLVMGetICmpPredicate(compare) : LLVMIntSLT;
    uint64_t zero, one;
    if ((predicate != LLVMIntEQ && predicate != LLVMIntNE) ||
        LLVMGetSuccessor(branch, predicate == LLVMIntEQ) != block)
        return NULL;
    LLVMValueRef next = LLVMIsABinaryOperator(LLVMGetOperand(compare, 0));
    LLVMValueRef phi = next && LLVMGetInstructionOpcode(next) == LLVMAdd
                           ? LLVMIsAPHINode(LLVMGetOperand(next, 0))
                           : NULL;
    if (!phi || LLVMGetInstructionParent(phi) != block || LLVMCountIncoming(phi) != 2 ||
        !is_constant(LLVMGetOperand(next, 1), 1, &one) || !one)
        return NULL;
    unsigned around = LLVMGetIncomingBlock(phi, 1) == block;
    return LLVMGetIncomingValue(phi, around) == next &&
                   is_constant(LLVMGetIncomingValue(phi, !around), 0, &zero)
               ? LLVMGetOperand(compare, 1)
               : NULL;
}

/* Whether the loop of one block is entered by a branch that has found the number not to be 0. */
static bool is_entered_if(LLVMBasicBlockRef loop, LLVMBasicBlockRef before, LLVMValueRef number) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(before));
    if (branch && !LLVMIsConditional(branch)) {
        LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(before));
        LLVMValueRef to = use && !LLVMGetNextUse(use) ? LLVMGetUser(use) : NULL;
        loop = before;
        branch = to ? LLVMIsABranchInst(to) : NULL;
    }
    LLVMValueRef compare =
        branch && LLVMIsConditional(branch) ? LLVMIsAICmpInst(LLVMGetCondition(branch)) : NULL;
    LLVMIntPredicate predicate = compare ? LLVMGetICmpPredicate(compare) : LLVMIntSLT;
    uint64_t zero;
    return (predicate == LLVMIntEQ || predicate == LLVMIntNE) &&
           LLVMGetOperand(compare, 0) == number &&
           is_constant(LLVMGetOperand(compare, 1), 0, &zero) &&
           LLVMGetSuccessor(branch, predicate == LLVMIntEQ) == loop &&
           LLVMGetSuccessor(branch, predicate == LLVMIntNE) != loop;
}

/* How much more than what it began with a value is at most behind a loop of one block that counts
 * rounds, of which there are few: `number & most`. */
static bool find_rounds(LLVMValueRef value, LLVMValueRef *begin, uint64_t *most) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(value);
    LLVMValueRef phi = LLVMIsAPHINode(LLVMGetOperand(value, 0)), rounds = counted(block);
    uint64_t step;
    if (!rounds || !phi || LLVMGetInstructionParent(phi) != block || LLVMCountIncoming(phi) != 2 ||
        !is_constant(LLVMGetOperand(value, 1), MOST_BOUND, &step) ||
        !LLVMIsABinaryOperator(rounds) || LLVMGetInstructionOpcode(rounds) != LLVMAnd ||
        !is_constant(LLVMGetOperand(rounds, 1), MOST_BOUND, most))
        return false;
    unsigned around = LLVMGetIncomingBlock(phi, 1) == block;
    *begin = LLVMGetIncomingValue(phi, !around);
    *most *= step;
    return LLVMGetIncomingValue(phi, around) == value && *most <= MOST_BOUND &&
           is_entered_if(block, LLVMGetIncomingBlock(phi, !around), rounds);
}

/* A value that some lanes have counted on in such rounds, or in a single one. */
static bool find_phi(struct finder *finder, LLVMValueRef phi, struct spread *spread) {
    LLVMValueRef begin = NULL, from;
    uint64_t most = 0, more;
    if (LLVMCountIncoming(phi) == 1)
        return find(finder, LLVMGetIncomingValue(phi, 0), spread);
    if (LLVMCountIncoming(phi) != 2)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        while (LLVMIsAPHINode(value) && LLVMCountIncoming(value) == 1)
            value = LLVMGetIncomingValue(value, 0);
        bool sum = LLVMIsABinaryOperator(value) && LLVMGetInstructionOpcode(value) == LLVMAdd;
        from = sum ? LLVMGetOperand(value, 0) : value;
        if (sum && from == LLVMGetIncomingValue(phi, !i) &&
            is_constant(LLVMGetOperand(value, 1), MOST_BOUND, &more))
            most = more;
        else if (sum && find_rounds(value, &from, &more) && from == LLVMGetIncomingValue(phi, !i))
            most = more;
        else
            begin = value;
    }
    if (!begin || !most || !find(finder, begin, spread))
        return false;
    spread->bound += most;
    return spread->bound <= MOST_BOUND;
}

static bool find(struct finder *finder, LLVMValueRef value, struct spread *spread) {
    LLVMTypeRef type = LLVMTypeOf(value);
    if (!finder->left-- || LLVMGetTypeKind(type) != LLVMIntegerTypeKind ||
        LLVMGetIntTypeWidth(type) != 32)
        return false;
    if (!uniformity_is_divergent(finder->of->uniformity, value)) {
        *spread = (struct spread){.base = value};
        return true;
    }
    if (LLVMIsABinaryOperator(value))
        return find_operation(finder, value, spread);
    if (LLVMIsAZExtInst(value)) {
        unsigned width = LLVMGetIntTypeWidth(LLVMTypeOf(LLVMGetOperand(value, 0)));
        return width < 24 && bounded(spread, (UINT64_C(1) << width) - 1);
    }
    if (LLVMIsAPHINode(value))
        return find_phi(finder, value, spread);
    return unit_inline_asm(value) && find_read(finder->of, value, spread);
}

bool spread_find(const struct spreads *spreads, LLVMValueRef value, struct spread *spread) {
    struct finder finder = {spreads, MOST_OPERATIONS};
    return find(&finder, value, spread);
}
