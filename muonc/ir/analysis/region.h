/* What a branch decides about. */
#ifndef MUONC_IR_ANALYSIS_REGION_H
#define MUONC_IR_ANALYSIS_REGION_H

#include "muonc/ir/analysis/control_flow.h"

/* The blocks on a path from it to its post-dominator. One serves many
 * branches of a function, one after the other, each at the cost of its own blocks. */
struct control_region {
    size_t *blocks, count; /* in no order */
    unsigned *ways; /* by block: from how many of the branch's successors a path leads there */
    bool *cycle;    /* by block: it is in a loop that the branch may leave */
    bool has_cycle; /* there is one */
    struct control_search *search;
};

void control_region_open(struct control_region *region, struct control_flow *flow);
void control_region_close(struct control_region *region);

void control_region_find(struct control_region *region, size_t branch);

/* Finds as much of it as has a block with more than one way, or a cycle, that no earlier call has
 * found. Of branches that lead to one end, each by itself would have all blocks before it; of those
 * in one loop, each all blocks of the loop. */
void control_region_find_new(struct control_region *region, size_t branch);

#endif
