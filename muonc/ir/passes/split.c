/* Divergent branches under vx_split, vx_join and vx_pred: docs/divergence.md. */
#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/analysis/uniformity.h"
#include "muonc/ir/passes/computed_gotos.h"
#include "muonc/ir/passes/divergence.h"
#include "muonc/ir/passes/exits.h"
#include "muonc/ir/passes/indirect_calls.h"
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/passes/senses.h"
#include "muonc/ir/passes/strides.h"
#include "muonc/ir/passes/structure.h"
#include "muonc/ir/passes/sync.h"
#include "muonc/ir/unit/assembly.h"
#include "muonc/ir/unit/edges.h"
#include "support/array.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

/* ---- instructions ---- */

static LLVMTypeRef word_type(struct ir_unit *unit) {
    return LLVMInt32TypeInContext(unit->context);
}

/* Inline assembly that is neither moved past its like nor duplicated, and that no memory access is
 * moved past: on the other side, it would be another load for each group of lanes. */
static LLVMValueRef build_assembly(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef result,
                                   const char *text, const char *constraints,
                                   LLVMValueRef *arguments, unsigned count) {
    static const char convergent[] = "convergent", nounwind[] = "nounwind";
    LLVMTypeRef types[2];
    for (unsigned i = 0; i < count; i++)
        types[i] = LLVMTypeOf(arguments[i]);
    LLVMTypeRef type = LLVMFunctionType(result, types, count, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, text, strlen(text), constraints, strlen(constraints), true, false,
                         LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, type, assembly, arguments, count, "");
    unsigned kinds[] = {LLVMGetEnumAttributeKindForName(convergent, sizeof convergent - 1),
                        LLVMGetEnumAttributeKindForName(nounwind, sizeof nounwind - 1)};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                                 LLVMCreateEnumAttribute(unit->context, kinds[i], 0));
    assembly_mark_own(unit, call);
    return call;
}

/* Before the branch, the mnemonic on the branch's condition. The branch then tests what comes out
 * of the assembly, so that both see the same register. */
static void build_before(struct ir_unit *unit, LLVMValueRef branch, const char *text,
                         LLVMValueRef mask) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, branch);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(branch));
    LLVMValueRef condition =
        LLVMBuildZExt(builder, LLVMGetCondition(branch), word_type(unit), "lane");
    LLVMValueRef tested = build_assembly(unit, builder, word_type(unit), text,
                                         mask ? "=r,0,r,~{memory}" : "=r,0,~{memory}",
                                         (LLVMValueRef[]){condition, mask}, mask ? 2 : 1);
    LLVMSetCondition(branch, LLVMBuildICmp(builder, LLVMIntNE, tested,
                                           LLVMConstInt(word_type(unit), 0, false), ""));
    LLVMDisposeBuilder(builder);
}

static LLVMBuilderRef builder_at_end(struct ir_unit *unit, LLVMBasicBlockRef block,
                                     LLVMValueRef like) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(block));
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(like));
    return builder;
}

/* ---- one branch ---- */

/* Where a block is in the tree of dominators; a join block is where its branch is. */
struct places {
    struct value_map of_block;
    struct block_order order;
};

struct branch {
    LLVMBasicBlockRef block;
    enum branch_shape shape;
    LLVMBasicBlockRef meeting; /* the post-dominator of a forward branch, the head of a loop */
    bool repeats_if_false;     /* of a latch */
    struct places *places;
    /* Between, for a forward branch: the places from begin up to end, but those from skip_begin up
     * to skip_end, which are at the meeting and after it. */
    size_t begin, end, skip_begin, skip_end;
    struct value_map loop; /* of a latch: places of the blocks, plus 1, as keys */
};

static const void *place_key(size_t place) {
    return (const void *)(place + 1);
}

static bool contains(const struct branch *branch, size_t place) {
    if (branch->shape == SHAPE_LATCH)
        return value_map_get(&branch->loop, place_key(place)) != VALUE_MAP_NONE;
    return place >= branch->begin && place < branch->end &&
           (place < branch->skip_begin || place >= branch->skip_end);
}

static bool is_between(void *context, LLVMBasicBlockRef from) {
    const struct branch *branch = context;
    ptrdiff_t place = value_map_get(&branch->places->of_block, from);
    return from == branch->block || (place != VALUE_MAP_NONE && contains(branch, (size_t)place));
}

