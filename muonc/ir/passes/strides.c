/* `for (i = lane; i < n; i += LANES)`: lanes may go round a different number of times, so that the
 * loop is one under a mask; yet all but the last rounds are the same for all lanes of a warp. They
 * get a loop of their own, of which lanes need not be told one by one whether they go on: all do,
 * if the lowest number that i can have in a lane, and how far lanes can be apart, say so. What is
 * left to do is done in the loop as it was, one round at least.
 *
 *   before:  in all lanes i = base + lane, lane <= bound; limit = n - bound - step, 0 if less
 *   together:  …; i += step; base += step; again while base < limit
 *   round:     …; i += step; again if i < n
 *
 * A round may have several tests, if the optimiser has made one of several; each is a number from i
 * on, and the first loop has none of them. */
#include "muonc/ir/passes/strides.h"

#include "muonc/ir/passes/loop_copy.h"
#include "muonc/ir/passes/spread.h"
#include "muonc/ir/unit/edges.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_INSTRUCTIONS = 96, /* that are copied: in a longer round, the mask is little */
    MOST_BLOCKS = 16,
    MOST_WORDS = 4,   /* steps of which the number is not known, in a test */
    FEWEST_ROUNDS = 3 /* if their number is known */
};

/* The loop's counter and a number, and a number that is not known, so many times. */
struct sum {
    LLVMValueRef phi, word;
    uint64_t number, words;
};

struct stride {
    struct ir_unit *unit;
    const struct uniformity *uniformity;
    LLVMBuilderRef builder; /* in the block before the loop */
    struct dominators dominators;
    struct round_loop loop;
    LLVMValueRef limit; /* a round's tests say that i, and the most that is added to it … */
    bool is_signed;     /* … is less than this */
    bool tested;
    struct sum most, step;
    struct edge { /* on which a loop is entered by a branch that has another way */
        LLVMBasicBlockRef from, to;
    } *entries;
    size_t entry_count;
};

static LLVMTypeRef word_type(const struct stride *stride) {
    return LLVMInt32TypeInContext(stride->unit->context);
}

static LLVMValueRef number(const struct stride *stride, uint64_t value) {
    return LLVMConstInt(word_type(stride), value & UINT32_MAX, false);
}

static bool is_number(LLVMValueRef value, uint64_t *result) {
    LLVMValueRef constant = LLVMIsAConstantInt(value);
    if (constant && LLVMGetIntTypeWidth(LLVMTypeOf(constant)) == 32)
        *result = LLVMConstIntGetZExtValue(constant);
    return constant && LLVMGetIntTypeWidth(LLVMTypeOf(constant)) == 32;
}

/* ---- the loop ---- */

static bool is_in_loop(const struct stride *stride, LLVMBasicBlockRef block) {
    ptrdiff_t of = value_map_get(&stride->loop.flow->numbers, block);
    return of != VALUE_MAP_NONE && stride->loop.contains[of];
}

/* What control passes on its way from the head to the latch. False if it also comes another way,
 * or if that is too much. */
static bool find_blocks(struct round_loop *loop, size_t head, size_t latch) {
    const struct control_flow *flow = loop->flow;
    loop->contains[head] = loop->contains[latch] = true;
    for (size_t block = latch; block > head; block--) {
        if (!loop->contains[block])
            continue;
        for (size_t i = 0; i < control_flow_predecessors(flow, block); i++) {
            size_t from = control_flow_predecessor(flow, block, i);
            if (from < head || from >= block) /* from outside, or around another loop */
                return false;
            loop->contains[from] = true;
        }
    }
    for (size_t block = head; block <= latch; block++) {
        if (loop->contains[block] && loop->count == MOST_BLOCKS)
            return false;
        if (loop->contains[block])
            loop->blocks[loop->count++] = block;
    }
    return true;
}

static bool has_one_entry(struct round_loop *loop) {
    const struct control_flow *flow = loop->flow;
    size_t head = loop->blocks[0], latch = loop->blocks[loop->count - 1];
    if (control_flow_predecessors(flow, head) != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        size_t from = control_flow_predecessor(flow, head, i);
        if (from != latch)
            loop->before = flow->blocks[from];
    }
    return loop->before && LLVMIsABranchInst(LLVMGetBasicBlockTerminator(loop->before));
}

