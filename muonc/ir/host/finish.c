/* What is left to do for a library of kernels. */
#include "muonc/ir/host/host.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* Where clang may fuse a multiplication and an addition Muon does: so they are one operation here,
 * too, with the same result, whatever the processor has. */
static void fuse(struct ir_unit *unit) {
    static const char may[] = "llvm.fmuladd.";
    LLVMValueRef *functions = NULL;
    size_t count = 0;
    FOR_EACH_FUNCTION(function, unit->module) {
        size_t length;
        if (!strncmp(LLVMGetValueName2(function, &length), may, sizeof may - 1))
            *ARRAY_ADD(functions, count) = function;
    }
    for (size_t i = 0; i < count; i++) {
        LLVMTypeRef type = LLVMTypeOf(LLVMGetParam(functions[i], 0));
        LLVMValueRef fma = LLVMGetIntrinsicDeclaration(
            unit->module, LLVMLookupIntrinsicID("llvm.fma", strlen("llvm.fma")), &type, 1);
        LLVMReplaceAllUsesWith(functions[i], fma);
    }
    free(functions);
}

/* What is the same for all work-items decides before their loops, each way having its own: clang
 * does that with -O3 alone. */
static bool decide_before_loops(struct ir_unit *unit) {
    return unit->options->optimization < 2 ||
           unit_run_passes(unit, "function(loop-mssa(licm,simple-loop-unswitch<nontrivial>))");
}

bool host_finish(struct ir_unit *unit) {
    fuse(unit);
    if (!unit->options->optimization)
        return unit_run_passes(unit, "globaldce");
    if (!unit_run_passes(unit, "globaldce,function(sroa,early-cse)"))
        return false;
    FOR_EACH_FUNCTION(function, unit->module)
    if (!LLVMIsDeclaration(function))
        host_mark_parallel(unit, function);
    return decide_before_loops(unit);
}
