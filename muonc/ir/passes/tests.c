/* Divergent tests that follow each other and lead to one place are one test: each costs a split, a
 * branch and a join (docs/performance.md). A test that is the same for all lanes is one
 * instruction, and stays.
 *
 *   if (!a) goto away                           b = …
 *   b = …                             ──►       if (!(a && b)) goto away
 *   if (!b) goto away
 *
 * So are those of loops that are left at the head and at the end, as by a break with which a round
 * begins: the loop's own costs what it does anyway.
 *
 *   head:  i = phi …                            guard: if (!stays(first)) goto exit
 *          if (!stays(i)) goto exit             head:  i = phi …
 *          …                            ──►            …
 *   latch: if (again) goto head                 latch: if (again && stays(next)) goto head
 *   exit:                                       exit: */
#include "muonc/ir/passes/passes.h"

#include "muonc/ir/analysis/uniformity.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

enum { MOST_COMPUTED = 6 }; /* instructions of a test that some lanes would not have needed */

/* ---- branches and values ---- */

static LLVMValueRef conditional_branch(LLVMBasicBlockRef block) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(block));
    return branch && LLVMIsConditional(branch) ? branch : NULL;
}

static bool is_divergent_test(const struct uniformity *uniformity, LLVMValueRef branch) {
    return uniformity_is_divergent(uniformity, LLVMGetCondition(branch));
}

static LLVMValueRef incoming(LLVMValueRef phi, LLVMBasicBlockRef from) {
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++)
        if (LLVMGetIncomingBlock(phi, i) == from)
            return LLVMGetIncomingValue(phi, i);
    return NULL;
}

/* A phi's value from one block comes from another, or with NULL not at all any more; value: what it
 * is, or NULL if it stays. Returns the phi that takes its place: the C interface cannot change one.
 */
static LLVMValueRef change_incoming(struct ir_unit *unit, LLVMValueRef phi, LLVMBasicBlockRef from,
                                    LLVMBasicBlockRef to, LLVMValueRef value) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, phi);
    LLVMValueRef other = LLVMBuildPhi(builder, LLVMTypeOf(phi), "");
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef values[] = {LLVMGetIncomingValue(phi, i)};
        LLVMBasicBlockRef blocks[] = {LLVMGetIncomingBlock(phi, i)};
        if (blocks[0] == from) {
            blocks[0] = to;
            values[0] = value ? value : values[0];
        }
        if (blocks[0])
            LLVMAddIncoming(other, values, blocks, 1);
    }
    LLVMReplaceAllUsesWith(phi, other);
    LLVMInstructionEraseFromParent(phi);
    LLVMDisposeBuilder(builder);
    return other;
}

static void change_predecessor(struct ir_unit *unit, LLVMBasicBlockRef block,
                               LLVMBasicBlockRef from, LLVMBasicBlockRef to) {
    FOR_EACH_INSTRUCTION(phi, block) {
        if (!LLVMIsAPHINode(phi))
            break;
        change_incoming(unit, phi, from, to, NULL);
    }
}

/* A comparison is made the other way round: another instruction would have to be fused away. */
static LLVMValueRef negate(LLVMBuilderRef builder, LLVMValueRef condition) {
    static const LLVMIntPredicate inverse[] = {
        [LLVMIntEQ] = LLVMIntNE,   [LLVMIntNE] = LLVMIntEQ,   [LLVMIntUGT] = LLVMIntULE,
        [LLVMIntULE] = LLVMIntUGT, [LLVMIntUGE] = LLVMIntULT, [LLVMIntULT] = LLVMIntUGE,
        [LLVMIntSGT] = LLVMIntSLE, [LLVMIntSLE] = LLVMIntSGT, [LLVMIntSGE] = LLVMIntSLT,
        [LLVMIntSLT] = LLVMIntSGE,
    };
    return LLVMIsAICmpInst(condition)
               ? LLVMBuildICmp(builder, inverse[LLVMGetICmpPredicate(condition)],
                               LLVMGetOperand(condition, 0), LLVMGetOperand(condition, 1), "")
               : LLVMBuildNot(builder, condition, "");
}

static LLVMValueRef both(LLVMBuilderRef builder, LLVMValueRef first, LLVMValueRef second) {
    /* Not `and`: the second may be poison where the first is false. */
    return LLVMBuildSelect(builder, first, second, LLVMConstInt(LLVMTypeOf(first), 0, false), "");
}

/* ---- loops ---- */

