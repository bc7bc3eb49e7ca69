/* What a program does with its stack beside what the compiler does: the linker then leaves spill
 * slots on it (object/frames.h). */
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/unit/assembly.h"

#include <string.h>

static bool is_outer(LLVMValueRef call) {
    LLVMValueRef level = LLVMGetOperand(call, 0);
    return !LLVMIsAConstantInt(level) || LLVMConstIntGetZExtValue(level) > 0;
}

/* A result in sp: that of a variable with __asm__("sp"). */
static bool has_stack_result(LLVMValueRef assembly) {
    size_t length;
    const char *constraints = LLVMGetInlineAsmConstraintString(assembly, &length);
    return memmem(constraints, length, "={x2}", 5) || memmem(constraints, length, "={sp}", 5);
}

/* Frames are chained: who has the address of its own finds its callers'. */
static bool uses_stack(struct ir_unit *unit, LLVMValueRef call) {
    LLVMValueRef assembly = unit_inline_asm(call);
    if (assembly)
        return assembly_summarize(unit, call, assembly).moves_stack || has_stack_result(assembly);
    return unit_is_intrinsic(call, "llvm.frameaddress.") ||
           (unit_is_intrinsic(call, "llvm.returnaddress") && is_outer(call)) ||
           unit_is_intrinsic(call, "llvm.write_register.");
}

bool stack_uses_find(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_call(instruction) && uses_stack(unit, instruction))
        unit->frames.stay = true;
    return true;
}
