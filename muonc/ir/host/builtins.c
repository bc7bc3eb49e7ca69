#include "muonc/ir/host/host.h"

#include <string.h>

static const struct {
    const char *name;
    enum host_builtin builtin;
} builtins[] = {
    {"neutrino_host_item_", HOST_ITEM},   {"neutrino_host_own_item_", HOST_OWN_ITEM},
    {"neutrino_host_group_", HOST_GROUP}, {"neutrino_host_barrier_", HOST_BARRIER},
    {"neutrino_host_size_", HOST_SIZE},
};

enum host_builtin host_builtin_of(LLVMValueRef function) {
    size_t length;
    const char *name = LLVMIsAFunction(function) ? LLVMGetValueName2(function, &length) : "";
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (!strcmp(name, builtins[i].name))
            return builtins[i].builtin;
    return HOST_NONE;
}

enum host_builtin host_builtin_called(LLVMValueRef instruction) {
    return unit_is_call(instruction) ? host_builtin_of(LLVMGetCalledValue(instruction)) : HOST_NONE;
}

LLVMValueRef host_described(LLVMValueRef operand) {
    LLVMValueRef value;
    if (!LLVMIsAValueAsMetadata(operand))
        return NULL;
    LLVMGetMDNodeOperands(operand, &value);
    return value;
}
