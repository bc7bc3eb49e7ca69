/* A call through a pointer that differs between lanes becomes
 *
 *     word = &words[this warp]
 *   round:
 *     *word = target
 *     chosen = *word
 *     if (target == chosen)
 *         result = chosen(…)
 *     repeat unless target == chosen
 *
 * All lanes store to one word, and find there what one of them has stored: so the warp knows one
 * lane's target, and chosen is uniform by the rule that loads from one address are. At least the
 * lane that stored it is through after the round. docs/divergence.md has the code, and why. */
#include "muonc/ir/passes/indirect_calls.h"

#include "muonc/ir/analysis/control_flow.h"
#include "muonc/ir/passes/csr_reads.h"
#include "muonc/ir/passes/divergence.h"
#include "muonc/ir/unit/edges.h"
#include "neutrino/platform.h"
#include "support/array.h"

#include <llvm-c/Comdat.h>
#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

static const char own[] = "muonc.round";

bool indirect_calls_is_own(const struct ir_unit *unit, LLVMValueRef branch) {
    return unit_has_mark(unit, branch, own);
}

/* ---- the warp's word ---- */

/* A word for each warp of the largest machine, those of a core in lines that it shares with no
 * other core, whose caches need not agree with its own. In global memory, since kernels may use
 * shared memory by numbers; defined in each unit that needs it, since programs need not link the
 * runtime library. */
enum { WORDS = NEUTRINO_MAX_CLUSTERS * NEUTRINO_MAX_CORES * NEUTRINO_MAX_WARPS };
enum { LINE_BYTES = 4 * NEUTRINO_MAX_WARPS };

static LLVMValueRef words(struct ir_unit *unit, LLVMTypeRef word) {
    static const char name[] = "__neutrino_warp_words";
    LLVMValueRef known = LLVMGetNamedGlobal(unit->module, name);
    if (known)
        return known;
    LLVMTypeRef type = LLVMArrayType2(word, WORDS);
    LLVMValueRef variable = LLVMAddGlobal(unit->module, type, name);
    LLVMSetInitializer(variable, LLVMConstNull(type));
    LLVMSetLinkage(variable, LLVMWeakODRLinkage);
    LLVMSetVisibility(variable, LLVMHiddenVisibility);
    LLVMSetComdat(variable, LLVMGetOrInsertComdat(unit->module, name));
    LLVMSetAlignment(variable, LINE_BYTES);
    return variable;
}

static LLVMValueRef scaled(LLVMBuilderRef builder, LLVMValueRef index, unsigned by,
                           LLVMValueRef inner) {
    LLVMValueRef factor = LLVMConstInt(LLVMTypeOf(index), by, false);
    return LLVMBuildAdd(builder, LLVMBuildMul(builder, index, factor, ""), inner, "");
}

static LLVMValueRef word_of_warp(struct ir_unit *unit, LLVMBuilderRef builder) {
    LLVMTypeRef word = LLVMInt32TypeInContext(unit->context);
    LLVMValueRef cluster = csr_reads_build(unit, builder, word, "clid");
    LLVMValueRef core = csr_reads_build(unit, builder, word, "cid");
    LLVMValueRef warp = csr_reads_build(unit, builder, word, "wid");
    LLVMValueRef index = scaled(builder, scaled(builder, cluster, NEUTRINO_MAX_CORES, core),
                                NEUTRINO_MAX_WARPS, warp);
    return LLVMBuildInBoundsGEP2(builder, word, words(unit, word), &index, 1, "word");
}

/* Nothing that was stored before is known behind it; it is no instruction. */
static void build_barrier(struct ir_unit *unit, LLVMBuilderRef builder) {
    static const char constraints[] = "~{memory}", nounwind[] = "nounwind";
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(unit->context), NULL, 0, false);
    LLVMValueRef assembly = LLVMGetInlineAsm(type, "", 0, constraints, sizeof constraints - 1, true,
                                             false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, type, assembly, NULL, 0, "");
    unsigned kind = LLVMGetEnumAttributeKindForName(nounwind, sizeof nounwind - 1);
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
}

/* ---- the loop ---- */

static LLVMBasicBlockRef block_before(struct ir_unit *unit, LLVMBasicBlockRef next,
                                      const char *name) {
    return LLVMInsertBasicBlockInContext(unit->context, next, name);
}

/* Moves the call to a block of its own, where it calls what was chosen. */
static void move_call(LLVMBuilderRef builder, LLVMValueRef call, LLVMValueRef chosen) {
    if (LLVMGetTailCallKind(call) == LLVMTailCallKindMustTail)
        LLVMSetTailCallKind(call, LLVMTailCallKindTail);
    LLVMInstructionRemoveFromParent(call);
    LLVMInsertIntoBuilder(builder, call);
    LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, chosen);
}

/* A lane has the result of the round in which it called, its last one. */
static void build_result(LLVMBuilderRef builder, LLVMValueRef call, LLVMBasicBlockRef round) {
    LLVMTypeRef type = LLVMTypeOf(call);
    if (LLVMGetTypeKind(type) == LLVMVoidTypeKind || !LLVMGetFirstUse(call))
        return;
    LLVMValueRef result = LLVMBuildPhi(builder, type, "");
    LLVMReplaceAllUsesWith(call, result);
    LLVMValueRef values[] = {call, LLVMGetPoison(type)};
    LLVMBasicBlockRef blocks[] = {LLVMGetInstructionParent(call), round};
    LLVMAddIncoming(result, values, blocks, 2);
}

