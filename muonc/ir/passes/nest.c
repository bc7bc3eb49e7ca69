/* What a block dominates stands in its subtree (nesting.h). The children of a block follow each
 * other in a chain: all lanes that leave the block, or a child, come to the next child. Where some
 * of them want to go further than it, a guard before the child asks who enters it. A loop is
 * repeated at a latch at its end only, which asks who goes on; children behind the loop follow.
 *
 * Where a lane wants to go, variables keep until the guard that asks. In a small function each
 * guard has a flag, which is often the condition of the branch itself. Else one variable has the
 * number of the block, which bounds what is kept at a time: the time and the code grow with the
 * edges. */
#include "muonc/ir/passes/nest.h"

#include "muonc/ir/analysis/nesting.h"
#include "muonc/ir/passes/steps.h"
#include "muonc/ir/unit/ssa.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

enum { NONE = NESTING_NONE, MOST_FLAGS = 32 };

struct definitions {
    struct ssa_definition *items;
    size_t count;
};

/* A guard or a latch: who asked for the node goes there, the others to the other block. */
struct question {
    size_t node;
    bool latch;
    LLVMBasicBlockRef block;
    LLVMValueRef branch;
    struct definitions flag;
};

struct place {
    LLVMBasicBlockRef block, next; /* where its subtree is left to */
    size_t farthest;               /* of what its subtree jumps to */
    bool follows;                  /* its branch leads to it; no other edge does */
    bool guarded;
    size_t guard, latch; /* questions, or NONE */
};

/* What edges bring for phis. A lane is on its way to one block at a time, so where numbers are
 * kept, phis of one type share: the first ones of all blocks, the second ones, and so on. */
struct slot {
    LLVMTypeRef type;
    size_t rank;
    bool shared;
    struct definitions incoming;
};

struct phi {
    LLVMValueRef phi, value; /* what it becomes */
    size_t slot, next;       /* the next phi of the slot, or NONE */
};

struct nest {
    struct ir_unit *unit;
    LLVMValueRef function;
    LLVMBuilderRef builder;
    struct control_flow flow;
    struct nesting nesting;
    struct place *places;
    struct question *questions;
    size_t question_count;
    bool numbered; /* one variable, `wish`, has the number of the block */
    struct definitions wish;
    struct slot *slots;
    size_t slot_count;
    struct phi *phis;
    size_t phi_count;
    struct value_map phi_numbers; /* by phi */
};

static LLVMTypeRef bit_type(const struct nest *nest) {
    return LLVMInt1TypeInContext(nest->unit->context);
}

static LLVMValueRef bit(const struct nest *nest, bool value) {
    return LLVMConstInt(bit_type(nest), value, false);
}

static LLVMTypeRef number_type(const struct nest *nest) {
    return LLVMInt32TypeInContext(nest->unit->context);
}

static LLVMValueRef number_of(const struct nest *nest, size_t node) {
    return LLVMConstInt(number_type(nest), nest->nesting.nodes[node].place + 1, false);
}

static void define(struct definitions *definitions, LLVMBasicBlockRef block, LLVMValueRef value) {
    *ARRAY_ADD(definitions->items, definitions->count) = (struct ssa_definition){block, value};
}

/* ---- which children are guarded ---- */

/* Places compare where jumps lead: a latch is behind all of its loop. */
static size_t reach(const struct nest *nest, const struct nesting_edge *edge) {
    const struct nesting_node *to = &nest->nesting.nodes[edge->to];
    if (nesting_repeats(&nest->nesting, edge))
        return 2 * nest->nesting.loops[to->loop].last_place + 1;
    return 2 * to->place;
}

