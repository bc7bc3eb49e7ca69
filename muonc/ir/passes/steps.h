/* What counts a loop's rounds, in a form that the code generator knows. */
#ifndef MUONC_IR_PASSES_STEPS_H
#define MUONC_IR_PASSES_STEPS_H

#include "muonc/ir/unit/ssa.h"

/* A variable that a loop with several ends adds to, as i in `for (…; i += 4) if (…) break;`, gets
 * its next value on one way through the round, behind the test. On the other ways, on which no lane
 * goes round, it has none: a phi of the next value and poison leads to the head, which is no
 * recurrence for those who would count addresses on. Here the addition moves to the head, where
 * there is a value in any case; then the phi is that (instsimplify). For a function that nest.c has
 * rewritten. */
void steps_to_heads(struct ssa *ssa);

#endif