/* Whether it may be made once more: no call, nor assembly that does something. */
static bool is_copied(LLVMValueRef instruction) {
    LLVMValueRef assembly = unit_inline_asm(instruction);
    if (assembly)
        return !LLVMGetInlineAsmHasSideEffects(assembly);
    if (LLVMIsATerminatorInst(instruction))
        return LLVMIsABranchInst(instruction);
    LLVMValueRef callee =
        LLVMIsACallInst(instruction) ? LLVMIsAFunction(LLVMGetCalledValue(instruction)) : NULL;
    return !LLVMIsACallInst(instruction) || (callee && LLVMGetIntrinsicID(callee));
}

static bool is_short(const struct round_loop *loop) {
    size_t count = 0;
    for (size_t i = 0; i < loop->count; i++)
        FOR_EACH_INSTRUCTION(instruction, round_loop_block(loop, i)) {
            if (!is_copied(instruction) || ++count > MOST_INSTRUCTIONS)
                return false;
        }
    return true;
}

/* ---- its tests ---- */

static bool is_known_before(const struct stride *stride, LLVMValueRef value) {
    return !LLVMIsAInstruction(value) || !is_in_loop(stride, LLVMGetInstructionParent(value));
}

/* Adds to a sum what an addition in the loop adds. */
static bool add_part(const struct stride *stride, struct sum *sum, LLVMValueRef part) {
    uint64_t value;
    if (is_number(part, &value)) {
        sum->number += value;
        return sum->number <= INT32_MAX;
    }
    if ((sum->word && sum->word != part) || ++sum->words > MOST_WORDS)
        return false;
    sum->word = part;
    return !uniformity_is_divergent(stride->uniformity, part) && is_known_before(stride, part);
}

static bool is_addition(LLVMValueRef value) {
    return LLVMIsABinaryOperator(value) &&
           (LLVMGetInstructionOpcode(value) == LLVMAdd ||
            (LLVMGetInstructionOpcode(value) == LLVMOr && LLVMGetIsDisjoint(value)));
}

/* A value as the loop's counter and more. */
static bool find_sum(const struct stride *stride, LLVMValueRef value, struct sum *sum) {
    *sum = (struct sum){0};
    while (is_addition(value)) {
        bool left = is_known_before(stride, LLVMGetOperand(value, 0));
        if (!add_part(stride, sum, LLVMGetOperand(value, !left)))
            return false;
        value = LLVMGetOperand(value, left);
    }
    sum->phi = LLVMIsAPHINode(value);
    return sum->phi && LLVMGetInstructionParent(sum->phi) == round_loop_block(&stride->loop, 0);
}

struct test {
    LLVMIntPredicate predicate; /* which holds for those who stay */
    LLVMValueRef left, right;
};

static LLVMIntPredicate inverse(LLVMIntPredicate predicate) {
    switch (predicate) {
    case LLVMIntUGE: return LLVMIntULT;
    case LLVMIntUGT: return LLVMIntULE;
    case LLVMIntSGE: return LLVMIntSLT;
    case LLVMIntSGT: return LLVMIntSLE;
    case LLVMIntULE: return LLVMIntUGT;
    case LLVMIntULT: return LLVMIntUGE;
    case LLVMIntSLE: return LLVMIntSGT;
    case LLVMIntSLT: return LLVMIntSGE;
    default: return predicate;
    }
}

static LLVMIntPredicate exchanged(LLVMIntPredicate predicate) {
    switch (predicate) {
    case LLVMIntUGE: return LLVMIntULE;
    case LLVMIntUGT: return LLVMIntULT;
    case LLVMIntSGE: return LLVMIntSLE;
    case LLVMIntSGT: return LLVMIntSLT;
    default: return LLVMIntEQ;
    }
}

/* As a comparison for less: of a counter that equals n nothing is said by `<= n` where n is not
 * known, so that it is taken for one more round that is left. */
static bool find_test(const struct stride *stride, LLVMValueRef branch, struct test *test) {
    LLVMValueRef compare = LLVMIsAICmpInst(LLVMGetCondition(branch));
    uint64_t limit;
    if (!compare)
        return false;
    bool stays_if = is_in_loop(stride, LLVMGetSuccessor(branch, 0));
    LLVMIntPredicate predicate = LLVMGetICmpPredicate(compare);
    *test = (struct test){stays_if ? predicate : inverse(predicate), LLVMGetOperand(compare, 0),
                          LLVMGetOperand(compare, 1)};
    if (test->predicate == LLVMIntUGE || test->predicate == LLVMIntUGT ||
        test->predicate == LLVMIntSGE || test->predicate == LLVMIntSGT)
        *test = (struct test){exchanged(test->predicate), test->right, test->left};
    bool or_equal = test->predicate == LLVMIntULE || test->predicate == LLVMIntSLE;
    if (or_equal)
        test->predicate = test->predicate == LLVMIntULE ? LLVMIntULT : LLVMIntSLT;
    if (or_equal && is_number(test->right, &limit) && limit < INT32_MAX)
        test->right = number(stride, limit + 1);
    return test->predicate == LLVMIntULT || test->predicate == LLVMIntSLT;
}

