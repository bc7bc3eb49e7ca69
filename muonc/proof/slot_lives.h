/* In which blocks of a function what a stack slot holds still matters.
 *
 * Without optimisation a frame has a slot for each temporary, which one block writes and the same
 * or the next one reads. A state at the end of a block has only those that are read later, else the
 * analysis would take time of blocks times slots.
 *
 * Where slots are is known to the analysis alone, so it is what tells of them: a slot is exposed in
 * a block that reads it before it writes it, and killed in one that writes it first. What was
 * missed is exposed in its turn, and the analysis starts again. */
#ifndef MUONC_PROOF_SLOT_LIVES_H
#define MUONC_PROOF_SLOT_LIVES_H

#include "muonc/proof/flow.h"

/* Numbers of slots or of blocks. */
struct slot_list {
    uint32_t *items;
    size_t count;
};

struct slot_lives {
    size_t block_count, slot_capacity;
    struct slot_list *in, *out;         /* by block: live slots, ascending */
    struct slot_list *exposed, *killed; /* by slot: blocks */
    bool incomplete;                    /* something was exposed since slot_lives_find */
};

void slot_lives_begin(struct slot_lives *lives, const struct flow *flow, size_t slot_capacity);
void slot_lives_free(struct slot_lives *lives);

void slot_lives_expose(struct slot_lives *lives, uint32_t slot, uint32_t block);
void slot_lives_kill(struct slot_lives *lives, uint32_t slot, uint32_t block);

/* Sets in and out. Takes time of the pairs of a block and a slot that is live there. */
void slot_lives_find(struct slot_lives *lives, const struct flow *flow);

/* Where a slot is in a list that has it. */
size_t slot_list_find(const struct slot_list *list, uint32_t slot);

#endif
