/* A work-group's memory for __local variables. */
#ifndef MUONC_IR_BARRIERS_LOCALS_H
#define MUONC_IR_BARRIERS_LOCALS_H

#include "muonc/ir/unit/unit.h"

/* The address of a variable, at the builder's place. */
LLVMValueRef split_build_local_address(struct ir_unit *unit, LLVMBuilderRef builder,
                                       LLVMValueRef variable);
/* What all variables of the unit take. */
uint64_t split_local_bytes(struct ir_unit *unit);

#endif
