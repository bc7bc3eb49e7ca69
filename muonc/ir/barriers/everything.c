/* Whether a kernel does more than access what its arguments point to. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/passes/shared_memory.h"

#include <string.h>

/* Declared as reading and writing nothing, as functions of mathematics are. */
static bool touches_nothing(LLVMValueRef function) {
    static const char name[] = "memory";
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    LLVMAttributeRef memory =
        LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, kind);
    return memory && LLVMGetEnumAttributeValue(memory) == 0;
}

static bool is_library(LLVMValueRef variable) {
    size_t length;
    return !strcmp(LLVMGetValueName2(variable, &length), "neutrino_kernel_library");
}

static bool needs(LLVMValueRef value, struct value_map *seen) {
    if (LLVMIsAGlobalVariable(value))
        return !LLVMIsGlobalConstant(value) && !shared_memory_is_local(value) && !is_library(value);
    if (LLVMIsAFunction(value)) {
        if (LLVMGetIntrinsicID(value) || value_map_get(seen, value) != VALUE_MAP_NONE)
            return false;
        value_map_set(seen, value, 0);
        if (LLVMIsDeclaration(value))
            return !touches_nothing(value);
        FOR_EACH_BLOCK(block, value)
        FOR_EACH_INSTRUCTION(instruction, block)
        for (int i = 0; i < LLVMGetNumOperands(instruction); i++)
            if (needs(LLVMGetOperand(instruction, (unsigned)i), seen))
                return true;
        return false;
    }
    if (!LLVMIsAConstant(value))
        return false;
    for (int i = 0; i < LLVMGetNumOperands(value); i++)
        if (needs(LLVMGetOperand(value, (unsigned)i), seen))
            return true;
    return false;
}

bool split_needs_everything(LLVMValueRef function) {
    struct value_map seen = {0};
    bool found = needs(function, &seen);
    value_map_free(&seen);
    return found;
}
