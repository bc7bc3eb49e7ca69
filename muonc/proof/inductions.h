/* Registers and stack slots that a loop counts on by the same amount in each round. */
#ifndef MUONC_PROOF_INDUCTIONS_H
#define MUONC_PROOF_INDUCTIONS_H

#include "muonc/proof/state.h"

/* Whether what a location has at the header of the current loop is begin + step · rounds: what it
 * has when the loop is entered, a step that is the same in all rounds, and how many rounds there
 * were, which is one value of the loop and the same for all active lanes. So code generation may
 * tell one variable of a loop by another: a pointer that differs between lanes by a counter, and
 * the other way round. old: its value in the round before; such a value stays one as long as each
 * round confirms it. */
bool induction_find(struct analysis *analysis, uint32_t location, value_id old, value_id *value);

/* The loop is settled anew. */
void inductions_begin(struct analysis *analysis, uint32_t loop);

#endif
