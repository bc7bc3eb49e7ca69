/* Shared memory: what C writes as accesses to address space 1. */
#ifndef MUONC_IR_PASSES_SHARED_MEMORY_H
#define MUONC_IR_PASSES_SHARED_MEMORY_H

#include "muonc/ir/unit/unit.h"

/* The address space of a pointer or of a vector of pointers. */
unsigned shared_memory_space(LLVMValueRef pointer);

/* A variable that each work-group has a copy of (local_memory.c). */
bool shared_memory_is_local(LLVMValueRef variable);

#endif
