/* Who goes on in a loop, or into a guarded block, phis of bits say: no on the ways of those that
 * have left, behind a split that has told them from the others. What the split has tested is 0
 * there. So it may be the bit that it stands for, and there is nothing to be made on that way: a
 * phi of words that get what was tested. */
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

enum { MOST_PHIS = 64 };

/* The phis of bits that one phi gets its value from, and that nothing else needs. */
struct web {
    LLVMBuilderRef builder;
    LLVMTypeRef word;
    struct value_map numbers; /* of phis */
    LLVMValueRef phis[MOST_PHIS], words[MOST_PHIS];
    size_t count;
    bool gains; /* there is something that a split has tested */
};

/* ---- which phis ---- */

static bool is_zero(LLVMValueRef value) {
    return LLVMIsAConstantInt(value) && LLVMIsNull(value);
}

/* What a branch has found to be 0 for those who come from one block to another; NULL if nothing. */
static LLVMValueRef tested(LLVMBasicBlockRef from, LLVMBasicBlockRef to) {
    LLVMValueRef branch = LLVMIsABranchInst(LLVMGetBasicBlockTerminator(from));
    LLVMValueRef condition =
        branch && LLVMIsConditional(branch) ? LLVMIsAICmpInst(LLVMGetCondition(branch)) : NULL;
    if (!condition || LLVMGetICmpPredicate(condition) != LLVMIntNE ||
        LLVMGetSuccessor(branch, 1) != to || LLVMGetSuccessor(branch, 0) == to)
        return NULL;
    LLVMValueRef word = LLVMGetOperand(condition, 0);
    return unit_inline_asm(word) && is_zero(LLVMGetOperand(condition, 1)) ? word : NULL;
}

static bool is_word_of(LLVMValueRef user, LLVMTypeRef word) {
    return LLVMIsAZExtInst(user) && LLVMTypeOf(user) == word;
}

/* Adds a phi and those that it gets its value from; false if there are too many. */
static bool add_phi(struct web *web, LLVMValueRef phi) {
    if (value_map_get(&web->numbers, phi) != VALUE_MAP_NONE)
        return true;
    if (web->count == MOST_PHIS)
        return false;
    value_map_set(&web->numbers, phi, web->count);
    web->phis[web->count++] = phi;
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        web->gains |=
            is_zero(value) && tested(LLVMGetIncomingBlock(phi, i), LLVMGetInstructionParent(phi));
        if (LLVMIsAPHINode(value) && !add_phi(web, value))
            return false;
    }
    return true;
}

static bool serves_only_web(const struct web *web, LLVMValueRef phi) {
    for (LLVMUseRef use = LLVMGetFirstUse(phi); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (!is_word_of(user, web->word) && value_map_get(&web->numbers, user) == VALUE_MAP_NONE)
            return false;
    }
    return true;
}

static bool find_web(struct web *web, LLVMValueRef phi) {
    if (!add_phi(web, phi) || !web->gains)
        return false;
    for (size_t i = 0; i < web->count; i++)
        if (!serves_only_web(web, web->phis[i]))
            return false;
    return true;
}

/* ---- words ---- */

static LLVMValueRef word_from(struct web *web, LLVMValueRef phi, unsigned i) {
    LLVMValueRef value = LLVMGetIncomingValue(phi, i);
    LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
    LLVMValueRef zero = is_zero(value) ? tested(from, LLVMGetInstructionParent(phi)) : NULL;
    ptrdiff_t number = value_map_get(&web->numbers, value);
    if (zero)
        return zero;
    if (number != VALUE_MAP_NONE)
        return web->words[number];
    LLVMPositionBuilderBefore(web->builder, LLVMGetBasicBlockTerminator(from));
    return LLVMBuildZExt(web->builder, value, web->word, "");
}

/* The words of a bit are this one now. */
static void replace(LLVMValueRef bit, LLVMValueRef word) {
    for (LLVMUseRef use = LLVMGetFirstUse(bit), next; use; use = next) {
        LLVMValueRef user = LLVMGetUser(use);
        next = LLVMGetNextUse(use);
        if (!LLVMIsAZExtInst(user))
            continue;
        LLVMReplaceAllUsesWith(user, word);
        LLVMInstructionEraseFromParent(user);
    }
    LLVMReplaceAllUsesWith(bit, LLVMGetPoison(LLVMTypeOf(bit)));
}

static void widen(struct web *web) {
    LLVMSetCurrentDebugLocation2(web->builder, NULL);
    for (size_t i = 0; i < web->count; i++) {
        LLVMPositionBuilderBefore(web->builder, web->phis[i]);
        web->words[i] = LLVMBuildPhi(web->builder, web->word, "");
    }
    for (size_t i = 0; i < web->count; i++)
        for (unsigned j = 0; j < LLVMCountIncoming(web->phis[i]); j++) {
            LLVMValueRef value = word_from(web, web->phis[i], j);
            LLVMBasicBlockRef from = LLVMGetIncomingBlock(web->phis[i], j);
            LLVMAddIncoming(web->words[i], &value, &from, 1);
        }
    for (size_t i = 0; i < web->count; i++)
        replace(web->phis[i], web->words[i]);
    for (size_t i = 0; i < web->count; i++)
        LLVMInstructionEraseFromParent(web->phis[i]);
}

/* ---- the module ---- */

/* A phi of bits of which words are made. */
static bool is_flag(LLVMValueRef instruction, LLVMTypeRef word) {
    LLVMUseRef use = LLVMIsAPHINode(instruction) ? LLVMGetFirstUse(instruction) : NULL;
    while (use && !is_word_of(LLVMGetUser(use), word))
        use = LLVMGetNextUse(use);
    return use;
}

static void widen_in(struct ir_unit *unit, LLVMBuilderRef builder, LLVMValueRef function) {
    LLVMTypeRef word = LLVMInt32TypeInContext(unit->context);
    LLVMValueRef *flags = NULL;
    size_t count = 0;
    struct value_map done = {0};
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (is_flag(instruction, word))
        *ARRAY_ADD(flags, count) = instruction;
    for (size_t i = 0; i < count; i++) {
        struct web web = {.builder = builder, .word = word};
        if (value_map_get(&done, flags[i]) == VALUE_MAP_NONE && find_web(&web, flags[i])) {
            for (size_t j = 0; j < web.count; j++)
                value_map_set(&done, web.phis[j], 0);
            widen(&web);
        }
        value_map_free(&web.numbers);
    }
    value_map_free(&done);
    free(flags);
}

bool flags_widen(struct ir_unit *unit) {
    if (!unit->options->optimization)
        return true;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_FUNCTION(function, unit->module)
    widen_in(unit, builder, function);
    LLVMDisposeBuilder(builder);
    return true;
}
