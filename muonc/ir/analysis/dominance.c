#include "muonc/ir/analysis/dominance.h"

#include "support/alloc.h"

#include <stdlib.h>

/* Both trees by the method of Cooper, Harvey and Kennedy: in the order of a depth-first search, a
 * block's parent is where the parents' chains of the blocks before it meet; again until nothing
 * changes, which is soon. */

enum { NONE = -1 };

/* ---- post-dominators ---- */

struct post_order {
    size_t *blocks, count; /* those that a path leads from to the end */
    size_t *rank;          /* by block: its index there plus 1; 0: it is not there */
};

static void visit(const struct control_flow *flow, size_t root, struct post_order *order,
                  size_t *stack, size_t *next) {
    size_t depth = 0;
    order->rank[root] = 1;
    stack[depth++] = root;
    while (depth) {
        size_t block = stack[depth - 1];
        if (next[block] == control_flow_predecessors(flow, block)) {
            order->blocks[order->count++] = block;
            depth--;
            continue;
        }
        size_t before = control_flow_predecessor(flow, block, next[block]++);
        if (!order->rank[before]) {
            order->rank[before] = 1;
            stack[depth++] = before;
        }
    }
}

static struct post_order order_backwards(const struct control_flow *flow) {
    struct post_order order = {.blocks = xcalloc(flow->count + 1, sizeof *order.blocks),
                               .rank = xcalloc(flow->count + 1, sizeof *order.rank)};
    size_t *stack = xcalloc(flow->count, sizeof *stack), *next = xcalloc(flow->count, sizeof *next);
    for (size_t block = 0; block < flow->count; block++)
        if (control_flow_successors(flow, block) == 0)
            visit(flow, block, &order, stack, next);
    for (size_t i = 0; i < order.count; i++)
        order.rank[order.blocks[i]] = i + 1;
    order.rank[flow->count] = order.count + 1;
    free(next);
    free(stack);
    return order;
}

static size_t meet_behind(const size_t *parents, const size_t *rank, size_t a, size_t b) {
    while (a != b) {
        while (rank[a] < rank[b])
            a = parents[a];
        while (rank[b] < rank[a])
            b = parents[b];
    }
    return a;
}

static size_t post_dominator(const struct control_flow *flow, const struct post_order *order,
                             const size_t *parents, size_t block) {
    size_t successors = control_flow_successors(flow, block);
    size_t parent = successors ? (size_t)NONE : flow->count;
    for (size_t i = 0; i < successors; i++) {
        size_t next = control_flow_successor(flow, block, i);
        if (parents[next] == (size_t)NONE)
            continue;
        parent = parent == (size_t)NONE ? next : meet_behind(parents, order->rank, parent, next);
    }
    return parent;
}

static void find_post_dominators(struct control_flow *flow) {
    struct post_order order = order_backwards(flow);
    size_t *parents = xcalloc(flow->count + 1, sizeof *parents);
    size_t *depths = xcalloc(flow->count + 1, sizeof *depths);
    for (size_t block = 0; block < flow->count; block++)
        parents[block] = (size_t)NONE;
    parents[flow->count] = flow->count;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = order.count; i-- > 0;) {
            size_t block = order.blocks[i];
            size_t parent = post_dominator(flow, &order, parents, block);
            changed |= parent != parents[block];
            parents[block] = parent;
        }
    }
    for (size_t i = order.count; i-- > 0;)
        depths[order.blocks[i]] = depths[parents[order.blocks[i]]] + 1;
    for (size_t block = 0; block < flow->count; block++)
        if (parents[block] == (size_t)NONE)
            parents[block] = flow->count;
    flow->post_dominators = parents;
    flow->post_depths = depths;
    free(order.blocks);
    free(order.rank);
}

size_t control_flow_post_dominator(struct control_flow *flow, size_t block) {
    if (!flow->post_dominators)
        find_post_dominators(flow);
    return flow->post_dominators[block];
}

/* ---- dominators: the blocks' numbers are the order ---- */

static size_t dominator(const struct control_flow *flow, const size_t *parents, size_t block) {
    size_t parent = (size_t)NONE;
    for (size_t i = 0; i < control_flow_predecessors(flow, block); i++) {
        size_t before = control_flow_predecessor(flow, block, i);
        if (parents[before] == (size_t)NONE)
            continue;
        if (parent == (size_t)NONE)
            parent = before;
        while (parent != before) {
            while (parent > before)
                parent = parents[parent];
            while (before > parent)
                before = parents[before];
        }
    }
    return parent;
}

static size_t *find_dominators(const struct control_flow *flow) {
    size_t *parents = xcalloc(flow->count, sizeof *parents);
    for (size_t block = 1; block < flow->count; block++)
        parents[block] = (size_t)NONE;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t block = 1; block < flow->count; block++) {
            size_t parent = dominator(flow, parents, block);
            changed |= parent != parents[block];
            parents[block] = parent;
        }
    }
    return parents;
}

void dominators_build(struct dominators *dominators, const struct control_flow *flow) {
    size_t *parents = find_dominators(flow);
    size_t *place = xcalloc(flow->count, sizeof *place), *size = xcalloc(flow->count, sizeof *size);
    size_t *next = xcalloc(flow->count, sizeof *next); /* place of a block's next child */
    for (size_t block = flow->count; block-- > 0;) {
        size[block]++;
        if (block)
            size[parents[block]] += size[block];
    }
    next[0] = 1;
    for (size_t block = 1; block < flow->count; block++) {
        place[block] = next[parents[block]];
        next[parents[block]] += size[block];
        next[block] = place[block] + 1;
    }
    *dominators = (struct dominators){place, size, parents};
    free(next);
}

void dominators_free(struct dominators *dominators) {
    free(dominators->place);
    free(dominators->size);
    free(dominators->parent);
}
