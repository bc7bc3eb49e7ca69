/* The program's functions as the proof of uniformity sees them: who made them, who may call them,
 * and what a call of them may read and change. */
#ifndef MUONC_PROOF_CALLEES_H
#define MUONC_PROOF_CALLEES_H

#include "muonc/program/function.h"
#include "muonc/program/registers.h"
#include "muonc/proof/promise_table.h"
#include "muonc/spill/slots.h"

/* Registers that may carry arguments: a0 to a7, and t2, t3 to t6 of LLVM's fast calls. */
#define CALL_ARGUMENT_REGISTERS UINT32_C(0xf003fc80)

enum { CALL_STACK_WORDS = 32 };

struct callees_function {
    const struct function *function;
    bool compiled, single_lane;     /* the latter implies the former */
    bool address_taken;             /* something else than calls refers to it */
    bool global;                    /* other objects could call it */
    bool *is_entered;               /* by instruction: its address is taken; NULL: of none within */
    register_set needs;             /* what it may read of what the caller left in registers */
    register_set changes;           /* also by what it calls */
    uint32_t stack_words;           /* that it may read of those that the caller pushed */
    const struct slot_frame *slots; /* the spill slots of its frame */
};

struct callees {
    const struct image *image;
    const struct function_list *functions;
    struct callees_function *items;  /* as functions->items */
    register_set changes;            /* by any code */
    register_set changes_outside;    /* by code that is in no function, and what it calls */
    register_set changes_by_pointer; /* by those that indirect calls may call */
};

struct callees callees_find(const struct image *image, const struct function_list *functions,
                            const struct promises *promises, const struct slot_frame *slots);
void callees_free(struct callees *graph);

/* NULL if no function starts there. */
const struct callees_function *callees_at(const struct callees *graph, struct image_place place);

#endif
