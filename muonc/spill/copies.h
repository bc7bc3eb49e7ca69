/* Copies between the registers that spill slots became and the registers that LLVM allocated, which
 * Muon's instructions do not need: they can name all registers. */
#ifndef MUONC_SPILL_COPIES_H
#define MUONC_SPILL_COPIES_H

#include "muonc/program/liveness.h"

struct copies {
    const struct liveness_callees *callees;
    struct function *function;
    register_set own;   /* the registers from x32 on that are the function's */
    register_set stale; /* set: registers that no longer hold, at places, what they once did */
    unsigned removed;   /* added to: copies that are gone */
};

/* Whether an instruction is a copy from or to one of the function's own registers. */
bool copies_is_own(const struct copies *copies, size_t insn);

/* Removes an instruction. */
void copies_remove(struct copies *copies, size_t insn);

/* Has instructions read the slot's register where a copy of it was made before, has them write it
 * where a copy to it follows, and removes the copies that are then without use. A register is never
 * renamed in a return or an indirect call, whose form others go by. */
void copies_eliminate(struct copies *copies);

#endif
