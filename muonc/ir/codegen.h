/* RISC-V code generation. */
#ifndef MUONC_IR_CODEGEN_H
#define MUONC_IR_CODEGEN_H

#include "muonc/ir/unit.h"

#include <llvm-c/TargetMachine.h>

/* Once a process: the RISC-V target, and switches of LLVM that would turn selects into branches. */
void codegen_initialize(void);

/* A machine for the unit's target features; NULL after a diagnostic. */
LLVMTargetMachineRef codegen_machine(struct ir_unit *unit, unsigned optimization);

/* Object or assembly text; the caller disposes of the buffer. NULL after a diagnostic. */
LLVMMemoryBufferRef codegen_emit(struct ir_unit *unit, LLVMTargetMachineRef machine,
                                 LLVMCodeGenFileType type);

#endif