/* Tests against numbers become such of the counter itself. */
static void take_number(const struct stride *stride, struct test *test, struct sum *sum) {
    uint64_t limit;
    if (!is_number(test->right, &limit) || limit > INT32_MAX || limit < sum->number)
        return;
    test->right = number(stride, limit - sum->number);
    sum->number = 0;
}

/* Of all tests, the strictest. */
static bool add_test(struct stride *stride, LLVMValueRef branch) {
    struct test test;
    struct sum sum;
    if (!find_test(stride, branch, &test) || !find_sum(stride, test.left, &sum) ||
        uniformity_is_divergent(stride->uniformity, test.right) ||
        !is_known_before(stride, test.right) || LLVMTypeOf(test.right) != word_type(stride))
        return false;
    take_number(stride, &test, &sum);
    struct sum *most = &stride->most;
    bool is_signed = test.predicate == LLVMIntSLT, first = !stride->tested;
    uint64_t here, before;
    bool numbers = !first && is_number(test.right, &here) && is_number(stride->limit, &before) &&
                   here <= INT32_MAX && before <= INT32_MAX;
    if (!first && (is_signed != stride->is_signed || sum.phi != most->phi ||
                   (test.right != stride->limit && !numbers) ||
                   (sum.word && most->word && sum.word != most->word)))
        return false;
    if (first || (numbers && here < before))
        stride->limit = test.right;
    stride->tested = true;
    stride->is_signed = is_signed;
    most->phi = sum.phi;
    most->word = sum.word ? sum.word : most->word;
    most->number = sum.number > most->number ? sum.number : most->number;
    most->words = sum.words > most->words ? sum.words : most->words;
    return true;
}

/* Every way out of the loop is such a test, and lanes may differ in one. */
static bool find_tests(struct stride *stride) {
    bool differs = false;
    for (size_t i = 0; i < stride->loop.count; i++) {
        LLVMValueRef branch = LLVMGetBasicBlockTerminator(round_loop_block(&stride->loop, i));
        bool around = i == stride->loop.count - 1;
        unsigned ways = 0;
        for (unsigned s = 0; s < LLVMGetNumSuccessors(branch); s++) {
            LLVMBasicBlockRef to = LLVMGetSuccessor(branch, s);
            ways += is_in_loop(stride, to);
            if (is_in_loop(stride, to) && (to == round_loop_block(&stride->loop, 0)) != around)
                return false;
        }
        if (ways == LLVMGetNumSuccessors(branch))
            continue;
        if (ways != 1 || !add_test(stride, branch))
            return false;
        differs |= uniformity_is_divergent(stride->uniformity, LLVMGetCondition(branch));
    }
    return differs;
}

/* What a round counts on by, more than nothing. */
static bool find_step(struct stride *stride) {
    struct sum *step = &stride->step;
    LLVMValueRef next = round_loop_incoming(&stride->loop, stride->most.phi, true);
    return find_sum(stride, next, step) && step->phi == stride->most.phi &&
           !step->number == (step->words > 0) &&
           (!step->word || !stride->most.word || step->word == stride->most.word);
}

/* ---- when all lanes stay ---- */

static LLVMIntPredicate less(const struct stride *stride) {
    return stride->is_signed ? LLVMIntSLT : LLVMIntULT;
}

/* limit - taken, or 0 if that is less. What is taken is not negative. */
static LLVMValueRef build_below(const struct stride *stride, LLVMValueRef limit,
                                LLVMValueRef taken) {
    LLVMBuilderRef builder = stride->builder;
    LLVMValueRef below = LLVMBuildSub(builder, limit, taken, "");
    LLVMValueRef none = LLVMBuildICmp(builder, less(stride), limit, taken, "");
    return LLVMBuildSelect(builder, none, number(stride, 0), below, "");
}

