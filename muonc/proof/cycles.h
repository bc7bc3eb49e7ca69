/* The cycles of a flow graph, and how its natural loops nest. */
#ifndef MUONC_PROOF_CYCLES_H
#define MUONC_PROOF_CYCLES_H

#include "muonc/proof/flow.h"

/* Sets what flow.h says is cycles_find's. Once, on what flow_build returned. */
void cycles_find(struct flow *flow);

#endif
