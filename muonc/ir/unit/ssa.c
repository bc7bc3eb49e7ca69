#include "muonc/ir/unit/ssa.h"

#include "support/array.h"

#include <stdlib.h>

/* By the method of Cytron et al.: a variable's values meet in the blocks of the iterated dominance
 * frontier of its definitions. Both kinds of blocks are its sites, kept in the order of the tree of
 * dominators, so that the nearest one before a block is found by search. The graphs that this is
 * for are nested, which makes their frontiers small: the time grows with the definitions and the
 * uses. */

enum { NONE = -1 };

struct site {
    size_t block;
    size_t outer;          /* the nearest site that dominates it, or NONE */
    bool meets;            /* values meet at its start */
    LLVMValueRef phi, end; /* once it was asked for; the definition, or NULL */
};

struct ssa_state {
    LLVMValueRef initial;
    struct site *sites;
    size_t count;
    size_t *pending, pending_count; /* sites whose phis have no operands yet */
    size_t *site_of;                /* by block, plus 1; 0 for none */
    size_t *stack;
};

/* ---- the function ---- */

/* The blocks from each of a join's predecessors up to the join's parent have it in their frontier.
 */
static void visit_frontier(struct ssa *ssa, size_t *begin, size_t *blocks) {
    const size_t *parent = ssa->dominators.parent;
    for (size_t join = 0; join < ssa->flow.count; join++) {
        size_t count = control_flow_predecessors(&ssa->flow, join);
        for (size_t i = 0; i < count && count > 1; i++)
            for (size_t block = control_flow_predecessor(&ssa->flow, join, i);
                 block != parent[join] && ssa->state->stack[block] != join + 1;
                 block = parent[block]) {
                ssa->state->stack[block] = join + 1;
                if (blocks)
                    blocks[begin[block + 1]] = join;
                begin[block + 1]++;
            }
    }
    for (size_t block = 0; block < ssa->flow.count; block++)
        ssa->state->stack[block] = 0;
}

static void find_frontier(struct ssa *ssa) {
    size_t count = ssa->flow.count;
    size_t *begin = xcalloc(count + 2, sizeof *begin);
    visit_frontier(ssa, begin + 1, NULL);
    for (size_t block = 0; block < count; block++)
        begin[block + 2] += begin[block + 1];
    size_t *blocks = xcalloc(begin[count + 1] + 1, sizeof *blocks);
    visit_frontier(ssa, begin, blocks);
    ssa->frontier = (struct control_edges){begin, blocks};
}

void ssa_open(struct ssa *ssa, struct ir_unit *unit, LLVMValueRef function) {
    *ssa = (struct ssa){.unit = unit,
                        .builder = LLVMCreateBuilderInContext(unit->context),
                        .state = xcalloc(1, sizeof *ssa->state)};
    control_flow_build(&ssa->flow, function);
    dominators_build(&ssa->dominators, &ssa->flow);
    ssa->state->site_of = xcalloc(ssa->flow.count, sizeof *ssa->state->site_of);
    ssa->state->stack = xcalloc(ssa->flow.count, sizeof *ssa->state->stack);
    find_frontier(ssa);
}

void ssa_close(struct ssa *ssa) {
    free(ssa->state->site_of);
    free(ssa->state->stack);
    free(ssa->state);
    free(ssa->frontier.begin);
    free(ssa->frontier.blocks);
    dominators_free(&ssa->dominators);
    control_flow_free(&ssa->flow);
    LLVMDisposeBuilder(ssa->builder);
}

size_t ssa_block(const struct ssa *ssa, LLVMBasicBlockRef block) {
    return (size_t)value_map_get(&ssa->flow.numbers, block);
}

/* ---- a variable's sites ---- */

static struct site *site_at(struct ssa_state *state, size_t block) {
    if (!state->site_of[block]) {
        *ARRAY_ADD(state->sites, state->count) =
            (struct site){.block = block, .outer = (size_t)NONE};
        state->site_of[block] = state->count;
    }
    return &state->sites[state->site_of[block] - 1];
}

static void add_frontiers(struct ssa *ssa) {
    struct ssa_state *state = ssa->state;
    for (size_t i = 0; i < state->count; i++) {
        size_t block = state->sites[i].block;
        for (size_t j = ssa->frontier.begin[block]; j < ssa->frontier.begin[block + 1]; j++)
            site_at(state, ssa->frontier.blocks[j])->meets = true;
    }
}

static const struct dominators *sorting;

static int by_place(const void *a, const void *b) {
    size_t x = sorting->place[((const struct site *)a)->block];
    size_t y = sorting->place[((const struct site *)b)->block];
    return (x > y) - (x < y);
}

