#include "muonc/ir/barriers/split.h"

#include "neutrino/platform.h"
#include "object/promises.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum split_builtin builtin;
} builtins[] = {
    {"neutrino_host_item_", HOST_ITEM},   {"neutrino_host_own_item_", HOST_OWN_ITEM},
    {"neutrino_host_group_", HOST_GROUP}, {"neutrino_host_barrier_", HOST_BARRIER},
    {"neutrino_host_size_", HOST_SIZE},
};

enum split_builtin split_builtin_of(LLVMValueRef function) {
    size_t length;
    const char *name = LLVMIsAFunction(function) ? LLVMGetValueName2(function, &length) : "";
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (!strcmp(name, builtins[i].name))
            return builtins[i].builtin;
    return HOST_NONE;
}

/* On the machine they are assembly (neutrino/kernel_muon.h, passes/csr_reads.c). */
static enum split_builtin of_assembly(LLVMValueRef call, LLVMValueRef assembly) {
    size_t length;
    unsigned offset;
    char end;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    if (sscanf(text, "lw $0, %u(tp%c", &offset, &end) == 2)
        return offset < NEUTRINO_ITEMS_UNIFORM_BYTES &&
                       offset != offsetof(struct neutrino_items, sub_group) &&
                       offset != offsetof(struct neutrino_items, sub_group_size)
                   ? HOST_ITEM
                   : HOST_OWN_ITEM;
    if (strcmp(text, "vx_bar $0, $1") != 0 || LLVMGetNumArgOperands(call) != 3)
        return HOST_NONE;
    LLVMValueRef kind = LLVMGetOperand(call, 2);
    return LLVMIsAConstantInt(kind) && LLVMConstIntGetZExtValue(kind) == BARRIER_OF_GROUP
               ? HOST_BARRIER
               : HOST_NONE;
}

enum split_builtin split_builtin_called(LLVMValueRef instruction) {
    if (!unit_is_call(instruction))
        return HOST_NONE;
    LLVMValueRef assembly = unit_inline_asm(instruction);
    return assembly ? of_assembly(instruction, assembly)
                    : split_builtin_of(LLVMGetCalledValue(instruction));
}

LLVMValueRef split_described(LLVMValueRef operand) {
    LLVMValueRef value;
    if (!LLVMIsAValueAsMetadata(operand))
        return NULL;
    LLVMGetMDNodeOperands(operand, &value);
    return value;
}
