#include "muonc/ir/unit/edges.h"

#include "support/array.h"

#include <stdlib.h>

#define FOR_EACH_PHI(phi, block)                                                                   \
    FOR_EACH_INSTRUCTION(phi, block)                                                               \
    if (!LLVMIsAPHINode(phi))                                                                      \
        break;                                                                                     \
    else

/* LLVM-C cannot take an incoming value away, so both halves are new phis. */
static void divide_phi(struct ir_unit *unit, LLVMValueRef phi, LLVMBasicBlockRef gathered,
                       bool (*chosen)(void *context, LLVMBasicBlockRef from), void *context) {
    LLVMTypeRef type = LLVMTypeOf(phi);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(gathered));
    LLVMValueRef inner = LLVMBuildPhi(builder, type, "");
    LLVMPositionBuilderBefore(builder, phi);
    LLVMValueRef outer = LLVMBuildPhi(builder, type, "");
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        LLVMAddIncoming(chosen(context, from) ? inner : outer, &value, &from, 1);
    }
    LLVMAddIncoming(outer, &inner, &gathered, 1);
    size_t length;
    const char *name = LLVMGetValueName2(phi, &length);
    LLVMSetValueName2(inner, name, length);
    LLVMReplaceAllUsesWith(phi, outer);
    LLVMInstructionEraseFromParent(phi);
    LLVMDisposeBuilder(builder);
}

struct source {
    LLVMBasicBlockRef block;
    size_t number; /* in the function's order */
};

static int compare_sources(const void *a, const void *b) {
    const struct source *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* The chosen blocks with edges to the target in the function's order, one with several edges as
 * often. What is made of them then does not depend on the order in which edges were made. */
static struct source *find_sources(LLVMBasicBlockRef target,
                                   bool (*chosen)(void *context, LLVMBasicBlockRef from),
                                   void *context, struct block_order *order, size_t *count) {
    struct source *sources = NULL;
    *count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(target)); use;
         use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        LLVMBasicBlockRef from =
            LLVMIsATerminatorInst(user) ? LLVMGetInstructionParent(user) : NULL;
        if (from && chosen(context, from))
            *ARRAY_ADD(sources, *count) = (struct source){.block = from};
    }
    if (*count < 2)
        return sources;
    for (size_t i = 0; i < *count; i++)
        block_order_number(order, sources[i].block);
    for (size_t i = 0; i < *count; i++)
        sources[i].number = block_order_number(order, sources[i].block);
    qsort(sources, *count, sizeof *sources, compare_sources);
    return sources;
}

LLVMBasicBlockRef edges_gather(struct ir_unit *unit, LLVMBasicBlockRef target, const char *name,
                               bool (*chosen)(void *context, LLVMBasicBlockRef from), void *context,
                               struct block_order *order) {
    size_t count;
    struct source *sources = find_sources(target, chosen, context, order, &count);
    LLVMBasicBlockRef gathered = LLVMInsertBasicBlockInContext(unit->context, target, name);
    if (order->numbers.count)
        block_order_number(order, gathered);
    for (size_t s = 0; s < count; s++) {
        LLVMValueRef terminator = LLVMGetBasicBlockTerminator(sources[s].block);
        for (unsigned i = 0; i < LLVMGetNumSuccessors(terminator); i++)
            if (LLVMGetSuccessor(terminator, i) == target)
                LLVMSetSuccessor(terminator, i, gathered);
    }
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderAtEnd(builder, gathered);
    LLVMBuildBr(builder, target);
    LLVMDisposeBuilder(builder);
    FOR_EACH_PHI(phi, target) divide_phi(unit, phi, gathered, chosen, context);
    free(sources);
    return gathered;
}

static bool is_same(void *context, LLVMBasicBlockRef from) {
    return from == context;
}

LLVMBasicBlockRef edges_split(struct ir_unit *unit, LLVMBasicBlockRef from, LLVMBasicBlockRef to,
                              const char *name) {
    struct block_order order = {0};
    LLVMBasicBlockRef block = edges_gather(unit, to, name, is_same, from, &order);
    block_order_free(&order);
    return block;
}

static void redirect(LLVMValueRef user, LLVMBasicBlockRef from, LLVMBasicBlockRef to) {
    if (LLVMIsABlockAddress(user)) {
        LLVMReplaceAllUsesWith(user, LLVMBlockAddress(LLVMGetBasicBlockParent(from), to));
        return;
    }
    for (unsigned i = 0; i < LLVMGetNumSuccessors(user); i++)
        if (LLVMGetSuccessor(user, i) == from)
            LLVMSetSuccessor(user, i, to);
}

/* Phis move with the front, so that those of the successors, which name the block, stay right. */
LLVMBasicBlockRef edges_cut(struct ir_unit *unit, LLVMValueRef instruction) {
    LLVMBasicBlockRef block = LLVMGetInstructionParent(instruction);
    LLVMBasicBlockRef front = LLVMInsertBasicBlockInContext(unit->context, block, "");
    size_t length;
    char *name = xstrdup(LLVMGetValueName2(LLVMBasicBlockAsValue(block), &length));
    LLVMSetValueName2(LLVMBasicBlockAsValue(block), "", 0);
    LLVMSetValueName2(LLVMBasicBlockAsValue(front), name, length);
    free(name);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderAtEnd(builder, front);
    for (LLVMValueRef first; (first = LLVMGetFirstInstruction(block)) != instruction;) {
        LLVMInstructionRemoveFromParent(first);
        LLVMInsertIntoBuilder(builder, first);
    }
    LLVMDisposeBuilder(builder);
    LLVMValueRef *users = NULL;
    size_t count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block)); use;
         use = LLVMGetNextUse(use))
        *ARRAY_ADD(users, count) = LLVMGetUser(use);
    for (size_t i = 0; i < count; i++)
        redirect(users[i], block, front);
    free(users);
    return front;
}

void edges_copy_incoming(LLVMBasicBlockRef target, LLVMBasicBlockRef known,
                         LLVMBasicBlockRef added) {
    FOR_EACH_PHI(phi, target) {
        unsigned i = 0;
        while (LLVMGetIncomingBlock(phi, i) != known)
            i++;
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        LLVMAddIncoming(phi, &value, &added, 1);
    }
}

void edges_add_poison(LLVMBasicBlockRef target, LLVMBasicBlockRef added) {
    FOR_EACH_PHI(phi, target) {
        LLVMValueRef value = LLVMGetPoison(LLVMTypeOf(phi));
        LLVMAddIncoming(phi, &value, &added, 1);
    }
}