struct head {
    LLVMBasicBlockRef block, before, latch, exit;
    LLVMValueRef test, again; /* the branches of the head and of the latch */
    bool stays_if;            /* what the head's condition is if the round goes on */
    bool repeats_if;
};

/* The two blocks that lead to a block. */
static bool find_predecessors(LLVMBasicBlockRef block, LLVMBasicBlockRef found[2]) {
    unsigned count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block)); use;
         use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (!LLVMIsATerminatorInst(user) || count == 2)
            return false;
        found[count++] = LLVMGetInstructionParent(user);
    }
    return count == 2 && found[0] != found[1];
}

/* In the form that loop-simplify makes: one block before, one latch, an exit that nothing outside
 * leads to. */
static bool is_candidate(LLVMBasicBlockRef block, struct head *head) {
    LLVMBasicBlockRef around[2];
    LLVMValueRef test = conditional_branch(block);
    if (!test || !find_predecessors(block, around))
        return false;
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef again = conditional_branch(around[i]);
        if (!again || LLVMGetNumSuccessors(LLVMGetBasicBlockTerminator(around[!i])) != 1)
            continue;
        bool repeats = LLVMGetSuccessor(again, 0) == block;
        LLVMBasicBlockRef exit = LLVMGetSuccessor(again, repeats);
        bool stays = LLVMGetSuccessor(test, 1) == exit;
        if (LLVMGetSuccessor(test, stays) != exit || exit == block ||
            LLVMGetSuccessor(test, !stays) == exit)
            continue;
        *head = (struct head){block, around[!i], around[i], exit, test, again, stays, repeats};
        return around[i] != block;
    }
    return false;
}

static bool is_of(LLVMValueRef value, LLVMBasicBlockRef block) {
    return LLVMIsAInstruction(value) && LLVMGetInstructionParent(value) == block;
}

/* Whether a value can be computed again, in so many instructions. */
static bool can_clone(LLVMValueRef value, LLVMBasicBlockRef head, unsigned *left) {
    if (!is_of(value, head) || LLVMIsAPHINode(value))
        return true;
    if (!unit_is_arithmetic(value) || !*left)
        return false;
    --*left;
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(value); i++)
        if (!can_clone(LLVMGetOperand(value, i), head, left))
            return false;
    return true;
}

static LLVMValueRef clone(LLVMBuilderRef builder, LLVMValueRef value, LLVMBasicBlockRef head,
                          LLVMBasicBlockRef from) {
    if (!is_of(value, head))
        return value;
    if (LLVMIsAPHINode(value))
        return incoming(value, from);
    LLVMValueRef copy = LLVMInstructionClone(value);
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(value); i++)
        LLVMSetOperand(copy, i, clone(builder, LLVMGetOperand(value, i), head, from));
    LLVMInsertIntoBuilder(builder, copy);
    return copy;
}

/* Whether the test can be computed somewhere else, and the head has no effects. */
static bool is_pure(LLVMBasicBlockRef block, unsigned *left) {
    LLVMValueRef test = LLVMGetBasicBlockTerminator(block);
    FOR_EACH_INSTRUCTION(instruction, block)
    if (!LLVMIsAPHINode(instruction) && instruction != test && !unit_is_arithmetic(instruction))
        return false;
    return can_clone(LLVMGetCondition(test), block, left);
}

static bool can_move(const struct head *head) {
    unsigned left = MOST_COMPUTED;
    if (!is_pure(head->block, &left))
        return false;
    FOR_EACH_INSTRUCTION(phi, head->exit) {
        if (!LLVMIsAPHINode(phi))
            break;
        if (!can_clone(incoming(phi, head->block), head->block, &left))
            return false;
    }
    return true;
}

static LLVMValueRef stays(LLVMBuilderRef builder, const struct head *head, LLVMBasicBlockRef from) {
    LLVMValueRef condition = clone(builder, LLVMGetCondition(head->test), head->block, from);
    return head->stays_if ? condition : negate(builder, condition);
}

static LLVMBasicBlockRef build_guard(struct ir_unit *unit, LLVMBuilderRef builder,
                                     const struct head *head) {
    LLVMBasicBlockRef guard = LLVMInsertBasicBlockInContext(unit->context, head->block, "guard");
    LLVMSetSuccessor(LLVMGetBasicBlockTerminator(head->before), 0, guard);
    LLVMPositionBuilderAtEnd(builder, guard);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(head->test));
    LLVMBuildCondBr(builder, stays(builder, head, head->before), head->block, head->exit);
    return guard;
}

