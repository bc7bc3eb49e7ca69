/* Variables of work-groups. */
#ifndef MUONC_IR_PASSES_LOCAL_MEMORY_H
#define MUONC_IR_PASSES_LOCAL_MEMORY_H

#include <llvm-c/Core.h>

/* The first __local variable, or table of the compiler's own with one, in a value; NULL if there is
 * none. */
LLVMValueRef local_memory_find(LLVMValueRef value);

#endif
