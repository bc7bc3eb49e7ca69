/* Invokes of sync points: the linker knows their ids, so that they need no register (nu.invokei).
 * The ids are addresses of objects in sections .neutrino_sync (neutrino/muon.h), which after
 * inlining are constants; where one is not, the invoke stays as it is. */
#include "muonc/ir/passes/passes.h"

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

/* The constraints, with that of one operand being for a constant; outputs: how many come before the
 * call's arguments. */
static char *with_constant(const char *constraints, unsigned operand, unsigned *outputs) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    *outputs = 0;
    for (unsigned at = 0; *constraints; at++) {
        size_t length = strcspn(constraints, ",");
        *outputs += *constraints == '=';
        if (at)
            fputc(',', out);
        if (at == operand)
            fputc('i', out);
        else
            fwrite(constraints, 1, length, out);
        constraints += length + (constraints[length] != '\0');
    }
    fclose(out);
    return text;
}

static void rewrite(LLVMValueRef call, LLVMValueRef assembly, const struct invoke *invoke) {
    size_t length;
    unsigned outputs;
    char *text = NULL,
         *constraints = with_constant(LLVMGetInlineAsmConstraintString(assembly, &length),
                                      invoke->task, &outputs);
    if (is_sync_point(LLVMGetOperand(call, invoke->task - outputs))) {
        text = xasprintf("nu.invokei.%.*s, $%u%s", (int)invoke->head, invoke->flags, invoke->task,
                         invoke->rest);
        LLVMValueRef replacement = LLVMGetInlineAsm(
            LLVMGetInlineAsmFunctionType(assembly), text, strlen(text), constraints,
            strlen(constraints), LLVMGetInlineAsmHasSideEffects(assembly),
            LLVMGetInlineAsmNeedsAlignedStack(assembly), LLVMGetInlineAsmDialect(assembly),
            LLVMGetInlineAsmCanUnwind(assembly));
        LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, replacement);
    }
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
            rewrite(instruction, assembly, &invoke);
    }
    return true;
}