/* The steps that are not known are not so many that their sum wraps, nor backward. */
static LLVMValueRef build_moderate(const struct stride *stride) {
    uint64_t range = (UINT64_C(1) << (stride->is_signed ? 31 : 32)) / stride->most.words;
    LLVMValueRef from_0 = LLVMBuildSub(stride->builder, stride->most.word, number(stride, 1), "");
    return LLVMBuildICmp(stride->builder, LLVMIntULT, from_0, number(stride, range - 1), "");
}

/* All lanes pass all tests of a round in which the base is less than this. Both without a sign: of
 * a negative base nothing is said. */
static LLVMValueRef build_limit(const struct stride *stride, const struct spread *spread,
                                LLVMValueRef words) {
    LLVMValueRef limit = stride->limit;
    if (spread->bound_word)
        limit = build_below(stride, limit, spread->bound_word);
    if (words)
        limit = build_below(stride, limit, words);
    uint64_t taken = spread->bound + stride->most.number;
    if (taken || (stride->is_signed && limit == stride->limit))
        limit = build_below(stride, limit, number(stride, taken));
    return words ? LLVMBuildSelect(stride->builder, build_moderate(stride), limit,
                                   number(stride, 0), "")
                 : limit;
}

static bool is_power_of_two(uint64_t value) {
    return value && !(value & (value - 1));
}

static bool is_counted(const struct stride *stride) {
    return !stride->step.words && is_power_of_two(stride->step.number);
}

static LLVMValueRef build_words(const struct stride *stride, const struct sum *sum) {
    return LLVMBuildMul(stride->builder, sum->word, number(stride, sum->words), "");
}

/* What is counted: how far the base is from the limit, rounded up to whole steps, down to 0, which
 * a pointer can tell as well; or the base, if the step is none to round by. */
static LLVMValueRef build_begin(const struct stride *stride, LLVMValueRef base,
                                LLVMValueRef limit) {
    if (!is_counted(stride))
        return base;
    LLVMBuilderRef builder = stride->builder;
    LLVMValueRef step = number(stride, stride->step.number);
    LLVMValueRef last = LLVMBuildNot(builder, LLVMBuildSub(builder, base, limit, ""), "");
    LLVMValueRef whole = LLVMBuildAnd(builder, last, number(stride, -stride->step.number), "");
    return LLVMBuildAdd(builder, whole, step, "");
}

/* ---- the loop of rounds together ---- */

/* Of what the rounds together are made. */
struct joined {
    struct round_copy copy;
    LLVMBasicBlockRef entry, after;
    LLVMValueRef base, limit, begin, step; /* build_begin() */
    LLVMValueRef next;                     /* what is counted, after a round */
};

static void close_copy(const struct stride *stride, struct joined *joined) {
    LLVMBuilderRef builder = stride->builder;
    LLVMPositionBuilderBefore(builder, LLVMGetFirstInstruction(joined->copy.first));
    LLVMValueRef counter = LLVMBuildPhi(builder, word_type(stride), ""), again;
    LLVMPositionBuilderAtEnd(builder, joined->copy.last);
    if (is_counted(stride)) {
        joined->next = LLVMBuildSub(builder, counter, joined->step, "");
        again = LLVMBuildICmp(builder, LLVMIntNE, joined->next, number(stride, 0), "");
    } else {
        joined->next = LLVMBuildAdd(builder, counter, joined->step, "");
        again = LLVMBuildICmp(builder, LLVMIntULT, joined->next, joined->limit, "");
    }
    LLVMBuildCondBr(builder, again, joined->copy.first, joined->after);
    LLVMAddIncoming(counter, (LLVMValueRef[]){joined->begin, joined->next},
                    (LLVMBasicBlockRef[]){joined->entry, joined->copy.last}, 2);
}

/* The loop's own counter need not be counted for what comes after. */
static LLVMValueRef build_counter(const struct stride *stride, const struct joined *joined) {
    LLVMValueRef begin = round_loop_incoming(&stride->loop, stride->most.phi, false);
    LLVMValueRef more = is_counted(stride)
                            ? joined->begin
                            : LLVMBuildSub(stride->builder, joined->next, joined->base, "");
    return LLVMBuildAdd(stride->builder, begin, more, "");
}

