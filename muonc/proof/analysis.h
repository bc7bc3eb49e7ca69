/* Which values are uniform in one function, called in one way.
 *
 * A forward analysis over the function's flow graph, optimistic: values are taken to be equal, and
 * uniform, until something speaks against it. It follows each lane's own way through the code:
 *
 * - Where edges meet, a register has the one value that all of them bring, else a new one, uniform
 *   if each of those is: only one of the edges was taken, by all active lanes.
 * - Where a scope (flow.h) ends in which lanes parted, they have come different ways, or in
 *   different rounds: what was made in the scope is divergent from there on.
 *
 * Stack slots are followed like registers, if they are accessed at a known distance from the stack
 * pointer. What a function hands out an address of, other code may write: all slots from there up
 * to the top of the frame are divergent. That relies
 * on how LLVM lays out frames (spill slots lie below the variables in memory; an address within a
 * variable is not used to reach what lies below its start), and on the calling convention: the
 * callee's registers come back as they were. */
#ifndef MUONC_PROOF_ANALYSIS_H
#define MUONC_PROOF_ANALYSIS_H

#include "muonc/proof/state.h"

/* The flow is the function's, and is freed after the analysis. */
void analysis_run(struct analysis *analysis, const struct analysis_program *program,
                  const struct callees_function *of, const struct flow *flow,
                  struct analysis_call how);
void analysis_end(struct analysis *analysis);

#endif
