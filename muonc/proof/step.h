/* What one instruction does to the values of registers and slots. */
#ifndef MUONC_PROOF_STEP_H
#define MUONC_PROOF_STEP_H

#include "muonc/proof/state.h"

/* The current instruction's effect on the state. */
void step(struct analysis *analysis);

#endif
