/* What is left to do for a library of kernels. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

static bool is_float(LLVMTypeRef type) {
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    return LLVMGetTypeKind(vector ? LLVMGetElementType(type) : type) == LLVMFloatTypeKind;
}

static void fuse(struct ir_unit *unit, LLVMValueRef function, LLVMTypeRef type) {
    unsigned fma = LLVMLookupIntrinsicID("llvm.fma", strlen("llvm.fma"));
    LLVMReplaceAllUsesWith(function, LLVMGetIntrinsicDeclaration(unit->module, fma, &type, 1));
}

static void take_apart(struct ir_unit *unit, LLVMValueRef function) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    for (LLVMUseRef use; (use = LLVMGetFirstUse(function));) {
        LLVMValueRef call = LLVMGetUser(use);
        LLVMPositionBuilderBefore(builder, call);
        LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(call));
        LLVMValueRef product =
            LLVMBuildFMul(builder, LLVMGetOperand(call, 0), LLVMGetOperand(call, 1), "");
        LLVMReplaceAllUsesWith(call, LLVMBuildFAdd(builder, product, LLVMGetOperand(call, 2), ""));
        LLVMInstructionEraseFromParent(call);
    }
    LLVMDisposeBuilder(builder);
}

/* Where clang may fuse a multiplication and an addition, Muon does with float and does not with
 * double, which it has no instructions for: so here, too, with the same results, whatever the
 * processor has. */
static void settle_fusing(struct ir_unit *unit) {
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
        if (is_float(type))
            fuse(unit, functions[i], type);
        else
            take_apart(unit, functions[i]);
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
    settle_fusing(unit);
    split_debug_finish(unit);
    if (!unit->options->optimization)
        return unit_run_passes(unit, "globaldce");
    if (!unit_run_passes(unit, "globaldce,function(sroa,early-cse)"))
        return false;
    bool full_debug = split_debug_is_full(unit);
    FOR_EACH_FUNCTION(function, unit->module)
    if (!LLVMIsDeclaration(function))
        split_mark_parallel(unit, function, full_debug);
    return decide_before_loops(unit);
}
