/* Constructors and destructors, in the sections that linker scripts and start files of RISC-V have
 * for them: LLVM-C's target machines know .ctors and .dtors only, which are walked downwards. */
#include "muonc/ir/passes/passes.h"

#include <llvm-c/Comdat.h>
#include <stdio.h>

enum { PRIORITY_DEFAULT = 65535 };

/* A pointer to the function in the section of its priority, which goes where its object goes. */
static void add_pointer(struct ir_unit *unit, const char *section, unsigned long long priority,
                        LLVMValueRef function, LLVMValueRef object) {
    char name[32];
    if (priority == PRIORITY_DEFAULT)
        snprintf(name, sizeof name, "%s", section);
    else
        snprintf(name, sizeof name, "%s.%05llu", section, priority);
    LLVMValueRef pointer = LLVMAddGlobal(unit->module, LLVMTypeOf(function), "");
    LLVMSetInitializer(pointer, function);
    LLVMSetLinkage(pointer, LLVMPrivateLinkage);
    LLVMSetSection(pointer, name);
    LLVMSetAlignment(pointer, 4);
    if (LLVMIsAGlobalObject(object) && LLVMGetComdat(object))
        LLVMSetComdat(pointer, LLVMGetComdat(object));
}

static void place(struct ir_unit *unit, const char *name, const char *section) {
    LLVMValueRef list = LLVMGetNamedGlobal(unit->module, name);
    LLVMValueRef entries = list ? LLVMGetInitializer(list) : NULL;
    if (!entries)
        return;
    int count = LLVMIsAConstantArray(entries) ? LLVMGetNumOperands(entries) : 0;
    for (int i = 0; i < count; i++) {
        LLVMValueRef entry = LLVMGetOperand(entries, (unsigned)i);
        LLVMValueRef function = LLVMGetOperand(entry, 1);
        if (!LLVMIsNull(function))
            add_pointer(unit, section, LLVMConstIntGetZExtValue(LLVMGetOperand(entry, 0)), function,
                        LLVMGetOperand(entry, 2));
    }
    LLVMDeleteGlobal(list);
}

bool constructors_place(struct ir_unit *unit) {
    place(unit, "llvm.global_ctors", ".init_array");
    place(unit, "llvm.global_dtors", ".fini_array");
    return true;
}
