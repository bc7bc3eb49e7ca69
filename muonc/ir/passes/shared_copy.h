/* memcpy, memmove and memset on shared memory, as loads and stores. */
#ifndef MUONC_IR_PASSES_SHARED_COPY_H
#define MUONC_IR_PASSES_SHARED_COPY_H

#include "muonc/ir/unit/unit.h"

/* Short ones of constant length are expanded in place, others call a helper function with a loop.
 * Whether a function is such a helper, and its argument that is the number of bytes. */
bool shared_copy_is_helper(LLVMValueRef function);
LLVMValueRef shared_copy_length(LLVMValueRef function);

#endif
