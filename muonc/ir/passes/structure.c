#include "muonc/ir/passes/structure.h"

#include <stdlib.h>
#include <string.h>

/* Adds what paths from start lead to before end. */
static void reach(const struct control_flow *flow, size_t start, size_t end, bool *blocks) {
    size_t *stack = xcalloc(flow->count, sizeof *stack), depth = 0;
    if (start != end && !blocks[start]) {
        blocks[start] = true;
        stack[depth++] = start;
    }
    while (depth) {
        size_t block = stack[--depth];
        for (unsigned i = 0; i < control_flow_successors(flow, block); i++) {
            size_t next = control_flow_successor(flow, block, i);
            if (next == end || blocks[next])
                continue;
            blocks[next] = true;
            stack[depth++] = next;
        }
    }
    free(stack);
}

static bool leads_into(const struct control_flow *flow, size_t block, const bool *blocks) {
    for (unsigned i = 0; i < control_flow_successors(flow, block); i++)
        if (blocks[control_flow_successor(flow, block, i)])
            return true;
    return false;
}

static bool is_forward(struct control_flow *flow, size_t branch, bool *blocks) {
    size_t end = control_flow_post_dominator(flow, branch);
    if (end == flow->count)
        return false;
    for (unsigned i = 0; i < control_flow_successors(flow, branch); i++)
        reach(flow, control_flow_successor(flow, branch, i), end, blocks);
    bool good = !blocks[branch];
    for (size_t block = 0; block < flow->count && good; block++)
        good = blocks[block] || block == branch || !leads_into(flow, block, blocks);
    return good;
}

/* The blocks from which a path leads to the latch without passing the head. */
static void find_loop(const struct control_flow *flow, size_t latch, size_t head, bool *blocks) {
    blocks[head] = true;
    blocks[latch] = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t block = flow->count; block-- > 0;) {
            for (unsigned i = 0; !blocks[block] && i < control_flow_successors(flow, block); i++) {
                size_t next = control_flow_successor(flow, block, i);
                blocks[block] = next != head && blocks[next];
                changed |= blocks[block];
            }
        }
    }
}

static bool is_latch(const struct control_flow *flow, size_t branch, bool *blocks) {
    bool repeats = control_flow_successor(flow, branch, 0) > branch;
    size_t head = control_flow_successor(flow, branch, repeats);
    size_t out = control_flow_successor(flow, branch, !repeats);
    if (head > branch)
        return false;
    find_loop(flow, branch, head, blocks);
    bool good = !blocks[0] && !blocks[out];
    for (size_t block = 0; block < flow->count && good; block++) {
        for (unsigned i = 0; i < control_flow_successors(flow, block) && block != branch; i++) {
            size_t next = control_flow_successor(flow, block, i);
            if (blocks[block])
                good &= blocks[next] && next != head;
        }
    }
    return good;
}

enum branch_shape structure_shape(struct control_flow *flow, size_t branch, bool *blocks) {
    if (!LLVMIsABranchInst(LLVMGetBasicBlockTerminator(flow->blocks[branch])))
        return SHAPE_NONE;
    if (is_forward(flow, branch, blocks))
        return SHAPE_FORWARD;
    memset(blocks, 0, flow->count * sizeof *blocks);
    return is_latch(flow, branch, blocks) ? SHAPE_LATCH : SHAPE_NONE;
}

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
    /* The last one removes phis of one value, of which structurizecfg makes many. */
    bool good = unit_run_passes(
        unit, "function(lower-switch,fix-irreducible,loop-simplify,unify-loop-exits,"
              "structurizecfg,instsimplify)");
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
