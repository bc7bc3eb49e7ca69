/* A unit with kernels for work-items (neutrino/kernel.h) needs no main: its own, which is weak,
 * says so to who starts the program without a kernel's name. */
#include "muonc/ir/passes/passes.h"

#include <string.h>

static const char entry_prefix[] = "__muon_kernel_"; /* muonc/lower/kernel_entry.c */

static bool has_kernels(const struct ir_unit *unit) {
    for (LLVMValueRef function = LLVMGetFirstFunction(unit->module); function;
         function = LLVMGetNextFunction(function)) {
        size_t length;
        const char *name = LLVMGetValueName2(function, &length);
        if (!LLVMIsDeclaration(function) && !strncmp(name, entry_prefix, strlen(entry_prefix)))
            return true;
    }
    return false;
}

bool kernels_add_main(struct ir_unit *unit) {
    if (LLVMGetNamedFunction(unit->module, "main") || !has_kernels(unit))
        return true;
    LLVMTypeRef type = LLVMFunctionType(LLVMInt32TypeInContext(unit->context), NULL, 0, false);
    LLVMValueRef main = LLVMAddFunction(unit->module, "main", type);
    LLVMValueRef tell = LLVMAddFunction(unit->module, "neutrino_only_kernels", type);
    LLVMSetLinkage(main, LLVMWeakAnyLinkage);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(unit->context, main, ""));
    LLVMBuildRet(builder, LLVMBuildCall2(builder, type, tell, NULL, 0, ""));
    LLVMDisposeBuilder(builder);
    return true;
}
