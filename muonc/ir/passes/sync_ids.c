/* Invokes of sync points: the linker knows their ids, so that they need no register (nu.invokei).
 * The ids are addresses of objects in sections .neutrino_sync (neutrino/muon.h), which after
 * inlining are constants; where one is not, the invoke stays as it is. */
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/unit/assembly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What lowering writes: "nu.invoke.<flags> <run>, ${N:z}, <the rest>", N being the task. */
struct invoke {
    const char *flags;
    size_t head; /* bytes up to the task: flags and run */
    unsigned task;
    const char *rest;
};

static bool parse(const char *text, struct invoke *invoke) {
    static const char mnemonic[] = "nu.invoke.";
    int end = 0;
    if (strncmp(text, mnemonic, sizeof mnemonic - 1) != 0)
        return false;
    invoke->flags = text + sizeof mnemonic - 1;
    const char *comma = strchr(invoke->flags, ',');
    if (!comma || sscanf(comma, ", ${%u:z}%n", &invoke->task, &end) != 1 || !end)
        return false;
    invoke->head = (size_t)(comma - invoke->flags);
    invoke->rest = comma + end;
    return true;
}

static bool is_sync_point(LLVMValueRef id) {
    static const char section[] = ".neutrino_sync";
    LLVMValueRef object = id;
    while (LLVMIsAConstantExpr(object) && !LLVMIsAGlobalVariable(object))
        object = LLVMGetOperand(object, 0);
    const char *of = LLVMIsAGlobalVariable(object) ? LLVMGetSection(object) : NULL;
    return of && !strncmp(of, section, sizeof section - 1);
}

static void place(LLVMValueRef call, LLVMValueRef assembly, const struct invoke *invoke) {
    const char *constraint;
    size_t length, size;
    LLVMValueRef id = assembly_operand(call, assembly, invoke->task, &constraint, &length);
    if (!id || !is_sync_point(id))
        return;
    const char *all = LLVMGetInlineAsmConstraintString(assembly, &size);
    char *text = xasprintf("nu.invokei.%.*s, $%u%s", (int)invoke->head, invoke->flags, invoke->task,
                           invoke->rest);
    char *constraints = xasprintf("%.*si%s", (int)(constraint - all), all, constraint + length);
    assembly_replace(call, text, constraints);
    free(text);
    free(constraints);
}

bool sync_ids_place(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef assembly = unit_inline_asm(instruction);
        struct invoke invoke;
        size_t length;
        if (assembly && parse(LLVMGetInlineAsmAsmString(assembly, &length), &invoke))
            place(instruction, assembly, &invoke);
    }
    return true;
}
