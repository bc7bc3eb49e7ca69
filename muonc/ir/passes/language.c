/* What C and C++ have and no kernel does, which clang compiles for the RV32 it takes this for. */
#include "muonc/ir/passes/passes.h"
#include "support/demangle.h"

#include <string.h>

/* Where the source uses a variable first: a declaration has a place only with -g. */
static struct diag_location first_use(struct ir_unit *unit, LLVMValueRef variable) {
    struct diag_location place = {0};
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    for (int i = 0; !place.line && i < LLVMGetNumOperands(instruction); i++)
        if (LLVMGetOperand(instruction, (unsigned)i) == variable)
            place = unit_location(unit, instruction);
    return place.line ? place : unit_location(unit, variable);
}

static bool check_variable(struct ir_unit *unit, LLVMValueRef variable) {
    if (!LLVMIsThreadLocal(variable))
        return true;
    diag_report(unit->diag, DIAG_ERROR, NULL, first_use(unit, variable),
                "'%s' is thread-local: lanes have no variables of their own beside those of their "
                "functions; use an array with an element for each",
                demangle_into(&unit->names, unit_name(unit, variable)));
    return false;
}

static bool check_function(struct ir_unit *unit, LLVMValueRef function) {
    static const char interrupt[] = "interrupt";
    if (!LLVMGetStringAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                       interrupt, (unsigned)strlen(interrupt)))
        return true;
    diag_report(unit->diag, DIAG_ERROR, NULL, unit_location(unit, function),
                "'%s' is an interrupt handler: the SIMT cores have no interrupts",
                unit_function_name(unit, function));
    return false;
}

bool language_check(struct ir_unit *unit) {
    bool ok = true;
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable))
        ok &= check_variable(unit, variable);
    FOR_EACH_FUNCTION(function, unit->module)
    ok &= check_function(unit, function);
    return ok;
}