static bool is_outside(void *context, LLVMBasicBlockRef from) {
    return !is_between(context, from);
}

/* Returns the join block. */
static LLVMBasicBlockRef lower_forward(struct ir_unit *unit, struct branch *branch) {
    LLVMValueRef terminator = LLVMGetBasicBlockTerminator(branch->block);
    LLVMBasicBlockRef join =
        edges_gather(unit, branch->meeting, "join", is_between, branch, &branch->places->order);
    LLVMBuilderRef builder = builder_at_end(unit, join, terminator);
    build_assembly(unit, builder, LLVMVoidTypeInContext(unit->context), "vx_join x0", "~{memory}",
                   NULL, 0);
    LLVMDisposeBuilder(builder);
    senses_choose(unit, terminator);
    build_before(unit, terminator, "vx_split x0, $0", NULL);
    return join;
}

static void lower_latch(struct ir_unit *unit, struct branch *branch) {
    LLVMValueRef terminator = LLVMGetBasicBlockTerminator(branch->block);
    LLVMBasicBlockRef before =
        edges_gather(unit, branch->meeting, "loop", is_outside, branch, &branch->places->order);
    LLVMBuilderRef builder = builder_at_end(unit, before, terminator);
    LLVMValueRef mask =
        build_assembly(unit, builder, word_type(unit), "csrr $0, tmask", "=r,~{memory}", NULL, 0);
    LLVMDisposeBuilder(builder);
    bool repeats_if_false = branch->repeats_if_false != senses_choose(unit, terminator);
    build_before(unit, terminator, repeats_if_false ? "vx_pred_n $0, $2" : "vx_pred $0, $2", mask);
}

/* ---- one function ---- */

/* Whether the block ends in a branch or switch to be lowered, by the rule of enum ir_divergence. */
static bool is_divergent(const struct ir_unit *unit, const struct uniformity *uniformity,
                         LLVMBasicBlockRef block) {
    LLVMValueRef terminator = LLVMGetBasicBlockTerminator(block);
    LLVMValueRef decision = uniformity_decision(terminator);
    switch (unit->options->divergence) {
    case IR_DIVERGENCE_IGNORE: return false;
    case IR_DIVERGENCE_ALL:
        return decision &&
               (!LLVMIsAIndirectBrInst(terminator) ||
                uniformity_is_divergent(uniformity, decision)) &&
               !uniformity_is_single_lane(uniformity, LLVMGetBasicBlockParent(block));
    default: return decision && uniformity_is_divergent(uniformity, decision);
    }
}

/* All blocks between are dominated by a forward branch; and what it dominates beside them can be
 * reached through the meeting only, which dominates it, too. */
static void describe_forward(const struct dominators *dominators, size_t number, size_t meeting,
                             struct branch *branch) {
    branch->begin = dominators->place[number] + 1;
    branch->end = dominators->place[number] + dominators->size[number];
    if (!dominators_contain(dominators, number, dominators->place[meeting]))
        return;
    branch->skip_begin = dominators->place[meeting];
    branch->skip_end = dominators->place[meeting] + dominators->size[meeting];
}

static void describe(const struct shapes *shapes, const struct dominators *dominators,
                     size_t number, struct branch *branch) {
    struct control_flow *flow = shapes->flow;
    bool latch = branch->shape == SHAPE_LATCH;
    branch->block = flow->blocks[number];
    branch->repeats_if_false = latch && control_flow_successor(flow, number, 0) > number;
    size_t meeting = latch ? control_flow_successor(flow, number, branch->repeats_if_false)
                           : control_flow_post_dominator(flow, number);
    branch->meeting = flow->blocks[meeting];
    if (!latch)
        describe_forward(dominators, number, meeting, branch);
    for (size_t i = 0; latch && i < shapes->loop_count; i++)
        value_map_set(&branch->loop, place_key(dominators->place[shapes->loop[i]]), 0);
}

/* A function's divergent branches, inner ones first. */
struct branches {
    struct branch *items;
    size_t count;
    struct places places;
};

static void free_branches(struct branches *branches) {
    for (size_t i = 0; i < branches->count; i++)
        value_map_free(&branches->items[i].loop);
    value_map_free(&branches->places.of_block);
    block_order_free(&branches->places.order);
    free(branches->items);
}

