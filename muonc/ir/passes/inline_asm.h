/* What a call of inline assembly says to other lanes. */
#ifndef MUONC_IR_PASSES_INLINE_ASM_H
#define MUONC_IR_PASSES_INLINE_ASM_H

#include "muonc/ir/unit/unit.h"

/* Whether it has an instruction, or a word that may be one, that concerns other lanes or warps. */
bool inline_asm_is_convergent(LLVMValueRef call);

#endif
