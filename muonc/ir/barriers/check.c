/* What kernels have on Muon alone. */
#include "muonc/ir/passes/passes.h"

#include <string.h>

static const char muon_only[] = "neutrino.muon."; /* neutrino/kernel_host.h */

static bool check_call(struct ir_unit *unit, LLVMValueRef call) {
    LLVMValueRef assembly = unit_inline_asm(call);
    size_t length;
    if (assembly) {
        LLVMGetInlineAsmAsmString(assembly, &length);
        if (!length)
            return true;
        diag_raise(unit->diag, DIAG_NU_HOST, unit_location(unit, call),
                   "inline assembly is of Muon's cores: the CPU's kernels have none");
        return false;
    }
    LLVMValueRef callee = LLVMGetCalledValue(call);
    const char *name = LLVMIsAFunction(callee) ? LLVMGetValueName2(callee, &length) : "";
    if (strncmp(name, muon_only, strlen(muon_only)))
        return true;
    diag_raise(unit->diag, DIAG_NU_HOST, unit_location(unit, call),
               "'%s' is of Muon's cores: the CPU has no warps, lanes and tasks",
               name + strlen(muon_only));
    return false;
}

/* Shared memory that is the cluster's, on Muon. */
static bool check_variable(struct ir_unit *unit, LLVMValueRef variable) {
    const char *section = LLVMGetSection(variable);
    if (!section || strncmp(section, ".shared", 7) || !strcmp(section, ".shared_local"))
        return true;
    diag_raise(
        unit->diag, DIAG_NU_HOST, unit_location(unit, variable),
        "'%s' is in the shared memory of a cluster, which the CPU has not: __local variables "
        "are those of a work-group",
        unit_name(unit, variable));
    return false;
}

bool host_check(struct ir_unit *unit) {
    bool good = true;
    size_t length;
    LLVMGetModuleInlineAsm(unit->module, &length);
    if (length) {
        diag_raise(unit->diag, DIAG_NU_HOST, DIAG_FILE(unit->path),
                   "assembly at file scope is of Muon's cores: the CPU's kernels have none");
        good = false;
    }
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable))
        good &= check_variable(unit, variable);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_call(instruction))
        good &= check_call(unit, instruction);
    return good;
}
