/* The control-flow graph of one function, as numbers. */
#ifndef MUONC_IR_ANALYSIS_CONTROL_FLOW_H
#define MUONC_IR_ANALYSIS_CONTROL_FLOW_H

#include "muonc/ir/unit/value_map.h"

#include <llvm-c/Core.h>
#include <stdbool.h>

/* Edges by the block at one of their ends: those of block b are blocks[begin[b]] up to
 * blocks[begin[b + 1]], the numbers of the other ends. */
struct control_edges {
    size_t *begin, *blocks;
};

/* Blocks that the entry reaches, numbered in reverse post-order; the entry is 0. */
struct control_flow {
    LLVMBasicBlockRef *blocks;
    size_t count;
    struct value_map numbers; /* by block; blocks that cannot be reached have none */
    struct control_edges to, from;
    size_t *post_dominators; /* NULL until one was asked for */
    size_t *post_depths;     /* how many post-dominators each has, and `count` at index count: 0 */
};

void control_flow_build(struct control_flow *flow, LLVMValueRef function);
void control_flow_free(struct control_flow *flow);

static inline size_t control_edges_count(const struct control_edges *edges, size_t block) {
    return edges->begin[block + 1] - edges->begin[block];
}

static inline size_t control_flow_successors(const struct control_flow *flow, size_t block) {
    return control_edges_count(&flow->to, block);
}

static inline size_t control_flow_successor(const struct control_flow *flow, size_t block,
                                            size_t index) {
    return flow->to.blocks[flow->to.begin[block] + index];
}

static inline size_t control_flow_predecessors(const struct control_flow *flow, size_t block) {
    return control_edges_count(&flow->from, block);
}

static inline size_t control_flow_predecessor(const struct control_flow *flow, size_t block,
                                              size_t index) {
    return flow->from.blocks[flow->from.begin[block] + index];
}

#endif
