/* A unit with kernels for work-items (neutrino/kernel.h) needs no main: its own, which is weak,
 * says so to who starts the program without a kernel's name. Programs with kernels have the
 * function that executes graphs of them (libtask/muon/runtime/graph.c). */
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

/* A symbol that nothing refers to is enough for the linker. */
static void want_graphs(struct ir_unit *unit) {
    static const char want[] = ".globl neutrino_run_graph\n";
    LLVMAppendModuleInlineAsm(unit->module, want, strlen(want));
}

bool kernels_add_main(struct ir_unit *unit) {
    if (!has_kernels(unit))
        return true;
    want_graphs(unit);
    if (LLVMGetNamedFunction(unit->module, "main"))
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
