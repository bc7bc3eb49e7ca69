/* How a function's blocks nest: the order and the tree in which they stand when every jump leads to
 * where the block that it is in ends, further out, or back to the head of its loop. */
#ifndef MUONC_IR_ANALYSIS_NESTING_H
#define MUONC_IR_ANALYSIS_NESTING_H

#include "muonc/ir/analysis/control_flow.h"

/* A loop that is entered at several blocks gets a node of its own before them, its dispatch, to
 * which all edges to these blocks lead. */
struct nesting_edge {
    size_t from, goal; /* nodes */
    size_t to;         /* the goal, or the outermost dispatch on the way there */
    unsigned index;    /* which successor of the block, or of the dispatch */
    size_t next_in, next_out;
};

struct nesting_node {
    size_t first_in, first_out; /* edges; NESTING_NONE ends each list */
    size_t order;               /* topological but for edges to heads; loops are in one piece */
    size_t loop;                /* the innermost, or NESTING_NONE */
    size_t parent;              /* the node in whose subtree it stands; the entry's is itself */
    size_t first_child, next_sibling; /* in order; those behind the loop of a head come last */
    size_t place, size;               /* of its subtree in pre-order */
};

struct nesting_loop {
    size_t head, parent;
    size_t last;       /* the order of its last node */
    size_t last_place; /* the place of its last node */
};

enum { NESTING_NONE = -1 };

/* Nodes have the numbers of the flow's blocks; dispatches follow. */
struct nesting {
    const struct control_flow *flow;
    struct nesting_node *nodes;
    size_t count;
    struct nesting_edge *edges;
    size_t edge_count;
    struct nesting_loop *loops;
    size_t loop_count;
    size_t *sequence; /* the nodes in order */
};

/* In time of the edges times the depth of loops. */
void nesting_build(struct nesting *nesting, const struct control_flow *flow);
void nesting_free(struct nesting *nesting);

static inline bool nesting_is_dispatch(const struct nesting *nesting, size_t node) {
    return node >= nesting->flow->count;
}

static inline bool nesting_is_head(const struct nesting *nesting, size_t node) {
    size_t loop = nesting->nodes[node].loop;
    return loop != (size_t)NESTING_NONE && nesting->loops[loop].head == node;
}

/* Whether an edge repeats a loop. */
static inline bool nesting_repeats(const struct nesting *nesting, const struct nesting_edge *edge) {
    return nesting->nodes[edge->to].order <= nesting->nodes[edge->from].order;
}

/* Whether a child stands behind the loop whose head its parent is. */
static inline bool nesting_is_behind(const struct nesting *nesting, size_t child) {
    size_t parent = nesting->nodes[child].parent;
    return child != parent && nesting_is_head(nesting, parent) &&
           nesting->nodes[child].order > nesting->loops[nesting->nodes[parent].loop].last;
}

#endif
