/* memcpy, memmove and memset on shared memory, as loads and stores. */
#ifndef MUONC_IR_SHARED_COPY_H
#define MUONC_IR_SHARED_COPY_H

#include "muonc/ir/unit.h"

/* Expands the intrinsics that touch address space 1: short ones of constant length in place, others
 * to a call of a helper function with a loop. Runs before the uniformity analysis, which then sees
 * the loops. */
void shared_copy_expand(struct ir_unit *unit);

/* Whether a function is such a helper, and its argument that is the number of bytes. */
bool shared_copy_is_helper(LLVMValueRef function);
LLVMValueRef shared_copy_length(LLVMValueRef function);

#endif
