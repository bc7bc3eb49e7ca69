#include "muonc/ir/passes/structure.h"

#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/passes/nest.h"
#include "muonc/ir/passes/state_loops.h"

#include <stdlib.h>
#include <string.h>

/* ---- shapes ---- */

void shapes_open(struct shapes *shapes, struct control_flow *flow) {
    size_t count = flow->count;
    *shapes = (struct shapes){
        .flow = flow,
        .loop = xcalloc(count, sizeof *shapes->loop),
        .in_loop = xcalloc(count, sizeof *shapes->in_loop),
        .arrived = xcalloc(count, sizeof *shapes->arrived),
        .stack = xcalloc(count, sizeof *shapes->stack),
        .found = xcalloc(count, sizeof *shapes->found),
        .edges_to_end = xcalloc(count, sizeof *shapes->edges_to_end),
    };
}

void shapes_close(struct shapes *shapes) {
    free(shapes->loop);
    free(shapes->in_loop);
    free(shapes->arrived);
    free(shapes->stack);
    free(shapes->found);
    free(shapes->edges_to_end);
}

/* What paths from a branch lead to before its end. */
struct search {
    struct shapes *shapes;
    size_t end, edges_to_end;
    size_t depth, count; /* of shapes->stack, shapes->found */
};

static void arrive(struct search *search, size_t block, size_t edges) {
    struct shapes *shapes = search->shapes;
    if (block == search->end) {
        search->edges_to_end += edges;
        return;
    }
    if (!shapes->arrived[block])
        shapes->stack[search->depth++] = shapes->found[search->count++] = block;
    shapes->arrived[block] += edges;
}

/* A forward branch is left by edges to its end only. */
static void leave(struct search *search, size_t block) {
    struct shapes *shapes = search->shapes;
    if (shapes->edges_to_end[block]) {
        arrive(search, control_flow_post_dominator(shapes->flow, block),
               shapes->edges_to_end[block]);
        return;
    }
    for (size_t i = 0; i < control_flow_successors(shapes->flow, block); i++)
        arrive(search, control_flow_successor(shapes->flow, block, i), 1);
}

/* Nothing else leads between: all edges to the blocks there have been counted. */
static bool is_forward(struct shapes *shapes, size_t branch) {
    struct search search = {.shapes = shapes,
                            .end = control_flow_post_dominator(shapes->flow, branch)};
    if (search.end == shapes->flow->count)
        return false;
    leave(&search, branch);
    while (search.depth)
        leave(&search, shapes->stack[--search.depth]);
    bool good = !shapes->arrived[branch];
    for (size_t i = 0; i < search.count; i++) {
        size_t block = shapes->found[i];
        good &= shapes->arrived[block] == control_flow_predecessors(shapes->flow, block);
        shapes->arrived[block] = 0;
    }
    if (good)
        shapes->edges_to_end[branch] = search.edges_to_end;
    return good;
}

static void add_to_loop(struct shapes *shapes, size_t block) {
    if (shapes->in_loop[block])
        return;
    shapes->in_loop[block] = true;
    shapes->loop[shapes->loop_count++] = block;
}

/* The blocks from which a path leads to the latch without passing the head. */
static void find_loop(struct shapes *shapes, size_t latch, size_t head) {
    for (size_t i = 0; i < shapes->loop_count; i++)
        shapes->in_loop[shapes->loop[i]] = false;
    shapes->loop_count = 0;
    add_to_loop(shapes, head);
    add_to_loop(shapes, latch);
    for (size_t done = 1; done < shapes->loop_count; done++) {
        size_t block = shapes->loop[done];
        for (size_t i = 0; i < control_flow_predecessors(shapes->flow, block); i++)
            add_to_loop(shapes, control_flow_predecessor(shapes->flow, block, i));
    }
}

static bool is_latch(struct shapes *shapes, size_t branch) {
    const struct control_flow *flow = shapes->flow;
    bool repeats = control_flow_successor(flow, branch, 0) > branch;
    size_t head = control_flow_successor(flow, branch, repeats);
    size_t out = control_flow_successor(flow, branch, !repeats);
    if (head > branch)
        return false;
    find_loop(shapes, branch, head);
    bool good = !shapes->in_loop[0] && !shapes->in_loop[out];
    for (size_t b = 0; b < shapes->loop_count && good; b++) {
        size_t block = shapes->loop[b];
        for (size_t i = 0; i < control_flow_successors(flow, block) && block != branch; i++) {
            size_t next = control_flow_successor(flow, block, i);
            good &= shapes->in_loop[next] && next != head;
        }
    }
    return good;
}

enum branch_shape shapes_find(struct shapes *shapes, size_t branch) {
    if (!LLVMIsABranchInst(LLVMGetBasicBlockTerminator(shapes->flow->blocks[branch])))
        return SHAPE_NONE;
    if (is_forward(shapes, branch))
        return SHAPE_FORWARD;
    return is_latch(shapes, branch) ? SHAPE_LATCH : SHAPE_NONE;
}

/* ---- restructuring ---- */

static unsigned attribute_kind(const char *name) {
    return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static bool has_attribute(LLVMValueRef function, unsigned kind) {
    return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, kind) != NULL;
}

static void set_attribute(struct ir_unit *unit, LLVMValueRef function, unsigned kind) {
    LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(unit->context, kind, 0));
}

/* LLVM runs passes over a whole module, but passes over what is not to be optimised. */
bool structure_functions(struct ir_unit *unit, const struct value_map *chosen) {
    unsigned optnone = attribute_kind("optnone"), noinline_ = attribute_kind("noinline");
    struct value_map hidden = {0}, marked = {0};
    FOR_EACH_FUNCTION(function, unit->module) {
        if (LLVMIsDeclaration(function) || value_map_get(chosen, function) != VALUE_MAP_NONE)
            continue;
        value_map_set(&hidden, function, 0);
        if (!has_attribute(function, noinline_))
            value_map_set(&marked, function, 0);
        set_attribute(unit, function, noinline_);
        set_attribute(unit, function, optnone);
    }
    FOR_EACH_FUNCTION(function, unit->module)
    if (value_map_get(chosen, function) != VALUE_MAP_NONE)
        state_loops_build(unit, function);
    bool good = unit_run_passes(unit, "function(lower-switch)");
    FOR_EACH_FUNCTION(function, unit->module)
    if (good && value_map_get(chosen, function) != VALUE_MAP_NONE)
        nest_function(unit, function);
    /* Phis of one value, and what is computed from constants. */
    good = good && unit_run_passes(unit, "function(instsimplify)");
    FOR_EACH_FUNCTION(function, unit->module) {
        if (value_map_get(&hidden, function) != VALUE_MAP_NONE)
            LLVMRemoveEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, optnone);
        if (value_map_get(&marked, function) != VALUE_MAP_NONE)
            LLVMRemoveEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, noinline_);
    }
    value_map_free(&hidden);
    value_map_free(&marked);
    return good;
}
