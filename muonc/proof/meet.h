/* What the values of registers and slots are where control-flow edges meet: in the current block,
 * into the current state. */
#ifndef MUONC_PROOF_MEET_H
#define MUONC_PROOF_MEET_H

#include "muonc/proof/state.h"

/* What one edge of the current block brings to a location. */
value_id meet_incoming(struct analysis *analysis, const struct flow_edge *edge, uint32_t location);

/* Of the edges that lead forward. */
void meet_edges(struct analysis *analysis);

/* Of all edges, at the header of a cycle. old is the state of the round before; from some round
 * on a value only becomes one that says less, so that the rounds end. */
void meet_again(struct analysis *analysis, const value_id *old, unsigned round);

#endif
