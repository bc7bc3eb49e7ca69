#include "muonc/ir/barriers/locals.h"

#include "muonc/ir/passes/shared_memory.h"
#include "neutrino/host_kernel.h"

#include <stddef.h>

/* Where a variable begins, in the order in which the unit has them; NULL: where the last one ends.
 */
static uint64_t offset_of(struct ir_unit *unit, LLVMValueRef wanted) {
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(unit->module);
    uint64_t bytes = 0;
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable)) {
        if (!shared_memory_is_local(variable))
            continue;
        LLVMTypeRef type = LLVMGlobalGetValueType(variable);
        uint64_t alignment = LLVMGetAlignment(variable) ? LLVMGetAlignment(variable)
                                                        : LLVMABIAlignmentOfType(layout, type);
        bytes = (bytes + alignment - 1) / alignment * alignment;
        if (variable == wanted)
            return bytes;
        bytes += LLVMABISizeOfType(layout, type);
    }
    return bytes;
}

uint64_t split_local_bytes(struct ir_unit *unit) {
    return offset_of(unit, NULL);
}

LLVMValueRef split_build_local_address(struct ir_unit *unit, LLVMBuilderRef builder,
                                       LLVMValueRef variable) {
    static const char name[] = "neutrino_host_group_";
    LLVMTypeRef pointer = LLVMPointerTypeInContext(unit->context, 0);
    LLVMTypeRef byte = LLVMInt8TypeInContext(unit->context);
    LLVMTypeRef quad = LLVMInt64TypeInContext(unit->context);
    LLVMTypeRef type = LLVMFunctionType(pointer, NULL, 0, false);
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, name);
    if (!function)
        function = LLVMAddFunction(unit->module, name, type);
    LLVMValueRef member = LLVMConstInt(quad, offsetof(struct tk_group, locals), false);
    LLVMValueRef offset = LLVMConstInt(quad, offset_of(unit, variable), false);
    LLVMValueRef group = LLVMBuildCall2(builder, type, function, NULL, 0, "");
    LLVMValueRef address = LLVMBuildGEP2(builder, byte, group, &member, 1, "");
    LLVMValueRef locals = LLVMBuildLoad2(builder, pointer, address, "");
    return LLVMBuildInBoundsGEP2(builder, byte, locals, &offset, 1, "");
}
