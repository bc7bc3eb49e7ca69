/* Keeps spill slots in registers. LLVM allocates x0 to x31; Muon has 128 registers, and here, where
 * the whole program is known, the slots of its register allocator become some of the others:
 *
 *   sw a0, 12(sp)            (gone: what makes a0 writes x40)
 *   …                     →
 *   lw a1, 12(sp)            (gone)
 *   add a2, a1, a3           add a2, x40, a3
 *
 * A function's saved registers are slots, too: it uses other registers instead, and neither saves
 * nor restores. What a lane has in a register changes only while it is active, as what it has on
 * its stack, so divergent code is no different. */
#ifndef MUONC_SPILL_SPILL_H
#define MUONC_SPILL_SPILL_H

#include "muonc/program/registers.h"
#include "muonc/spill/slots.h"

/* What is no longer where it was, for debugging information. */
struct spill_frame {
    bool changed;             /* else all is where it was */
    struct slot_frame *slots; /* those with a register are not on the stack */
    register_set stale;       /* registers that may not hold what they once did */
    bool gone;                /* the function has no frame any more */
};

/* Words of stack frames that the register allocator spilled to, and those of them that are
 * registers now; the loads and stores of the former, and those that are left. */
struct spill_counts {
    unsigned slots, slots_kept;
    unsigned loads, loads_left;
    unsigned stores, stores_left;
    unsigned moves_removed; /* of those that the others became */
    unsigned folded;        /* instructions that wide immediates made superfluous */
};

struct spills {
    struct slot_frame *slots;   /* for each function of the list */
    struct spill_frame *frames; /* likewise */
    size_t count;
    struct spill_counts counts;
};

/* After expand. keep: slots are only counted. Folds immediates (immediates.h) in any case.
 * spills_free. */
struct spills spills_promote(struct image *image, const struct function_list *functions, bool keep);
/* What has changed in a function, NULL if nothing has. */
const struct spill_frame *spills_frame(const struct spills *spills, size_t function);
void spills_free(struct spills *spills);

#endif
