#include "muonc/ir/codegen.h"

#include "muonc/ir/asm_places.h"

#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <string.h>

static void initialize_riscv(void) {
    LLVMInitializeRISCVTargetInfo();
    LLVMInitializeRISCVTarget();
    LLVMInitializeRISCVTargetMC();
    LLVMInitializeRISCVAsmPrinter();
    LLVMInitializeRISCVAsmParser();
}

static void initialize_nothing(void) {
}

static void (*const backends[])(void) = {
    [BACKEND_RISCV] = initialize_riscv,
    [BACKEND_CLANG] = initialize_nothing,
};

void codegen_initialize(const struct target_codegen *codegen) {
    static bool done;
    struct string_list arguments = {0};
    if (done)
        return;
    done = true;
    backends[codegen->backend]();
    string_list_add(&arguments, "muonc");
    for (const char *const *at = codegen->switches; *at; at++)
        string_list_add(&arguments, *at);
    LLVMParseCommandLineOptions((int)arguments.count, (const char *const *)arguments.items, NULL);
    string_list_free(&arguments);
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
    return unit->target->codegen.features;
}

LLVMTargetMachineRef codegen_machine(struct ir_unit *unit) {
    static const LLVMCodeGenOptLevel levels[] = {LLVMCodeGenLevelNone, LLVMCodeGenLevelLess,
                                                 LLVMCodeGenLevelDefault,
                                                 LLVMCodeGenLevelAggressive};
    const struct target_codegen *codegen = &unit->target->codegen;
    const char *triple = LLVMGetTarget(unit->module);
    unsigned optimization = unit->options->optimization;
    if (!optimization && unit->has_steps)
        optimization = 1; /* else each region of a kernel has room on the stack of its own */
    LLVMTargetRef target;
    char *message = NULL;
    if (strncmp(triple, codegen->architecture, strlen(codegen->architecture)) != 0) {
        diag_file_error(unit->diag, unit->path, "the bitcode is for '%s', not for %s", triple,
                        codegen->architecture);
        return NULL;
    }
    if (LLVMGetTargetFromTriple(unit->target->triple, &target, &message)) {
        diag_error(unit->diag, "%s", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
    LLVMTargetMachineOptionsSetCPU(options, codegen->cpu);
    LLVMTargetMachineOptionsSetFeatures(options, unit_features(unit));
    LLVMTargetMachineOptionsSetABI(options, codegen->abi);
    LLVMTargetMachineOptionsSetCodeGenOptLevel(options,
                                               levels[optimization < 3 ? optimization : 3]);
    LLVMTargetMachineOptionsSetRelocMode(options, LLVMRelocStatic);
    LLVMTargetMachineOptionsSetCodeModel(options, LLVMCodeModelSmall);
    LLVMTargetMachineRef machine =
        LLVMCreateTargetMachineWithOptions(target, unit->target->triple, options);
    LLVMDisposeTargetMachineOptions(options);
    return machine;
}

void codegen_error(struct ir_unit *unit, const char *message) {
    if (unit->emission.first)
        string_list_add(&unit->emission.kept, message);
    else
        asm_places_report(unit, message);
}

static LLVMMemoryBufferRef emit(struct ir_unit *unit, LLVMTargetMachineRef machine,
                                LLVMCodeGenFileType type) {
    LLVMMemoryBufferRef buffer = NULL;
    char *message = NULL;
    if (LLVMTargetMachineEmitToMemoryBuffer(machine, unit->module, type, &message, &buffer)) {
        diag_file_error(unit->diag, unit->path, "%s", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    return buffer;
}

void codegen_tell_errors(struct ir_unit *unit) {
    for (size_t i = 0; i < unit->emission.kept.count; i++)
        asm_places_report(unit, unit->emission.kept.items[i]);
    asm_places_end(unit);
}

/* Generates code once more, for the places of the errors. */
static void tell_places(struct ir_unit *unit, LLVMTargetMachineRef machine,
                        LLVMCodeGenFileType type) {
    unsigned errors = unit->diag->errors;
    asm_places_mark(unit);
    LLVMMemoryBufferRef buffer = emit(unit, machine, type);
    if (buffer)
        LLVMDisposeMemoryBuffer(buffer);
    asm_places_end(unit);
    if (unit->diag->errors == errors)
        codegen_tell_errors(unit);
}

LLVMMemoryBufferRef codegen_emit(struct ir_unit *unit, LLVMTargetMachineRef machine,
                                 LLVMCodeGenFileType type) {
    LLVMSetTargetMachineAsmVerbosity(machine, true);
    unit->emission.first = true;
    LLVMMemoryBufferRef buffer = emit(unit, machine, type);
    unit->emission.first = false;
    /* Inline assembly that LLVM rejects is told by its diagnostic handler alone. */
    if (!buffer || unit->emission.kept.count == 0)
        return buffer;
    LLVMDisposeMemoryBuffer(buffer);
    tell_places(unit, machine, type);
    return NULL;
}