static bool dominates(const struct ssa *ssa, size_t block, size_t other) {
    return dominators_contain(&ssa->dominators, block, ssa->dominators.place[other]);
}

static void sort_sites(struct ssa *ssa) {
    struct ssa_state *state = ssa->state;
    sorting = &ssa->dominators;
    if (state->count)
        qsort(state->sites, state->count, sizeof *state->sites, by_place);
    for (size_t i = 0; i < state->count; i++) {
        size_t outer = i ? i - 1 : (size_t)NONE;
        while (outer != (size_t)NONE &&
               !dominates(ssa, state->sites[outer].block, state->sites[i].block))
            outer = state->sites[outer].outer;
        state->sites[i].outer = outer;
        state->site_of[state->sites[i].block] = i + 1;
    }
}

void ssa_begin(struct ssa *ssa, LLVMValueRef initial, const struct ssa_definition *definitions,
               size_t count) {
    struct ssa_state *state = ssa->state;
    state->initial = initial;
    for (size_t i = 0; i < count; i++)
        site_at(state, ssa_block(ssa, definitions[i].block))->end = definitions[i].value;
    add_frontiers(ssa);
    sort_sites(ssa);
}

/* ---- its values ---- */

/* The nearest site that dominates a block without one. */
static size_t site_before(const struct ssa *ssa, size_t block) {
    const struct ssa_state *state = ssa->state;
    size_t place = ssa->dominators.place[block], low = 0, high = state->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ssa->dominators.place[state->sites[middle].block] < place)
            low = middle + 1;
        else
            high = middle;
    }
    size_t site = low ? low - 1 : (size_t)NONE;
    while (site != (size_t)NONE && !dominates(ssa, state->sites[site].block, block))
        site = state->sites[site].outer;
    return site;
}

static LLVMValueRef phi_of(struct ssa *ssa, size_t index) {
    struct site *site = &ssa->state->sites[index];
    if (site->phi)
        return site->phi;
    LLVMBasicBlockRef block = ssa->flow.blocks[site->block];
    LLVMValueRef first = LLVMGetFirstInstruction(block);
    if (first) /* which may be behind records of where variables are */
        LLVMPositionBuilderBeforeInstrAndDbgRecords(ssa->builder, first);
    else
        LLVMPositionBuilderAtEnd(ssa->builder, block);
    LLVMSetCurrentDebugLocation2(ssa->builder, NULL);
    site->phi = LLVMBuildPhi(ssa->builder, LLVMTypeOf(ssa->state->initial), "");
    *ARRAY_ADD(ssa->state->pending, ssa->state->pending_count) = index;
    return site->phi;
}

static LLVMValueRef value_behind(struct ssa *ssa, size_t site) {
    if (site == (size_t)NONE)
        return ssa->state->initial;
    LLVMValueRef end = ssa->state->sites[site].end;
    return end ? end : phi_of(ssa, site);
}

static LLVMValueRef at_start(struct ssa *ssa, size_t block) {
    size_t site = ssa->state->site_of[block];
    if (!site)
        return value_behind(ssa, site_before(ssa, block));
    if (ssa->state->sites[site - 1].meets)
        return phi_of(ssa, site - 1);
    return value_behind(ssa, ssa->state->sites[site - 1].outer);
}

static LLVMValueRef at_end(struct ssa *ssa, size_t block) {
    size_t site = ssa->state->site_of[block];
    return site && ssa->state->sites[site - 1].end ? ssa->state->sites[site - 1].end
                                                   : at_start(ssa, block);
}

LLVMValueRef ssa_at_start(struct ssa *ssa, LLVMBasicBlockRef block) {
    return at_start(ssa, ssa_block(ssa, block));
}

LLVMValueRef ssa_at_end(struct ssa *ssa, LLVMBasicBlockRef block) {
    return at_end(ssa, ssa_block(ssa, block));
}

void ssa_end(struct ssa *ssa) {
    struct ssa_state *state = ssa->state;
    for (size_t i = 0; i < state->pending_count; i++) {
        struct site *site = &state->sites[state->pending[i]];
        for (size_t j = 0; j < control_flow_predecessors(&ssa->flow, site->block); j++) {
            size_t before = control_flow_predecessor(&ssa->flow, site->block, j);
            LLVMValueRef value = at_end(ssa, before);
            LLVMAddIncoming(site->phi, &value, &ssa->flow.blocks[before], 1);
        }
    }
    for (size_t i = 0; i < state->count; i++)
        state->site_of[state->sites[i].block] = 0;
    free(state->sites);
    free(state->pending);
    state->sites = NULL;
    state->pending = NULL;
    state->count = state->pending_count = 0;
}
