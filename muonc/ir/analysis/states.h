/* Blocks that go to each other in cycles with several ways in. */
#ifndef MUONC_IR_ANALYSIS_STATES_H
#define MUONC_IR_ANALYSIS_STATES_H

#include "muonc/ir/analysis/nesting.h"

/* A component is an outermost loop with a dispatch. Its states are the blocks that dispatches lead
 * to, the heads of other loops that have a dispatch inside, and blocks where ways from two states
 * meet. Every other block belongs to the one state through which all ways lead there. So a state's
 * blocks are in no cycles but loops that are entered at one block, and in what leads back to the
 * state. */
struct states {
    struct control_flow flow;
    struct nesting nesting;
    size_t *component; /* by loop: the component that it is in, also as a whole, or NESTING_NONE */
    bool *irreducible; /* by loop: it has a dispatch, or a loop inside has */
    size_t *owner;     /* by block: the state that it belongs to, itself if it is one, or
                          NESTING_NONE */
};

void states_open(struct states *states, LLVMValueRef function);
void states_close(struct states *states);

/* Whether a dispatch leads to the block. */
bool states_is_entry(const struct states *states, size_t node);

/* The component that a block is in, or NESTING_NONE. */
static inline size_t states_component(const struct states *states, size_t node) {
    size_t loop = states->nesting.nodes[node].loop;
    return loop == (size_t)NESTING_NONE ? loop : states->component[loop];
}

#endif