/* What a phi of the exit has from the head and from the latch. */
static void move_exit(struct ir_unit *unit, LLVMBuilderRef builder, const struct head *head,
                      LLVMBasicBlockRef guard, LLVMValueRef again, LLVMValueRef phi) {
    LLVMValueRef left = incoming(phi, head->block), ended = incoming(phi, head->latch);
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(guard));
    LLVMValueRef never = clone(builder, left, head->block, head->before);
    LLVMPositionBuilderBefore(builder, head->again);
    LLVMValueRef next = clone(builder, left, head->block, head->latch);
    phi = change_incoming(unit, phi, head->block, guard, never);
    if (next != ended)
        change_incoming(unit, phi, head->latch, head->latch,
                        LLVMBuildSelect(builder, again, next, ended, ""));
}

static void move_test(struct ir_unit *unit, const struct head *head) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMBasicBlockRef guard = build_guard(unit, builder, head);
    LLVMPositionBuilderBefore(builder, head->again);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(head->test));
    LLVMValueRef again = LLVMGetCondition(head->again);
    if (!head->repeats_if)
        again = negate(builder, again);
    LLVMValueRef next = stays(builder, head, head->latch);
    FOR_EACH_INSTRUCTION(phi, head->exit) {
        if (!LLVMIsAPHINode(phi))
            break;
        move_exit(unit, builder, head, guard, again, phi);
    }
    LLVMSetCondition(head->again, both(builder, again, next));
    if (!head->repeats_if) {
        LLVMSetSuccessor(head->again, 0, head->block);
        LLVMSetSuccessor(head->again, 1, head->exit);
    }
    LLVMBasicBlockRef inside = LLVMGetSuccessor(head->test, !head->stays_if);
    LLVMPositionBuilderBefore(builder, head->test);
    LLVMBuildBr(builder, inside);
    LLVMInstructionEraseFromParent(head->test);
    change_predecessor(unit, head->block, head->before, guard);
    LLVMDisposeBuilder(builder);
}

/* Whether a block may be such a head once loops are in that form: it has values of rounds, and one
 * that leads to it leads else to where it leads, too. */
static bool may_be_head(LLVMBasicBlockRef block) {
    unsigned left = MOST_COMPUTED;
    LLVMValueRef test = conditional_branch(block), phi = LLVMGetFirstInstruction(block);
    if (!test || !LLVMIsAPHINode(phi) || !is_pure(block, &left))
        return false;
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMBasicBlockRef latch = LLVMGetIncomingBlock(phi, i);
        LLVMValueRef again = latch != block ? conditional_branch(latch) : NULL;
        LLVMBasicBlockRef exit =
            again ? LLVMGetSuccessor(again, LLVMGetSuccessor(again, 0) == block) : NULL;
        if (exit && (LLVMGetSuccessor(test, 0) == exit || LLVMGetSuccessor(test, 1) == exit))
            return true;
    }
    return false;
}

static void merge_heads(struct ir_unit *unit, const struct uniformity *uniformity,
                        LLVMValueRef function) {
    struct head head;
    FOR_EACH_BLOCK(block, function)
    if (is_candidate(block, &head) && uniformity_is_reachable(uniformity, block) &&
        is_divergent_test(uniformity, head.test) && can_move(&head))
        move_test(unit, &head);
}

/* ---- tests in a row ---- */

struct row {
    LLVMValueRef first, second; /* the branches; the second's block has nothing else that counts */
    bool goes_on_if, stays_if;  /* what their conditions are if it goes on from both */
    LLVMBasicBlockRef between, away, on;
};

/* Whether a block is led to by one edge. */
static bool has_one_way_in(LLVMBasicBlockRef block) {
    LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block));
    return use && !LLVMGetNextUse(use) && LLVMIsATerminatorInst(LLVMGetUser(use));
}

static bool is_short(LLVMBasicBlockRef block) {
    unsigned count = 0;
    for (LLVMValueRef instruction = LLVMGetFirstInstruction(block);
         instruction != LLVMGetBasicBlockTerminator(block);
         instruction = LLVMGetNextInstruction(instruction))
        if (!unit_is_arithmetic(instruction) || ++count > MOST_COMPUTED)
            return false;
    return true;
}

static bool leads_with_same_values(LLVMBasicBlockRef to, LLVMBasicBlockRef one,
                                   LLVMBasicBlockRef other) {
    FOR_EACH_INSTRUCTION(phi, to) {
        if (!LLVMIsAPHINode(phi))
            break;
        if (incoming(phi, one) != incoming(phi, other))
            return false;
    }
    return true;
}