/* Whether a node's branch leads to it and nothing else does, but what repeats it. */
static bool follows_branch(const struct nest *nest, size_t node) {
    const struct nesting *nesting = &nest->nesting;
    size_t edges = 0;
    for (size_t i = nesting->nodes[node].first_in; i != (size_t)NONE; i = nesting->edges[i].next_in)
        edges += !nesting_repeats(nesting, &nesting->edges[i]);
    return edges == 1 && !nesting_is_dispatch(nesting, nesting->nodes[node].parent) &&
           !nesting_is_dispatch(nesting, node) && !nesting_is_behind(nesting, node);
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* How far the jumps of a node lead, but the one into the child that follows. */
static size_t own_reach(const struct nest *nest, size_t node) {
    const struct nesting *nesting = &nest->nesting;
    size_t farthest = 0;
    for (size_t i = nesting->nodes[node].first_out; i != (size_t)NONE;
         i = nesting->edges[i].next_out)
        if (!nest->places[nesting->edges[i].to].follows ||
            nesting_repeats(nesting, &nesting->edges[i]))
            farthest = larger(farthest, reach(nest, &nesting->edges[i]));
    return farthest;
}

static void find_guards(struct nest *nest, size_t node) {
    const struct nesting_node *nodes = nest->nesting.nodes;
    size_t farthest = own_reach(nest, node);
    for (size_t child = nodes[node].first_child; child != (size_t)NONE;
         child = nodes[child].next_sibling)
        if (nest->places[child].follows)
            farthest = larger(farthest, nest->places[child].farthest);
    for (size_t child = nodes[node].first_child; child != (size_t)NONE;
         child = nodes[child].next_sibling) {
        if (nest->places[child].follows)
            continue;
        nest->places[child].guarded = farthest > 2 * nodes[child].place;
        farthest = larger(farthest, nest->places[child].farthest);
    }
    nest->places[node].farthest = farthest;
}

static void plan(struct nest *nest) {
    size_t count = nest->nesting.count, guards = nest->nesting.loop_count;
    nest->places = xcalloc(count, sizeof *nest->places);
    for (size_t node = 0; node < count; node++)
        nest->places[node].follows = node && follows_branch(nest, node);
    for (size_t i = count; i-- > 0;)
        find_guards(nest, nest->nesting.sequence[i]);
    for (size_t node = 0; node < count; node++)
        guards += nest->places[node].guarded;
    nest->numbered = guards > MOST_FLAGS || count > nest->flow.count;
}

/* ---- blocks ---- */

static LLVMBasicBlockRef new_block(struct nest *nest, const char *name) {
    return LLVMAppendBasicBlockInContext(nest->unit->context, nest->function, name);
}

/* Asks whether a lane goes to the node. Returns the block. */
static size_t ask(struct nest *nest, size_t node, bool latch, LLVMBasicBlockRef otherwise) {
    LLVMBasicBlockRef block = new_block(nest, latch ? "latch" : "guard");
    LLVMPositionBuilderAtEnd(nest->builder, block);
    LLVMSetCurrentDebugLocation2(nest->builder, NULL);
    LLVMValueRef branch = LLVMBuildCondBr(nest->builder, LLVMGetUndef(bit_type(nest)),
                                          nest->places[node].block, otherwise);
    *ARRAY_ADD(nest->questions, nest->question_count) =
        (struct question){.node = node, .latch = latch, .block = block, .branch = branch};
    return nest->question_count - 1;
}

/* Where the lanes that leave the node and its children go first: the chain is built from its end.
 */
static LLVMBasicBlockRef build_chain(struct nest *nest, size_t node) {
    const struct nesting *nesting = &nest->nesting;
    size_t *children = NULL, count = 0;
    LLVMBasicBlockRef next = nest->places[node].next;
    bool latch = nesting_is_head(nesting, node);
    for (size_t child = nesting->nodes[node].first_child; child != (size_t)NONE;
         child = nesting->nodes[child].next_sibling)
        *ARRAY_ADD(children, count) = child;
    for (size_t i = count + 1; i-- > 0;) {
        struct place *child = i ? &nest->places[children[i - 1]] : NULL;
        if (latch && (!child || !nesting_is_behind(nesting, children[i - 1]))) {
            nest->places[node].latch = ask(nest, node, true, next);
            next = nest->questions[nest->places[node].latch].block;
            latch = false;
        }
        if (!child || child->follows)
            continue;
        child->next = next;
        if (child->guarded) {
            child->guard = ask(nest, children[i - 1], false, next);
            next = nest->questions[child->guard].block;
        } else {
            next = child->block;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (nest->places[children[i]].follows)
            nest->places[children[i]].next = next;
    free(children);
    return next;
}

/* ---- edges ---- */

/* What an edge does before it goes to the block `next`. */
struct wish {
    struct definitions *flag; /* to be set; NULL if none is */
    bool numbered;            /* the goal's number is to be kept */
};

static struct wish wish_of(struct nest *nest, const struct nesting_edge *edge,
                           LLVMBasicBlockRef next) {
    const struct place *to = &nest->places[edge->to];
    bool repeats = nesting_repeats(&nest->nesting, edge);
    if (nest->numbered)
        return (struct wish){.numbered = repeats || next != to->block ||
                                         nesting_is_dispatch(&nest->nesting, edge->to)};
    size_t asked = repeats ? to->latch : to->guarded ? to->guard : (size_t)NONE;
    return (struct wish){.flag = asked == (size_t)NONE ? NULL : &nest->questions[asked].flag};
}

static struct phi *phi_at(const struct nest *nest, LLVMValueRef instruction) {
    ptrdiff_t number =
        instruction ? value_map_get(&nest->phi_numbers, instruction) : (ptrdiff_t)VALUE_MAP_NONE;
    return number == VALUE_MAP_NONE ? NULL : &nest->phis[number];
}

static LLVMValueRef first_phi(const struct nest *nest, const struct nesting_edge *edge) {
    return LLVMGetFirstInstruction(nest->places[edge->goal].block);
}

static LLVMValueRef brought_value(const struct nest *nest, const struct nesting_edge *edge,
                                  LLVMValueRef phi) {
    LLVMBasicBlockRef from = nest->places[edge->from].block;
    unsigned i = 0;
    while (LLVMGetIncomingBlock(phi, i) != from)
        i++;
    return LLVMGetIncomingValue(phi, i);
}

/* Values for the goal's phis. */
static void bring_values(struct nest *nest, const struct nesting_edge *edge,
                         LLVMBasicBlockRef block) {
    struct phi *phi;
    for (LLVMValueRef at = first_phi(nest, edge); (phi = phi_at(nest, at));
         at = LLVMGetNextInstruction(at))
        define(&nest->slots[phi->slot].incoming, block, brought_value(nest, edge, at));
}

/* The same where one of two edges is taken: what they share depends on the condition. */
static void bring_either(struct nest *nest, const struct nesting_edge *yes,
                         const struct nesting_edge *no, LLVMValueRef condition,
                         LLVMBasicBlockRef block) {
    struct phi *phi, *other;
    bring_values(nest, yes, block);
    for (LLVMValueRef at = first_phi(nest, no); (phi = phi_at(nest, at));
         at = LLVMGetNextInstruction(at)) {
        LLVMValueRef value = brought_value(nest, no, at), like = first_phi(nest, yes);
        while ((other = phi_at(nest, like)) && other->slot != phi->slot)
            like = LLVMGetNextInstruction(like);
        if (other)
            value = LLVMBuildSelect(nest->builder, condition, brought_value(nest, yes, like), value,
                                    "");
        define(&nest->slots[phi->slot].incoming, block, value);
    }
}

static void make_wish(struct nest *nest, const struct nesting_edge *edge, struct wish wish,
                      LLVMBasicBlockRef block) {
    if (wish.flag)
        define(wish.flag, block, bit(nest, true));
    if (wish.numbered)
        define(&nest->wish, block, number_of(nest, edge->goal));
}

/* Both ways lead to the chain: there is nothing to branch about. */
static void join_edges(struct nest *nest, const struct nesting_edge *yes,
                       const struct nesting_edge *no, LLVMValueRef condition,
                       LLVMBasicBlockRef block, LLVMBasicBlockRef next) {
    struct wish first = wish_of(nest, yes, next), second = wish_of(nest, no, next);
    if (yes->goal == no->goal) {
        bring_values(nest, yes, block);
        make_wish(nest, yes, first, block);
        return;
    }
    bring_either(nest, yes, no, condition, block);
    if (first.flag)
        define(first.flag, block, first.flag == second.flag ? bit(nest, true) : condition);
    if (second.flag && second.flag != first.flag)
        define(second.flag, block, LLVMBuildNot(nest->builder, condition, ""));
    if (first.numbered || second.numbered)
        define(&nest->wish, block,
               LLVMBuildSelect(nest->builder, condition, number_of(nest, yes->goal),
                               number_of(nest, no->goal), ""));
}

static bool leads_inside(const struct nest *nest, const struct nesting_edge *edge) {
    return nest->places[edge->to].follows && !nesting_repeats(&nest->nesting, edge);
}

/* The block that the edge leads to now: of its own if it has a flag to set. */
static LLVMBasicBlockRef jump(struct nest *nest, const struct nesting_edge *edge, bool shares,
                              LLVMBasicBlockRef next) {
    LLVMBasicBlockRef from = nest->places[edge->from].block;
    struct wish wish = wish_of(nest, edge, next);
    LLVMBasicBlockRef block = shares && wish.flag ? new_block(nest, "leave") : from;
    bring_values(nest, edge, block);
    make_wish(nest, edge, wish, block);
    if (block == from)
        return next;
    LLVMPositionBuilderAtEnd(nest->builder, block);
    LLVMBuildBr(nest->builder, next);
    return block;
}

/* Whether an edge leads out of the innermost loop that its block is in. */
static bool leaves_loop(const struct nest *nest, const struct nesting_edge *edge) {
    const struct nesting *nesting = &nest->nesting;
    size_t loop = nesting->nodes[edge->from].loop, order = nesting->nodes[edge->goal].order;
    return loop != (size_t)NONE && (order < nesting->nodes[nesting->loops[loop].head].order ||
                                    order > nesting->loops[loop].last);
}

/* What LLVM thinks of a branch that leaves a loop, which is none any more: that it is rare. */
static void expect(struct nest *nest, LLVMValueRef branch, unsigned rare) {
    enum { LEAVE = 4, STAY = 124 };
    static const char kind[] = "prof", weights[] = "branch_weights";
    LLVMContextRef context = nest->unit->context;
    unsigned number = LLVMGetMDKindIDInContext(context, kind, sizeof kind - 1);
    LLVMMetadataRef parts[3] = {LLVMMDStringInContext2(context, weights, sizeof weights - 1)};
    if (LLVMGetMetadata(branch, number))
        return;
    for (unsigned i = 0; i < 2; i++)
        parts[1 + i] = LLVMValueAsMetadata(
            LLVMConstInt(LLVMInt32TypeInContext(context), i == rare ? LEAVE : STAY, false));
    LLVMMetadataRef node = LLVMMDNodeInContext2(context, parts, 3);
    LLVMSetMetadata(branch, number, LLVMMetadataAsValue(context, node));
}

/* One way leads inside, or both do. */
static void rewrite_way(struct nest *nest, LLVMValueRef branch, unsigned way,
                        const struct nesting_edge *edge, LLVMBasicBlockRef next) {
    if (leads_inside(nest, edge))
        return;
    LLVMSetSuccessor(branch, way, jump(nest, edge, true, next));
    if (leaves_loop(nest, edge))
        expect(nest, branch, way);
}

static void rewrite_branch(struct nest *nest, size_t node, LLVMBasicBlockRef next) {
    const struct nesting_edge *edges = nest->nesting.edges;
    LLVMBasicBlockRef block = nest->places[node].block;
    LLVMValueRef branch = LLVMGetBasicBlockTerminator(block);
    size_t last = nest->nesting.nodes[node].first_out;
    if (last == (size_t)NONE)
        return;
    size_t first = edges[last].next_out;
    LLVMSetCurrentDebugLocation2(nest->builder, LLVMInstructionGetDebugLoc(branch));
    if (first == (size_t)NONE) {
        if (!leads_inside(nest, &edges[last]))
            LLVMSetSuccessor(branch, 0, jump(nest, &edges[last], false, next));
    } else if (leads_inside(nest, &edges[first]) || leads_inside(nest, &edges[last])) {
        rewrite_way(nest, branch, 0, &edges[first], next);
        rewrite_way(nest, branch, 1, &edges[last], next);
    } else {
        LLVMPositionBuilderBefore(nest->builder, branch);
        join_edges(nest, &edges[first], &edges[last], LLVMGetCondition(branch), block, next);
        LLVMBuildBr(nest->builder, next);
        LLVMInstructionEraseFromParent(branch);
    }
}

/* ---- phis of the function ---- */

/* How many phis of the type the block has among those from the first on. */
static size_t rank_of(const struct nest *nest, LLVMTypeRef type, size_t first) {
    size_t rank = 0;
    for (size_t i = first; i < nest->phi_count; i++)
        rank += LLVMTypeOf(nest->phis[i].phi) == type;
    return rank;
}

static size_t find_slot(struct nest *nest, LLVMTypeRef type, size_t rank, bool shared) {
    for (size_t i = 0; shared && i < nest->slot_count; i++)
        if (nest->slots[i].shared && nest->slots[i].type == type && nest->slots[i].rank == rank)
            return i;
    *ARRAY_ADD(nest->slots, nest->slot_count) =
        (struct slot){.type = type, .rank = rank, .shared = shared};
    return nest->slot_count - 1;
}

/* What follows a branch is not gone to by a guard: other edges of that branch bring theirs. */
static void collect_phis(struct nest *nest, size_t node) {
    size_t first = nest->phi_count;
    bool shared = nest->numbered && !nest->places[node].follows;
    FOR_EACH_INSTRUCTION(phi, nest->places[node].block) {
        if (!LLVMIsAPHINode(phi))
            break;
        LLVMTypeRef type = LLVMTypeOf(phi);
        size_t slot = find_slot(nest, type, shared ? rank_of(nest, type, first) : 0, shared);
        value_map_set(&nest->phi_numbers, phi, nest->phi_count);
        *ARRAY_ADD(nest->phis, nest->phi_count) = (struct phi){.phi = phi, .slot = slot};
    }
}

static void collect_blocks(struct nest *nest) {
    for (size_t node = 0; node < nest->nesting.count; node++) {
        bool dispatch = nesting_is_dispatch(&nest->nesting, node);
        struct place *place = &nest->places[node];
        place->block = dispatch ? new_block(nest, "dispatch") : nest->flow.blocks[node];
        place->guard = place->latch = (size_t)NONE;
        if (!dispatch)
            collect_phis(nest, node);
    }
}

static void empty(LLVMBasicBlockRef block) {
    for (LLVMValueRef last; (last = LLVMGetLastInstruction(block));) {
        if (LLVMGetTypeKind(LLVMTypeOf(last)) != LLVMVoidTypeKind)
            LLVMReplaceAllUsesWith(last, LLVMGetPoison(LLVMTypeOf(last)));
        LLVMInstructionEraseFromParent(last);
    }
}

/* Blocks that nothing leads to lead nowhere, and nothing is in them: their phis would want as many
 * values as before. */
static void cut_unreachable(struct nest *nest) {
    FOR_EACH_BLOCK(block, nest->function) {
        if (value_map_get(&nest->flow.numbers, block) != VALUE_MAP_NONE)
            continue;
        empty(block);
        LLVMPositionBuilderAtEnd(nest->builder, block);
        LLVMBuildUnreachable(nest->builder);
    }
}

static void rewrite(struct nest *nest) {
    cut_unreachable(nest);
    collect_blocks(nest);
    for (size_t i = 0; i < nest->nesting.count; i++) {
        size_t node = nest->nesting.sequence[i];
        LLVMBasicBlockRef next = build_chain(nest, node);
        if (nesting_is_dispatch(&nest->nesting, node)) {
            LLVMPositionBuilderAtEnd(nest->builder, nest->places[node].block);
            LLVMSetCurrentDebugLocation2(nest->builder, NULL);
            LLVMBuildBr(nest->builder, next);
            continue;
        }
        /* Values that come with the edges inside. */
        for (size_t edge = nest->nesting.nodes[node].first_out; edge != (size_t)NONE;
             edge = nest->nesting.edges[edge].next_out)
            if (leads_inside(nest, &nest->nesting.edges[edge]))
                bring_values(nest, &nest->nesting.edges[edge], nest->places[node].block);
        rewrite_branch(nest, node, next);
    }
}

/* ---- values ---- */

/* A value that no longer comes before all of its uses. Phis are all new, or will be replaced. */
static void repair_uses(struct ssa *ssa, LLVMValueRef value) {
    LLVMBasicBlockRef home = LLVMGetInstructionParent(value);
    size_t home_number = ssa_block(ssa, home);
    struct ssa_definition own = {home, value};
    LLVMValueRef *users = NULL;
    size_t count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        size_t block = ssa_block(ssa, LLVMGetInstructionParent(user));
        if (!LLVMIsAPHINode(user) && block != (size_t)VALUE_MAP_NONE &&
            !dominators_contain(&ssa->dominators, home_number, ssa->dominators.place[block]))
            *ARRAY_ADD(users, count) = user;
    }
    if (count)
        ssa_begin(ssa, LLVMGetPoison(LLVMTypeOf(value)), &own, 1);
    for (size_t i = 0; i < count; i++) {
        LLVMValueRef here = ssa_at_start(ssa, LLVMGetInstructionParent(users[i]));
        for (int j = 0; j < LLVMGetNumOperands(users[i]); j++)
            if (LLVMGetOperand(users[i], (unsigned)j) == value)
                LLVMSetOperand(users[i], (unsigned)j, here);
    }
    if (count)
        ssa_end(ssa);
    free(users);
}

static void repair_values(struct nest *nest, struct ssa *ssa) {
    for (size_t i = 0; i < nest->flow.count; i++)
        FOR_EACH_INSTRUCTION(instruction, nest->flow.blocks[i]) {
            if (LLVMGetTypeKind(LLVMTypeOf(instruction)) != LLVMVoidTypeKind)
                repair_uses(ssa, instruction);
        }
}

/* The same for what is brought along. */
static void repair_definitions(struct ssa *ssa, struct definitions *definitions) {
    for (size_t i = 0; i < definitions->count; i++) {
        struct ssa_definition *definition = &definitions->items[i];
        if (!LLVMIsAInstruction(definition->value))
            continue;
        LLVMBasicBlockRef home = LLVMGetInstructionParent(definition->value);
        struct ssa_definition own = {home, definition->value};
        if (dominators_contain(&ssa->dominators, ssa_block(ssa, home),
                               ssa->dominators.place[ssa_block(ssa, definition->block)]))
            continue;
        ssa_begin(ssa, LLVMGetPoison(LLVMTypeOf(definition->value)), &own, 1);
        definition->value = ssa_at_end(ssa, definition->block);
        ssa_end(ssa);
    }
}

/* What a slot has: what edges bring, until the phi has taken it. No lane asks for it after that. */
static struct definitions slot_values(const struct nest *nest, size_t slot, size_t first) {
    const struct definitions *incoming = &nest->slots[slot].incoming;
    struct definitions all = {0};
    for (size_t phi = first; phi != (size_t)NONE; phi = nest->phis[phi].next)
        define(&all, LLVMGetInstructionParent(nest->phis[phi].phi),
               LLVMGetPoison(nest->slots[slot].type));
    for (size_t i = 0; i < incoming->count; i++)
        define(&all, incoming->items[i].block, incoming->items[i].value);
    return all;
}

/* All phis of a slot, one slot after the other. */
static void resolve_phis(struct nest *nest, struct ssa *ssa) {
    size_t *first = xcalloc(nest->slot_count + 1, sizeof *first);
    for (size_t i = 0; i < nest->slot_count; i++)
        first[i] = (size_t)NONE;
    for (size_t i = 0; i < nest->phi_count; i++) {
        nest->phis[i].next = first[nest->phis[i].slot];
        first[nest->phis[i].slot] = i;
    }
    for (size_t i = 0; i < nest->slot_count; i++) {
        struct definitions values = slot_values(nest, i, first[i]);
        ssa_begin(ssa, LLVMGetPoison(nest->slots[i].type), values.items, values.count);
        for (size_t phi = first[i]; phi != (size_t)NONE; phi = nest->phis[phi].next)
            nest->phis[phi].value =
                ssa_at_start(ssa, LLVMGetInstructionParent(nest->phis[phi].phi));
        ssa_end(ssa);
        free(values.items);
    }
    free(first);
}

static LLVMValueRef final_value(const struct nest *nest, LLVMValueRef value) {
    ptrdiff_t number;
    while ((number = value_map_get(&nest->phi_numbers, value)) != VALUE_MAP_NONE)
        value = nest->phis[number].value;
    return value;
}

static void replace_phis(struct nest *nest) {
    for (size_t i = 0; i < nest->phi_count; i++)
        LLVMReplaceAllUsesWith(nest->phis[i].phi, final_value(nest, nest->phis[i].phi));
    for (size_t i = 0; i < nest->phi_count; i++)
        LLVMInstructionEraseFromParent(nest->phis[i].phi);
}

/* ---- answers ---- */

/* A flag is down from the block on in whose chain it is asked. */
static LLVMValueRef answer_flag(struct nest *nest, struct ssa *ssa, struct question *question) {
    size_t home = question->latch ? question->node : nest->nesting.nodes[question->node].parent;
    struct definitions all = {0};
    define(&all, nest->places[home].block, bit(nest, false));
    for (size_t i = 0; i < question->flag.count; i++)
        define(&all, question->flag.items[i].block, question->flag.items[i].value);
    ssa_begin(ssa, bit(nest, false), all.items, all.count);
    LLVMValueRef answer = ssa_at_start(ssa, question->block);
    ssa_end(ssa);
    free(all.items);
    return answer;
}

static LLVMValueRef answer_number(struct nest *nest, LLVMValueRef wish,
                                  const struct question *question) {
    size_t node = question->node;
    LLVMPositionBuilderBefore(nest->builder, question->branch);
    LLVMSetCurrentDebugLocation2(nest->builder, NULL);
    if (!nesting_is_dispatch(&nest->nesting, node))
        return LLVMBuildICmp(nest->builder, LLVMIntEQ, wish, number_of(nest, node), "");
    /* Every block in its loop. */
    size_t last = nest->nesting.loops[nest->nesting.nodes[node].loop].last_place;
    LLVMValueRef size =
        LLVMConstInt(number_type(nest), last - nest->nesting.nodes[node].place + 1, false);
    LLVMValueRef offset = LLVMBuildSub(nest->builder, wish, number_of(nest, node), "");
    return LLVMBuildICmp(nest->builder, LLVMIntULT, offset, size, "");
}

static void answer(struct nest *nest, struct ssa *ssa) {
    if (nest->numbered)
        ssa_begin(ssa, LLVMConstNull(number_type(nest)), nest->wish.items, nest->wish.count);
    for (size_t i = 0; i < nest->question_count; i++) {
        struct question *question = &nest->questions[i];
        LLVMSetCondition(question->branch,
                         nest->numbered
                             ? answer_number(nest, ssa_at_start(ssa, question->block), question)
                             : answer_flag(nest, ssa, question));
    }
    if (nest->numbered)
        ssa_end(ssa);
}

/* ---- */

static void close_nest(struct nest *nest) {
    for (size_t i = 0; i < nest->slot_count; i++)
        free(nest->slots[i].incoming.items);
    free(nest->slots);
    for (size_t i = 0; i < nest->question_count; i++)
        free(nest->questions[i].flag.items);
    free(nest->phis);
    free(nest->questions);
    free(nest->wish.items);
    free(nest->places);
    value_map_free(&nest->phi_numbers);
    nesting_free(&nest->nesting);
    control_flow_free(&nest->flow);
    LLVMDisposeBuilder(nest->builder);
}

void nest_function(struct ir_unit *unit, LLVMValueRef function) {
    struct nest nest = {
        .unit = unit, .function = function, .builder = LLVMCreateBuilderInContext(unit->context)};
    struct ssa ssa;
    control_flow_build(&nest.flow, function);
    nesting_build(&nest.nesting, &nest.flow);
    plan(&nest);
    rewrite(&nest);
    ssa_open(&ssa, unit, function);
    for (size_t i = 0; i < nest.slot_count; i++)
        repair_definitions(&ssa, &nest.slots[i].incoming);
    for (size_t i = 0; i < nest.question_count; i++)
        repair_definitions(&ssa, &nest.questions[i].flag);
    answer(&nest, &ssa);
    resolve_phis(&nest, &ssa);
    repair_values(&nest, &ssa);
    replace_phis(&nest);
    steps_to_heads(&ssa);
    ssa_close(&ssa);
    close_nest(&nest);
}
