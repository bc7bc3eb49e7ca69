/* Uniformity analysis: which values are the same in every active lane of a warp.
 *
 * A value is divergent if a chain of operands, control decisions, arguments or returns connects it
 * with a source of divergence; else it is uniform. docs/uniformity.md has the rules. The analysis
 * covers the whole module, through the arguments and results of functions that only this module can
 * call. It does not change the module, and is void once a pass does. */
#ifndef MUONC_IR_ANALYSIS_UNIFORMITY_H
#define MUONC_IR_ANALYSIS_UNIFORMITY_H

#include "muonc/ir/unit/unit.h"

enum divergence_reason {
    /* Passed on: cause is divergent. */
    DIVERGENT_OPERAND,   /* at computes with it */
    DIVERGENT_ADDRESS,   /* at loads from there */
    DIVERGENT_PASSED,    /* at is the call that passes it for the argument */
    DIVERGENT_RETURNED,  /* at is the return of the called function */
    DIVERGENT_JOIN,      /* at is the phi; lanes come from different sides of a branch on it */
    DIVERGENT_LOOP_EXIT, /* at leaves a loop in different iterations, by a branch on it */
    /* Sources. */
    DIVERGENT_ASSEMBLY,      /* at is inline assembly that reads something of the lane */
    DIVERGENT_STACK,         /* at is a local variable, or an address of the lane's stack */
    DIVERGENT_VOLATILE,      /* at is a volatile or atomic load */
    DIVERGENT_UNKNOWN_CALL,  /* at calls code that this module does not contain */
    DIVERGENT_EXTERNAL,      /* at is an argument of a function that other units may call */
    DIVERGENT_ADDRESS_TAKEN, /* at is an argument of a function that is called indirectly */
    DIVERGENT_OTHER,         /* at is an instruction without a rule */
};

struct divergence {
    LLVMValueRef value;
    enum divergence_reason reason;
    LLVMValueRef at;
    LLVMValueRef cause; /* the next value of the chain; NULL for a source */
};

struct uniformity;

/* The unit must outlive it. */
struct uniformity *uniformity_analyze(struct ir_unit *unit);
void uniformity_free(struct uniformity *uniformity);

/* Why the value differs between lanes; NULL if it is uniform. */
const struct divergence *uniformity_explain(const struct uniformity *uniformity,
                                            LLVMValueRef value);

static inline bool uniformity_is_divergent(const struct uniformity *uniformity,
                                           LLVMValueRef value) {
    return uniformity_explain(uniformity, value) != NULL;
}

/* What a terminator decides by: the condition of a branch or switch, the address of an indirect
 * branch; NULL if there is nothing to decide. */
LLVMValueRef uniformity_decision(LLVMValueRef terminator);

/* Whether every use of the function is a call of it, or the address of a label in it. */
bool uniformity_is_only_called(LLVMValueRef function);

/* Functions that only one lane executes (annotated "muon.single_lane"). */
bool uniformity_is_single_lane(const struct uniformity *uniformity, LLVMValueRef function);

/* Blocks that the function's entry cannot reach are not analysed. */
bool uniformity_is_reachable(const struct uniformity *uniformity, LLVMBasicBlockRef block);

#endif