/* The head's phis get what they had before the loop, or what the last round has left. */
static void lead_on(const struct stride *stride, const struct joined *joined) {
    const struct round_copy *copy = &joined->copy;
    LLVMBasicBlockRef after = joined->after, last = copy->last, entry = joined->entry;
    LLVMPositionBuilderBefore(stride->builder, LLVMGetBasicBlockTerminator(after));
    FOR_EACH_INSTRUCTION(phi, round_loop_block(&stride->loop, 0)) {
        if (!LLVMIsAPHINode(phi))
            break;
        LLVMValueRef begin = round_loop_incoming(&stride->loop, phi, false);
        LLVMValueRef next = round_copy_value(copy, round_loop_incoming(&stride->loop, phi, true));
        LLVMAddIncoming(round_copy_value(copy, phi), &next, &last, 1);
        if (phi == stride->most.phi)
            next = build_counter(stride, joined);
        LLVMAddIncoming(phi, &next, &after, 1);
        if (entry != stride->loop.before)
            LLVMAddIncoming(phi, &begin, &entry, 1);
    }
}

/* The block that decides whether there are rounds together has been filled. */
static void build(const struct stride *stride, struct joined *joined, LLVMValueRef enters) {
    LLVMBasicBlockRef head = round_loop_block(&stride->loop, 0);
    joined->copy = round_copy_build(stride->unit, &stride->loop, joined->entry);
    joined->after = LLVMInsertBasicBlockInContext(stride->unit->context, head, "apart");
    LLVMValueRef end = LLVMGetBasicBlockTerminator(joined->entry);
    LLVMPositionBuilderBefore(stride->builder, end);
    LLVMBuildCondBr(stride->builder, enters, joined->copy.first, head);
    LLVMInstructionEraseFromParent(end);
    LLVMPositionBuilderAtEnd(stride->builder, joined->after);
    LLVMBuildBr(stride->builder, head);
    close_copy(stride, joined);
    lead_on(stride, joined);
    round_copy_tidy(&joined->copy);
    round_copy_free(&joined->copy);
}

/* Not if it is known that there are no such rounds, or few. */
static bool pays(const struct stride *stride, LLVMValueRef base, LLVMValueRef enters,
                 LLVMValueRef begin) {
    uint64_t rounds = 0, first;
    if (!LLVMIsAConstantInt(enters))
        return !stride->is_signed || !is_number(base, &first) || first <= INT32_MAX;
    if (LLVMIsNull(enters))
        return false;
    return !is_counted(stride) || !is_number(begin, &rounds) ||
           rounds / stride->step.number >= FEWEST_ROUNDS;
}

/* A block in front of the loop that is passed if so many steps are less than the limit: else a
 * round together is not possible, and little has been computed for it. */
static LLVMBasicBlockRef guard(const struct stride *stride, LLVMValueRef words) {
    LLVMBasicBlockRef head = round_loop_block(&stride->loop, 0);
    LLVMBasicBlockRef block = LLVMInsertBasicBlockInContext(stride->unit->context, head, "several");
    LLVMValueRef entry = LLVMGetBasicBlockTerminator(stride->loop.before);
    LLVMValueRef enough = LLVMBuildICmp(stride->builder, less(stride), words, stride->limit, "");
    LLVMBuildCondBr(stride->builder, enough, block, head);
    LLVMInstructionEraseFromParent(entry);
    LLVMPositionBuilderAtEnd(stride->builder, block);
    LLVMPositionBuilderBefore(stride->builder, LLVMBuildBr(stride->builder, head));
    return block;
}

static bool join_rounds(struct stride *stride) {
    const struct control_flow *flow = stride->loop.flow;
    struct spreads spreads = {stride->unit,
                              stride->uniformity,
                              flow,
                              &stride->dominators,
                              (size_t)value_map_get(&flow->numbers, stride->loop.before),
                              stride->builder};
    struct spread spread;
    LLVMValueRef first = round_loop_incoming(&stride->loop, stride->most.phi, false);
    LLVMPositionBuilderBefore(stride->builder, LLVMGetBasicBlockTerminator(stride->loop.before));
    if (!spread_find(&spreads, first, &spread))
        return false;
    bool unknown = stride->most.words;
    LLVMValueRef words = unknown ? build_words(stride, &stride->most) : NULL;
    struct joined joined = {.entry = unknown ? guard(stride, words) : stride->loop.before};
    if (unknown) /* once more, behind the guard */
        spread_find(&spreads, first, &spread);
    joined.base = spread.base ? spread.base : number(stride, 0);
    joined.step = stride->step.words ? build_words(stride, &stride->step)
                                     : number(stride, stride->step.number);
    joined.limit = build_limit(stride, &spread, words);
    LLVMValueRef enters = LLVMBuildICmp(stride->builder, LLVMIntULT, joined.base, joined.limit, "");
    joined.begin = build_begin(stride, joined.base, joined.limit);
    if (!unknown && !pays(stride, joined.base, enters, joined.begin))
        return false;
    build(stride, &joined, enters);
    return true;
}

