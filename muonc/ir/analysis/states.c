#include "muonc/ir/analysis/states.h"

#include "support/alloc.h"

#include <stdlib.h>

enum { NONE = NESTING_NONE };

static void find_components(struct states *states) {
    const struct nesting *nesting = &states->nesting;
    for (size_t loop = 0; loop < nesting->loop_count; loop++) {
        size_t parent = nesting->loops[loop].parent;
        states->irreducible[loop] = nesting_is_dispatch(nesting, nesting->loops[loop].head);
        states->component[loop] = parent == (size_t)NONE ? (size_t)NONE : states->component[parent];
        if (states->component[loop] == (size_t)NONE && states->irreducible[loop])
            states->component[loop] = loop;
    }
    for (size_t loop = nesting->loop_count; loop-- > 0;)
        if (states->irreducible[loop] && nesting->loops[loop].parent != (size_t)NONE)
            states->irreducible[nesting->loops[loop].parent] = true;
}

bool states_is_entry(const struct states *states, size_t node) {
    const struct nesting *nesting = &states->nesting;
    size_t edge = nesting->nodes[node].first_in;
    return edge != (size_t)NONE && nesting_is_dispatch(nesting, nesting->edges[edge].from);
}

/* All that leads to a block of a component comes from its blocks, but for entries. */
static size_t find_owner(const struct states *states, size_t node) {
    const struct nesting *nesting = &states->nesting;
    size_t owner = (size_t)NONE;
    if (states_is_entry(states, node) ||
        (nesting_is_head(nesting, node) && states->irreducible[nesting->nodes[node].loop]))
        return node;
    for (size_t edge = nesting->nodes[node].first_in; edge != (size_t)NONE;
         edge = nesting->edges[edge].next_in) {
        if (nesting_repeats(nesting, &nesting->edges[edge]))
            continue;
        size_t before = states->owner[nesting->edges[edge].from];
        if (owner != (size_t)NONE && owner != before)
            return node;
        owner = before;
    }
    return owner;
}

static void find_owners(struct states *states) {
    const struct nesting *nesting = &states->nesting;
    for (size_t i = 0; i < nesting->count; i++) {
        size_t node = nesting->sequence[i];
        bool inside =
            states_component(states, node) != (size_t)NONE && !nesting_is_dispatch(nesting, node);
        states->owner[node] = inside ? find_owner(states, node) : (size_t)NONE;
    }
}

void states_open(struct states *states, LLVMValueRef function) {
    control_flow_build(&states->flow, function);
    nesting_build(&states->nesting, &states->flow);
    states->component = xcalloc(states->nesting.loop_count + 1, sizeof *states->component);
    states->irreducible = xcalloc(states->nesting.loop_count + 1, sizeof *states->irreducible);
    states->owner = xcalloc(states->nesting.count, sizeof *states->owner);
    find_components(states);
    find_owners(states);
}

void states_close(struct states *states) {
    free(states->component);
    free(states->irreducible);
    free(states->owner);
    nesting_free(&states->nesting);
    control_flow_free(&states->flow);
}
