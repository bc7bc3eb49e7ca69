/* What the files of the analysis share: what is known so far of one function, called in one way.
 * analysis.h says what it means and how it comes to be. */
#ifndef MUONC_PROOF_STATE_H
#define MUONC_PROOF_STATE_H

#include "muonc/proof/callees.h"
#include "muonc/proof/flow.h"
#include "muonc/proof/promise_table.h"
#include "muonc/proof/slot_lives.h"
#include "muonc/proof/values.h"

/* A way to call a function: what the caller is known to bring. Bits of registers x0 to x31, and of
 * words on the stack from sp on. */
struct analysis_call {
    uint32_t registers, stack;
};

/* What comes back: registers that are uniform, and whether anything does. */
struct analysis_result {
    uint32_t registers;
    bool returns;
};

/* What an analysis needs to know of the rest of the program. */
struct analysis_program {
    const struct image *image;
    const struct callees *graph;
    const struct promises *promises;
    /* The result of calling a function, NULL if it is unknown. */
    struct analysis_result (*call)(void *context, const struct callees_function *callee,
                                   const struct analysis_call *how);
    void *context;
};

/* A decision at a branch, an indirect call or an indirect jump. */
enum verdict { VERDICT_NONE, VERDICT_UNIFORM, VERDICT_SPLIT, VERDICT_PROMISED, VERDICT_UNPROVED };

/* Locations in a state: registers, then stack slots. */
enum { STATE_SLOTS = MUON_REGISTERS };

/* First one look at each block, for the slots that it reads and writes. Calls are not followed.
 * Then the analysis proper, and one look more, to see what is decided. */
enum phase { PHASE_SURVEY, PHASE_SETTLE, PHASE_COMPLETE };

/* What is known at the header of a cycle. */
struct cycle_state {
    bool begun;
    value_id *entered; /* of a loop: what came in */
    value_id *header;  /* what comes in or round */
    unsigned rounds;
    size_t facts; /* of a loop: that were known when it was settled */
};

/* Four bytes of the stack: by the value that sp had, and the distance from there. */
struct stack_slot {
    value_id base;
    int32_t offset;
};

/* The same, in a form that lasts from one try to the next: by the number of the base. */
struct stack_slot_key {
    uint32_t base;
    int32_t offset;
};

/* A value that sp had, and the lowest addresses above it that the function hands out: of the
 * frame, and of what the caller put on the stack. */
struct stack_base {
    value_id value;
    int32_t frame, arguments;
};

struct analysis {
    const struct analysis_program *program;
    const struct callees_function *of;
    const struct function *function; /* of->function */
    const struct flow *flow;
    struct values values;
    struct analysis_call how;
    struct analysis_result result;
    bool by_hand; /* assembly: the author vouches for its branches */

    /* Of an instruction, once the analysis is complete: */
    uint8_t *verdicts;
    value_id *decisions;  /* of one that is not proved: the divergent value */
    bool *first_differs;  /* … and whether that is its rs1 */
    ptrdiff_t wrong_mask; /* a vx_pred that restores another mask than its loop began with, or -1 */

    /* Private to analysis.c, inductions.c, meet.c, stack_frame.c, state.c and step.c. */
    enum phase phase;
    value_id *entry; /* where the function begins: registers, then slots */
    value_id *state; /* at the current instruction */
    uint32_t *valid; /* by slot: the visit in which state got its value */
    uint32_t visit;  /* of a block */
    value_id **outs; /* by block: saved at its end, with what is live there */
    bool *passed;    /* by block: control comes to its end, as far as is known */
    struct cycle_state *cycles;
    uint32_t touched[MUON_REGISTERS], touched_count; /* registers that the function changes */
    /* By location, flow->cycle_words words: the cycles in which something writes it. */
    uint64_t *written;
    uint64_t *refuted; /* likewise: those in which it is no induction variable */
    uint32_t block, insn;
    bool reached; /* the current instruction */
    bool *parts;  /* by scope: lanes part there */
    struct slot_lives lives;
    struct stack_slot_key *slots;
    size_t slot_count, slot_capacity;
    uint32_t *slot_table; /* by hash: number + 1; twice slot_capacity, which is a power of two */
    bool overflow;        /* more slots than slot_capacity */
    struct stack_base *bases;
    size_t base_count;
    size_t facts;   /* how often something was learned that holds for the whole function … */
    size_t changes; /* … and how often the state at the header of an irreducible cycle changed */
    bool masked_by_hand;
};

/* What a state has locations for. */
static inline size_t state_room(const struct analysis *analysis) {
    return (STATE_SLOTS + analysis->slot_capacity) * sizeof *analysis->state;
}

/* The current block is entered: no slot has a value yet. */
void state_enter(struct analysis *analysis);

/* Of the current block. A slot that is not live and was not written there is as the caller left it,
 * as far as this try goes. */
value_id state_slot(struct analysis *analysis, uint32_t location);
bool state_has(const struct analysis *analysis, uint32_t location);

/* Without a note that the block writes it. */
void state_set_slot(struct analysis *analysis, uint32_t location, value_id value);

/* A state that is kept has the registers, then the slots of a list, which are live where it is
 * kept. save: to may be NULL, for a new one. */
value_id *state_save(struct analysis *analysis, const struct slot_list *slots, value_id *to);
void state_load(struct analysis *analysis, const struct slot_list *slots, const value_id *from);
bool state_equals(const struct analysis *analysis, const struct slot_list *slots,
                  const value_id *saved);
value_id state_saved(const struct slot_list *slots, const value_id *saved, uint32_t location);

/* The current block writes a location. */
void state_note_write(struct analysis *analysis, uint32_t location);

/* A new value that the current instruction makes. */
value_id state_make(struct analysis *analysis, uint32_t location, enum value_reason reason,
                    value_id cause);

#endif