/* ---- functions ---- */

/* An edge back to a head that no other edge goes back to; true if rounds were joined. */
static bool try_loop(struct stride *stride, const struct control_flow *flow, size_t head,
                     size_t latch) {
    size_t blocks[MOST_BLOCKS];
    stride->loop = (struct round_loop){
        .flow = flow, .blocks = blocks, .contains = xcalloc(flow->count, sizeof(bool))};
    stride->tested = false;
    stride->most = stride->step = (struct sum){0};
    bool joined = find_blocks(&stride->loop, head, latch) && has_one_entry(&stride->loop) &&
                  is_short(&stride->loop) && find_tests(stride) && find_step(stride);
    if (joined && LLVMIsConditional(LLVMGetBasicBlockTerminator(stride->loop.before))) {
        *ARRAY_ADD(stride->entries, stride->entry_count) =
            (struct edge){stride->loop.before, flow->blocks[head]};
        joined = false;
    }
    if (joined) {
        LLVMValueRef branch = LLVMGetBasicBlockTerminator(flow->blocks[latch]);
        LLVMSetCurrentDebugLocation2(stride->builder, LLVMInstructionGetDebugLoc(branch));
        joined = join_rounds(stride);
    }
    free(stride->loop.contains);
    return joined;
}

/* The flow is void after a change. */
static bool join_in(struct stride *stride, const struct control_flow *flow,
                    struct value_map *done) {
    for (size_t latch = 0; latch < flow->count; latch++)
        for (size_t i = 0; i < control_flow_successors(flow, latch); i++) {
            size_t head = control_flow_successor(flow, latch, i);
            if (head > latch || value_map_get(done, flow->blocks[head]) != VALUE_MAP_NONE)
                continue;
            value_map_set(done, flow->blocks[head], 0);
            if (try_loop(stride, flow, head, latch))
                return true;
        }
    return false;
}

static bool has_attribute(LLVMValueRef function, const char *name) {
    return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                       LLVMGetEnumAttributeKindForName(name, strlen(name)));
}

/* Whether a function has a divergent branch by a comparison for less or more. */
static bool is_concerned(const struct uniformity *uniformity, LLVMValueRef function) {
    if (LLVMIsDeclaration(function) || has_attribute(function, "optsize") ||
        has_attribute(function, "minsize"))
        return false;
    FOR_EACH_BLOCK(block, function) {
        LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(block));
        if (branch && LLVMIsConditional(branch) && LLVMIsAICmpInst(LLVMGetCondition(branch)) &&
            uniformity_is_reachable(uniformity, block) &&
            uniformity_is_divergent(uniformity, LLVMGetCondition(branch)) &&
            LLVMGetICmpPredicate(LLVMGetCondition(branch)) >= LLVMIntUGT)
            return true;
    }
    return false;
}

/* Values that the analysis has not seen are not asked about: what is new in the function is in the
 * copies. */
static bool join_all_in(struct stride *stride, LLVMValueRef function) {
    struct value_map done = {0};
    bool changed = false;
    for (bool again = true; again; changed |= again) {
        struct control_flow flow;
        control_flow_build(&flow, function);
        dominators_build(&stride->dominators, &flow);
        again = join_in(stride, &flow, &done);
        dominators_free(&stride->dominators);
        control_flow_free(&flow);
    }
    value_map_free(&done);
    return changed;
}

bool strides_join(struct ir_unit *unit, const struct uniformity *uniformity) {
    bool changed = false;
    if (unit->options->optimization < 2 || unit->options->divergence != IR_DIVERGENCE_ANALYZE)
        return false;
    struct stride stride = {.unit = unit,
                            .uniformity = uniformity,
                            .builder = LLVMCreateBuilderInContext(unit->context)};
    FOR_EACH_FUNCTION(function, unit->module)
    if (is_concerned(uniformity, function))
        changed |= join_all_in(&stride, function);
    for (size_t i = 0; i < stride.entry_count; i++)
        edges_split(unit, stride.entries[i].from, stride.entries[i].to, "rounds");
    changed |= stride.entry_count > 0;
    free(stride.entries);
    LLVMDisposeBuilder(stride.builder);
    return changed;
}