/* word: the address of the warp's word, NULL if it is to be found here. */
static void serialize(struct ir_unit *unit, LLVMValueRef call, LLVMValueRef word) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMValueRef target = LLVMGetCalledValue(call);
    LLVMTypeRef pointer = LLVMTypeOf(target);
    LLVMBasicBlockRef head = edges_cut(unit, call), rest = LLVMGetInstructionParent(call);
    LLVMBasicBlockRef round = block_before(unit, rest, "round"),
                      calls = block_before(unit, rest, "call"),
                      next = block_before(unit, rest, "next");
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(call));
    LLVMPositionBuilderAtEnd(builder, head);
    if (!word)
        word = word_of_warp(unit, builder);
    LLVMBuildBr(builder, round);

    LLVMPositionBuilderAtEnd(builder, round);
    LLVMBuildStore(builder, target, word);
    build_barrier(unit, builder);
    LLVMValueRef chosen = LLVMBuildLoad2(builder, pointer, word, "chosen");
    LLVMValueRef agrees = LLVMBuildICmp(builder, LLVMIntEQ, target, chosen, "agrees");
    unit_set_mark(unit, LLVMBuildCondBr(builder, agrees, calls, next), own);

    LLVMPositionBuilderAtEnd(builder, calls);
    move_call(builder, call, chosen);
    LLVMBuildBr(builder, next);

    LLVMPositionBuilderAtEnd(builder, next);
    build_result(builder, call, round);
    unit_set_mark(unit, LLVMBuildCondBr(builder, agrees, rest, round), own);
    LLVMDisposeBuilder(builder);
}

/* ---- a function's calls ---- */

struct calls {
    LLVMValueRef *items;
    size_t count;
};

static bool is_divergent_call(const struct uniformity *uniformity, LLVMValueRef instruction) {
    if (!LLVMIsACallInst(instruction))
        return false;
    LLVMValueRef callee = LLVMGetCalledValue(instruction);
    return !LLVMIsAInlineAsm(callee) && !LLVMIsAFunction(callee) &&
           uniformity_is_divergent(uniformity, callee);
}

static struct calls find_calls(const struct uniformity *uniformity, LLVMValueRef function) {
    struct calls calls = {0};
    FOR_EACH_BLOCK(block, function) {
        if (!uniformity_is_reachable(uniformity, block))
            continue;
        FOR_EACH_INSTRUCTION(instruction, block)
        if (is_divergent_call(uniformity, instruction))
            *ARRAY_ADD(calls.items, calls.count) = instruction;
    }
    return calls;
}

/* Whether one of them may be in a loop: between the ends of an edge that leads back. */
static bool any_in_loop(LLVMValueRef function, const struct calls *calls) {
    struct control_flow flow;
    control_flow_build(&flow, function);
    size_t *ends = xcalloc(flow.count, sizeof *ends); /* by the block that a loop begins with */
    for (size_t block = 0; block < flow.count; block++)
        for (size_t i = 0; i < control_flow_successors(&flow, block); i++) {
            size_t to = control_flow_successor(&flow, block, i);
            if (to <= block)
                ends[to] = block + 1;
        }
    for (size_t block = 1; block < flow.count; block++)
        if (ends[block] < ends[block - 1])
            ends[block] = ends[block - 1];
    bool any = false;
    for (size_t i = 0; i < calls->count && !any; i++) {
        ptrdiff_t block = value_map_get(&flow.numbers, LLVMGetInstructionParent(calls->items[i]));
        any = ends[block] > (size_t)block;
    }
    free(ends);
    control_flow_free(&flow);
    return any;
}

static LLVMValueRef word_at_entry(struct ir_unit *unit, LLVMValueRef function) {
    LLVMValueRef first = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function));
    while (LLVMIsAAllocaInst(first))
        first = LLVMGetNextInstruction(first);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, first);
    LLVMValueRef word = word_of_warp(unit, builder);
    LLVMDisposeBuilder(builder);
    return word;
}

/* To find the word takes as many instructions as a round: more calls than one do it once, and loops
 * not each time. A single one may lie where control seldom comes. */
static void serialize_all(struct ir_unit *unit, LLVMValueRef function, const struct calls *calls) {
    bool often = calls->count > 1 || any_in_loop(function, calls);
    LLVMValueRef word = often ? word_at_entry(unit, function) : NULL;
    for (size_t i = 0; i < calls->count; i++)
        serialize(unit, calls->items[i], word);
}

bool indirect_calls_serialize(struct ir_unit *unit, const struct uniformity *uniformity) {
    bool any = false, ignored = unit->options->divergence == IR_DIVERGENCE_IGNORE;
    FOR_EACH_FUNCTION(function, unit->module) {
        struct string_list places = {0};
        struct calls calls = find_calls(uniformity, function);
        for (size_t i = 0; i < calls.count; i++)
            divergence_tell(unit, uniformity, &places, calls.items[i],
                            LLVMGetCalledValue(calls.items[i]), "target of the call");
        if (calls.count && !ignored)
            serialize_all(unit, function, &calls);
        any |= calls.count && !ignored;
        string_list_free(&places);
        free(calls.items);
    }
    return any;
}
