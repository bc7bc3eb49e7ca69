/* The stack frame of a function under analysis: which values are addresses in it, where its slots
 * are in the state, and which of them other code may write. */
#ifndef MUONC_PROOF_STACK_FRAME_H
#define MUONC_PROOF_STACK_FRAME_H

#include "muonc/proof/state.h"

void stack_frame_begin(struct analysis *analysis);
/* Whether a value is an address at a known distance from a frame's base. */
bool stack_frame_address(struct analysis *analysis, value_id value, struct stack_slot *slot);
/* Whether it is what sp was somewhere. */
bool stack_frame_is_base(const struct analysis *analysis, value_id value);
/* The location of a slot of four bytes, in the state. */
uint32_t stack_frame_location(struct analysis *analysis, struct stack_slot slot);
/* Whether other code may have written there. */
bool stack_frame_is_handed_out(const struct analysis *analysis, struct stack_slot slot);
/* A value of the stack pointer; returns it, or the new base that it becomes. */
value_id stack_frame_move(struct analysis *analysis, value_id sp);
/* Code that the analysis does not see may have this address. */
void stack_frame_hand_out(struct analysis *analysis, value_id value);

#endif