static bool is_row(LLVMBasicBlockRef block, struct row *row) {
    LLVMValueRef first = conditional_branch(block), second;
    for (unsigned i = 0; first && i < 2; i++) {
        LLVMBasicBlockRef between = LLVMGetSuccessor(first, i), away = LLVMGetSuccessor(first, !i);
        if (between == away || between == block || !has_one_way_in(between) ||
            !(second = conditional_branch(between)))
            continue;
        bool at = LLVMGetSuccessor(second, 1) == away;
        LLVMBasicBlockRef on = LLVMGetSuccessor(second, !at);
        if (LLVMGetSuccessor(second, at) != away || on == away || !is_short(between) ||
            !leads_with_same_values(away, block, between))
            continue;
        *row = (struct row){first, second, !i, at, between, away, on};
        return true;
    }
    return false;
}

static LLVMValueRef when(LLVMBuilderRef builder, LLVMValueRef branch, bool value) {
    LLVMValueRef condition = LLVMGetCondition(branch);
    return value ? condition : negate(builder, condition);
}

static void merge_row(struct ir_unit *unit, const struct row *row) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(row->first);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, row->first);
    FOR_EACH_INSTRUCTION(instruction, row->between) {
        if (instruction == row->second)
            break;
        LLVMInstructionRemoveFromParent(instruction);
        LLVMInsertIntoBuilder(builder, instruction);
    }
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(row->second));
    LLVMValueRef goes_on = both(builder, when(builder, row->first, row->goes_on_if),
                                when(builder, row->second, row->stays_if));
    LLVMValueRef branch = LLVMBuildCondBr(builder, goes_on, row->on, row->away);
    static const char loop[] = "llvm.loop";
    unsigned kind = LLVMGetMDKindIDInContext(unit->context, loop, sizeof loop - 1);
    LLVMValueRef hints = LLVMGetMetadata(row->second, kind);
    if (hints || (hints = LLVMGetMetadata(row->first, kind)))
        LLVMSetMetadata(branch, kind, hints);
    LLVMInstructionEraseFromParent(row->first);
    change_predecessor(unit, row->on, row->between, block);
    change_predecessor(unit, row->away, row->between, NULL);
    LLVMDeleteBasicBlock(row->between);
    LLVMDisposeBuilder(builder);
}

static void merge_rows(struct ir_unit *unit, const struct uniformity *uniformity,
                       LLVMValueRef function) {
    struct row row;
    FOR_EACH_BLOCK(block, function)
    while (uniformity_is_reachable(uniformity, block) && is_row(block, &row) &&
           is_divergent_test(uniformity, row.second) && is_divergent_test(uniformity, row.first))
        merge_row(unit, &row);
}

/* ---- all of them ---- */

/* Not of small code: of some, control flow as LLVM then simplifies it cannot be lowered. */
static bool has_candidates(struct ir_unit *unit,
                           bool (*may_be)(const struct uniformity *, LLVMBasicBlockRef),
                           const struct uniformity *uniformity) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    if (!unit_is_for_size(function) && may_be(uniformity, block))
        return true;
    return false;
}

static bool has_form(const struct uniformity *uniformity, LLVMBasicBlockRef block) {
    struct row row;
    return may_be_head(block) || is_row(block, &row);
}

static bool is_worth_it(const struct uniformity *uniformity, LLVMBasicBlockRef block) {
    struct row row;
    return uniformity_is_reachable(uniformity, block) &&
           ((may_be_head(block) && is_divergent_test(uniformity, conditional_branch(block))) ||
            (is_row(block, &row) && is_divergent_test(uniformity, row.first) &&
             is_divergent_test(uniformity, row.second)));
}

static bool merge_all(struct ir_unit *unit) {
    if (!unit_run_passes(unit, "function(loop-simplify,lcssa)"))
        return false;
    struct uniformity *uniformity = uniformity_analyze(unit);
    FOR_EACH_FUNCTION(function, unit->module) {
        merge_rows(unit, uniformity, function);
        merge_heads(unit, uniformity, function);
    }
    uniformity_free(uniformity);
    return unit_run_passes(unit, "function(early-cse,simplifycfg)");
}

bool tests_merge(struct ir_unit *unit) {
    if (unit->options->optimization < 2 || !has_candidates(unit, has_form, NULL))
        return true;
    struct uniformity *uniformity = uniformity_analyze(unit);
    bool worth_it = has_candidates(unit, is_worth_it, uniformity);
    uniformity_free(uniformity);
    return !worth_it || merge_all(unit);
}
