/* The proof that every branch of the program is uniform or parts the lanes by a vx_split or
 * vx_pred.
 *
 * It covers the final instructions of the whole program: what is called is known, so each function
 * is analysed (analysis.h) for each set of uniform arguments that its callers bring. Functions
 * whose address is taken, and those that nothing in the program calls, may be called with anything.
 *
 * Proved are the functions that the compiler made (object/promises.h). In hand-written ones, which
 * are followed for what they pass on, the author vouches for the branches. */
#ifndef MUONC_PROOF_UNIFORM_H
#define MUONC_PROOF_UNIFORM_H

#include "muonc/program/function.h"
#include "muonc/spill/slots.h"

/* lld's executable, for lines in messages. */
struct uniform_source {
    const void *elf;
    size_t size;
};

/* Conditional branches that the lanes of a warp decide alike, that are the branch of a vx_split or
 * vx_pred, and those of which the author of assembly, a __uniform or a __single_lane says so. */
struct uniform_counts {
    unsigned uniform, split, promised;
};

/* After masks_check. slots: for each function of the list. What cannot be proved is a fault of the
 * compiler, and an error. */
bool uniform_check(const struct image *image, const struct function_list *functions,
                   const struct slot_frame *slots, const struct uniform_source *source,
                   struct diag_engine *diag, struct uniform_counts *counts);

#endif
