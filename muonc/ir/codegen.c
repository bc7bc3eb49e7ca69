#include "muonc/ir/codegen.h"

#include "muonc/ir/frames.h"

#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <string.h>

#define TRIPLE "riscv32-unknown-elf"
/* For module-level assembly, and for functions without features of their own. */
#define FEATURES "+32bit,+m,+zicsr,+zifencei,+zfinx,+zicond,+relax"

void codegen_initialize(void) {
    static bool done;
    /* A branch must depend only on what the uniformity analysis has seen as a branch. Constants
     * stay where they are used: LLVM 19 multiplies wrongly by a 64-bit one that it has hoisted, and
     * Muon has wide immediates. */
    static const char *const switches[] = {"muonc", "-disable-cgp-select2branch",
                                           "-disable-select-optimize", "-disable-constant-hoisting",
                                           FRAMES_SWITCH};
    if (done)
        return;
    done = true;
    LLVMInitializeRISCVTargetInfo();
    LLVMInitializeRISCVTarget();
    LLVMInitializeRISCVTargetMC();
    LLVMInitializeRISCVAsmPrinter();
    LLVMInitializeRISCVAsmParser();
    LLVMParseCommandLineOptions(sizeof switches / sizeof *switches, switches, NULL);
}

/* clang gives every function the features of the command line. */
static const char *unit_features(struct ir_unit *unit) {
    static const char key[] = "target-features";
    FOR_EACH_FUNCTION(function, unit->module) {
        LLVMAttributeRef attribute = LLVMGetStringAttributeAtIndex(
            function, LLVMAttributeFunctionIndex, key, sizeof key - 1);
        unsigned length;
        if (attribute && !LLVMIsDeclaration(function))
            return LLVMGetStringAttributeValue(attribute, &length);
    }
    return FEATURES;
}

LLVMTargetMachineRef codegen_machine(struct ir_unit *unit, unsigned optimization) {
    static const LLVMCodeGenOptLevel levels[] = {LLVMCodeGenLevelNone, LLVMCodeGenLevelLess,
                                                 LLVMCodeGenLevelDefault,
                                                 LLVMCodeGenLevelAggressive};
    const char *triple = LLVMGetTarget(unit->module);
    LLVMTargetRef target;
    char *message = NULL;
    if (strncmp(triple, "riscv32", 7) != 0) {
        diag_file_error(unit->diag, unit->path, "the bitcode is for '%s', not for riscv32", triple);
        return NULL;
    }
    if (LLVMGetTargetFromTriple(TRIPLE, &target, &message)) {
        diag_error(unit->diag, "%s", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
    LLVMTargetMachineOptionsSetCPU(options, "generic-rv32");
    LLVMTargetMachineOptionsSetFeatures(options, unit_features(unit));
    LLVMTargetMachineOptionsSetABI(options, "ilp32");
    LLVMTargetMachineOptionsSetCodeGenOptLevel(options,
                                               levels[optimization < 3 ? optimization : 3]);
    LLVMTargetMachineOptionsSetRelocMode(options, LLVMRelocStatic);
    LLVMTargetMachineOptionsSetCodeModel(options, LLVMCodeModelSmall);
    LLVMTargetMachineRef machine = LLVMCreateTargetMachineWithOptions(target, TRIPLE, options);
    LLVMDisposeTargetMachineOptions(options);
    return machine;
}

LLVMMemoryBufferRef codegen_emit(struct ir_unit *unit, LLVMTargetMachineRef machine,
                                 LLVMCodeGenFileType type) {
    LLVMMemoryBufferRef buffer = NULL;
    char *message = NULL;
    unsigned errors = unit->diag->errors;
    LLVMSetTargetMachineAsmVerbosity(machine, true);
    if (LLVMTargetMachineEmitToMemoryBuffer(machine, unit->module, type, &message, &buffer)) {
        diag_file_error(unit->diag, unit->path, "%s", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    /* Inline assembly that LLVM rejects is told by its diagnostic handler alone. */
    if (unit->diag->errors == errors)
        return buffer;
    LLVMDisposeMemoryBuffer(buffer);
    return NULL;
}
