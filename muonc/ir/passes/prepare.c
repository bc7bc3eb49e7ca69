/* What clang leaves to be set right before other passes. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/Comdat.h>
#include <stdlib.h>
#include <string.h>

static void remove_attribute(LLVMValueRef function, const char *name) {
    LLVMRemoveEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                   LLVMGetEnumAttributeKindForName(name, strlen(name)));
}

/* Each function in a section of its own, so that the linker can drop it: clang's option for that is
 * one of code generation. */
static void place_function(LLVMValueRef function) {
    size_t length;
    const char *given = LLVMGetSection(function);
    if (given && *given)
        return;
    char *section = xasprintf(".text.%s", LLVMGetValueName2(function, &length));
    LLVMSetSection(function, section);
    free(section);
}

bool prepare_functions(struct ir_unit *unit) {
    static const char key[] = "no-jump-tables", value[] = "true";
    FOR_EACH_FUNCTION(function, unit->module) {
        remove_attribute(function, "optnone");
        if (LLVMIsDeclaration(function))
            continue;
        LLVMAddAttributeAtIndex(
            function, LLVMAttributeFunctionIndex,
            LLVMCreateStringAttribute(unit->context, key, sizeof key - 1, value, sizeof value - 1));
        place_function(function);
    }
    return true;
}

bool prepare_inline_functions(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module) {
        LLVMLinkage linkage = LLVMGetLinkage(function);
        if (LLVMIsDeclaration(function) ||
            (linkage != LLVMLinkOnceODRLinkage && linkage != LLVMAvailableExternallyLinkage))
            continue;
        LLVMSetLinkage(function, LLVMInternalLinkage);
        LLVMSetVisibility(function, LLVMDefaultVisibility);
        LLVMSetComdat(function, NULL);
    }
    return true;
}

bool prepare_variables(struct ir_unit *unit) {
    return unit_run_passes(unit, "function(sroa)");
}
