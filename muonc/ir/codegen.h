/* LLVM's code generation, as the target wants it. */
#ifndef MUONC_IR_CODEGEN_H
#define MUONC_IR_CODEGEN_H

#include "muonc/ir/unit/unit.h"

#include <llvm-c/TargetMachine.h>

/* Once a process: the back end, and LLVM's switches. */
void codegen_initialize(const struct target_codegen *codegen);

/* A machine for the unit's target features; NULL after a diagnostic. */
LLVMTargetMachineRef codegen_machine(struct ir_unit *unit);

/* Object or assembly text; the caller disposes of the buffer. NULL after a diagnostic. */
LLVMMemoryBufferRef codegen_emit(struct ir_unit *unit, LLVMTargetMachineRef machine,
                                 LLVMCodeGenFileType type);

/* What LLVM's diagnostic handler does with an error. */
void codegen_error(struct ir_unit *unit, const char *message);

/* Reports the errors of an emission that does not return, as they are. */
void codegen_tell_errors(struct ir_unit *unit);

#endif