static bool add_branch(struct branches *branches, struct shapes *shapes,
                       const struct dominators *dominators, size_t number) {
    struct branch branch = {.shape = shapes_find(shapes, number), .places = &branches->places};
    if (branch.shape == SHAPE_NONE)
        return false;
    describe(shapes, dominators, number, &branch);
    *ARRAY_ADD(branches->items, branches->count) = branch;
    return true;
}

/* False if one has no shape. To be freed in any case, and not to be moved. */
static bool find_branches(const struct ir_unit *unit, const struct uniformity *uniformity,
                          LLVMValueRef function, struct branches *branches) {
    struct control_flow flow;
    struct dominators dominators;
    struct shapes shapes;
    bool good = true;
    *branches = (struct branches){0};
    control_flow_build(&flow, function);
    dominators_build(&dominators, &flow);
    shapes_open(&shapes, &flow);
    for (size_t block = flow.count; block-- > 0 && good;)
        if (is_divergent(unit, uniformity, flow.blocks[block]))
            good = add_branch(branches, &shapes, &dominators, block);
    for (size_t block = 0; block < flow.count && branches->count; block++)
        value_map_set(&branches->places.of_block, flow.blocks[block], dominators.place[block]);
    shapes_close(&shapes);
    dominators_free(&dominators);
    control_flow_free(&flow);
    return good;
}

/* An outer region contains the join blocks of the inner ones that end where it does: they have the
 * place of their branch. */
static void add_join(const struct branch *branch, LLVMBasicBlockRef join) {
    struct value_map *places = &branch->places->of_block;
    value_map_set(places, join, (size_t)value_map_get(places, branch->block));
}

static void lower_branches(struct ir_unit *unit, struct branches *branches) {
    for (size_t i = 0; i < branches->count; i++) {
        struct branch *branch = &branches->items[i];
        if (branch->shape == SHAPE_FORWARD)
            add_join(branch, lower_forward(unit, branch));
    }
    /* A loop is entered with the mask that the join in front of it restored. */
    for (size_t i = 0; i < branches->count; i++)
        if (branches->items[i].shape == SHAPE_LATCH)
            lower_latch(unit, &branches->items[i]);
}

/* ---- the module ---- */

static bool has_divergent_branch(const struct ir_unit *unit, const struct uniformity *uniformity,
                                 LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    if (uniformity_is_reachable(uniformity, block) && is_divergent(unit, uniformity, block))
        return true;
    return false;
}

/* Adds the functions with a divergent branch to the set. Each new one gets a single exit, and no
 * computed goto is left in it. */
static bool prepare(struct ir_unit *unit, const struct uniformity *uniformity,
                    struct value_map *prepared) {
    bool changed = false;
    FOR_EACH_FUNCTION(function, unit->module) {
        if (value_map_get(prepared, function) != VALUE_MAP_NONE ||
            !has_divergent_branch(unit, uniformity, function))
            continue;
        value_map_set(prepared, function, 0);
        computed_gotos_number(unit, function);
        exits_unify(unit, function);
        changed = true;
    }
    return changed;
}

/* The functions of which a divergent branch has no shape. */
static void find_unstructured(struct ir_unit *unit, const struct uniformity *uniformity,
                              struct value_map *unstructured) {
    FOR_EACH_FUNCTION(function, unit->module) {
        if (LLVMIsDeclaration(function))
            continue;
        struct branches branches;
        if (!find_branches(unit, uniformity, function, &branches))
            value_map_set(unstructured, function, 0);
        free_branches(&branches);
    }
}

static void report_failure(struct ir_unit *unit, LLVMValueRef function) {
    diag_report(unit->diag, DIAG_ERROR, NULL, unit_location(unit, function),
                "internal error: the lanes of '%s' cannot be brought together again; please "
                "report this",
                unit_function_name(unit, function));
}

/* Rewrites the functions of which a divergent branch has no shape. False after diagnostics. */
static bool restructure(struct ir_unit *unit, const struct uniformity *uniformity,
                        struct value_map *restructured, bool *changed) {
    struct value_map unstructured = {0};
    bool good = true;
    find_unstructured(unit, uniformity, &unstructured);
    FOR_EACH_FUNCTION(function, unit->module) {
        if (value_map_get(&unstructured, function) == VALUE_MAP_NONE)
            continue;
        if (value_map_get(restructured, function) != VALUE_MAP_NONE) {
            report_failure(unit, function);
            good = false;
        }
        value_map_set(restructured, function, 0);
        *changed = true;
    }
    if (good && *changed)
        good = structure_functions(unit, &unstructured);
    value_map_free(&unstructured);
    return good;
}

