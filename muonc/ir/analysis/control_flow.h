/* The control-flow graph of one function, with its post-dominators. */
#ifndef MUONC_IR_ANALYSIS_CONTROL_FLOW_H
#define MUONC_IR_ANALYSIS_CONTROL_FLOW_H

#include "muonc/ir/unit/value_map.h"

#include <llvm-c/Core.h>
#include <stdbool.h>

/* Blocks that the entry reaches, numbered in reverse post-order; the entry is 0. */
struct control_flow {
    LLVMBasicBlockRef *blocks;
    size_t count;
    struct value_map numbers; /* by block; blocks that cannot be reached have none */
    size_t *post_dominators;  /* NULL until one was asked for */
};

void control_flow_build(struct control_flow *flow, LLVMValueRef function);
void control_flow_free(struct control_flow *flow);

unsigned control_flow_successors(const struct control_flow *flow, size_t block);
size_t control_flow_successor(const struct control_flow *flow, size_t block, unsigned index);

/* The nearest block that every path from here to a return passes; count: only the end. */
size_t control_flow_post_dominator(struct control_flow *flow, size_t block);

/* What a branch decides about: the blocks on a path from it to its post-dominator. Both arrays have
 * flow->count elements, all zero when given. */
struct control_region {
    unsigned *ways; /* from how many of the branch's successors a path leads here; 0: outside */
    bool *cycle;    /* the block is in a loop that the branch may leave */
};

void control_flow_region(struct control_flow *flow, size_t branch,
                         const struct control_region *region);

#endif
