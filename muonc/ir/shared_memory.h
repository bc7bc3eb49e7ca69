/* Shared memory: what C writes as accesses to address space 1. */
#ifndef MUONC_IR_SHARED_MEMORY_H
#define MUONC_IR_SHARED_MEMORY_H

#include "muonc/ir/unit.h"

/* Reports [nu-address-space] for what shared memory cannot do: casts between the address spaces,
 * address spaces above 1, variables with an initial value. */
bool shared_memory_check(struct ir_unit *unit);

/* Turns loads and stores to inline assembly with the .shared instructions and puts shared variables
 * into sections .shared.<name>. Copies have been expanded before (shared_copy.h). */
void shared_memory_lower(struct ir_unit *unit);

/* The address space of a pointer or of a vector of pointers. */
unsigned shared_memory_space(LLVMValueRef pointer);

#endif
