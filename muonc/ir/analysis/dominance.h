/* Which blocks every path passes: dominators and post-dominators. */
#ifndef MUONC_IR_ANALYSIS_DOMINANCE_H
#define MUONC_IR_ANALYSIS_DOMINANCE_H

#include "muonc/ir/analysis/control_flow.h"

/* The nearest block that every path from here to a return passes; count: only the end. A loop
 * without an exit has no such path: count, too, and another block's paths do not go there. */
size_t control_flow_post_dominator(struct control_flow *flow, size_t block);

/* The tree of dominators in pre-order: block b dominates those with places from place[b] on, as
 * many as size[b] says, itself included. */
struct dominators {
    size_t *place, *size;
    size_t *parent; /* the nearest dominator; of the entry, itself */
};

void dominators_build(struct dominators *dominators, const struct control_flow *flow);
void dominators_free(struct dominators *dominators);

static inline bool dominators_contain(const struct dominators *dominators, size_t block,
                                      size_t place) {
    return place - dominators->place[block] < dominators->size[block];
}

#endif