/* Each change may make more values divergent: a value that only some lanes bring along is one. So
 * this goes on until every call has a uniform target and every divergent branch a shape. NULL after
 * diagnostics. */
static struct uniformity *structure(struct ir_unit *unit) {
    struct value_map prepared = {0}, restructured = {0};
    bool checked = false, good = true;
    struct uniformity *uniformity = uniformity_analyze(unit);
    while (strides_join(unit, uniformity)) {
        uniformity_free(uniformity);
        uniformity = uniformity_analyze(unit);
    }
    for (bool changed = true; changed && good;) {
        changed =
            indirect_calls_serialize(unit, uniformity) || prepare(unit, uniformity, &prepared);
        if (!changed && !checked) {
            checked = true;
            good = divergence_check(unit, uniformity);
            sync_check(unit, uniformity);
        }
        if (!changed && good)
            good = restructure(unit, uniformity, &restructured, &changed);
        if (changed && good) {
            uniformity_free(uniformity);
            uniformity = uniformity_analyze(unit);
        }
    }
    value_map_free(&prepared);
    value_map_free(&restructured);
    if (good)
        return uniformity;
    uniformity_free(uniformity);
    return NULL;
}

/* Whether a branch tests what comes out of vx_split or vx_pred. */
static bool is_lowered(LLVMValueRef decision) {
    LLVMValueRef tested = LLVMIsAICmpInst(decision) ? LLVMGetOperand(decision, 0) : NULL;
    LLVMValueRef assembly = tested && LLVMIsACallInst(tested) ? unit_inline_asm(tested) : NULL;
    size_t length;
    return assembly && strncmp(LLVMGetInlineAsmAsmString(assembly, &length), "vx_", 3) == 0;
}

/* The proof that nothing was broken or forgotten. */
static bool verify(struct ir_unit *unit) {
    char *message = NULL;
    bool broken = LLVMVerifyModule(unit->module, LLVMReturnStatusAction, &message);
    if (broken)
        diag_file_error(unit->diag, unit->path,
                        "internal error: divergent branches were lowered wrongly: %s; please "
                        "report this",
                        message);
    LLVMDisposeMessage(message);
    if (broken)
        return false;
    struct uniformity *uniformity = uniformity_analyze(unit);
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function) {
        if (!uniformity_is_reachable(uniformity, block) || !is_divergent(unit, uniformity, block) ||
            is_lowered(uniformity_decision(LLVMGetBasicBlockTerminator(block))))
            continue;
        diag_report(unit->diag, DIAG_ERROR, NULL,
                    unit_location(unit, LLVMGetBasicBlockTerminator(block)),
                    "internal error: this branch became divergent when others were lowered; please "
                    "report this");
        good = false;
    }
    uniformity_free(uniformity);
    return good;
}

/* An undefined value is uniform, since it may be any. But code generation leaves it to each lane
 * what its register holds: then the linker's proof, which sees only that, finds what the value is
 * merged with divergent. */
static void define_operands(const struct uniformity *uniformity, LLVMValueRef instruction) {
    bool phi = LLVMIsAPHINode(instruction) && !uniformity_is_divergent(uniformity, instruction);
    bool passed =
        LLVMIsAReturnInst(instruction) ||
        (LLVMIsACallInst(instruction) && LLVMIsAFunction(LLVMGetCalledValue(instruction)));
    int count = phi || passed ? LLVMGetNumOperands(instruction) : 0;
    for (int i = 0; i < count; i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        if (LLVMIsUndef(operand))
            LLVMSetOperand(instruction, (unsigned)i, LLVMConstNull(LLVMTypeOf(operand)));
    }
}

static void define_values(struct ir_unit *unit, const struct uniformity *uniformity) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    define_operands(uniformity, instruction);
}

bool split_divergent(struct ir_unit *unit) {
    struct uniformity *uniformity = structure(unit);
    size_t lowered = 0;
    if (!uniformity)
        return false;
    define_values(unit, uniformity);
    FOR_EACH_FUNCTION(function, unit->module) {
        struct branches branches;
        if (LLVMIsDeclaration(function))
            continue;
        find_branches(unit, uniformity, function, &branches);
        lower_branches(unit, &branches);
        lowered += branches.count;
        free_branches(&branches);
    }
    uniformity_free(uniformity);
    return lowered == 0 || verify(unit);
}
