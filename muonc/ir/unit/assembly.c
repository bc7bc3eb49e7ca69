#include "muonc/ir/unit/assembly.h"

#include "support/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char own[] = "muonc";

void assembly_mark_own(struct ir_unit *unit, LLVMValueRef call) {
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateStringAttribute(unit->context, own, sizeof own - 1, "", 0));
}

bool assembly_is_own(LLVMValueRef call) {
    return LLVMGetCallSiteStringAttribute(call, LLVMAttributeFunctionIndex, own, sizeof own - 1);
}

/* What __uniform says (muon.h). */
static const char assertion[] = ".neutrino_uniform $0, $1";

bool assembly_is_assertion(LLVMValueRef assembly) {
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    return length == sizeof assertion - 1 && memcmp(text, assertion, length) == 0;
}

LLVMValueRef assembly_build_assertion(struct ir_unit *unit, LLVMBuilderRef builder,
                                      LLVMValueRef value) {
    static const char constraints[] = "=r,i,0";
    LLVMTypeRef word = LLVMInt32TypeInContext(unit->context), of = LLVMTypeOf(value);
    LLVMTypeRef type = LLVMFunctionType(of, (LLVMTypeRef[]){word, of}, 2, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, assertion, sizeof assertion - 1, constraints, sizeof constraints - 1,
                         true, false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef arguments[] = {LLVMConstInt(word, sizeof(uint32_t), false), value};
    return LLVMBuildCall2(builder, type, assembly, arguments, 2, "");
}

/* ---- templates ---- */

/* A constraint for nothing but a number. */
static bool is_immediate_constraint(const char *constraint, size_t length) {
    return length == 1 && strchr("inIJK", *constraint);
}

LLVMValueRef assembly_operand(LLVMValueRef call, LLVMValueRef assembly, unsigned number,
                              const char **constraint, size_t *length) {
    size_t size;
    unsigned argument = 0;
    *constraint = LLVMGetInlineAsmConstraintString(assembly, &size);
    for (unsigned i = 0; **constraint; i++) {
        *length = strcspn(*constraint, ",");
        bool passed = **constraint != '=' || (*constraint)[1] == '*';
        if (i == number)
            return passed && argument < LLVMGetNumArgOperands(call) ? LLVMGetOperand(call, argument)
                                                                    : NULL;
        argument += passed;
        *constraint += *length + ((*constraint)[*length] == ',');
    }
    return NULL;
}

/* The call's argument for an operand, if it must be a number and is one. */
static bool asm_number(LLVMValueRef call, LLVMValueRef assembly, unsigned number,
                       long long *value) {
    const char *constraint;
    size_t length;
    LLVMValueRef operand = assembly_operand(call, assembly, number, &constraint, &length);
    if (!operand || !LLVMIsAConstantInt(operand) || !is_immediate_constraint(constraint, length))
        return false;
    *value = LLVMConstIntGetSExtValue(operand);
    return true;
}

LLVMValueRef assembly_like(LLVMValueRef assembly, LLVMTypeRef type, const char *text,
                           const char *constraints) {
    return LLVMGetInlineAsm(type, text, strlen(text), constraints, strlen(constraints),
                            LLVMGetInlineAsmHasSideEffects(assembly),
                            LLVMGetInlineAsmNeedsAlignedStack(assembly),
                            LLVMGetInlineAsmDialect(assembly), LLVMGetInlineAsmCanUnwind(assembly));
}

void assembly_replace(LLVMValueRef call, const char *text, const char *constraints) {
    LLVMValueRef assembly = LLVMGetCalledValue(call);
    LLVMSetOperand(
        call, (unsigned)LLVMGetNumOperands(call) - 1,
        assembly_like(assembly, LLVMGetInlineAsmFunctionType(assembly), text, constraints));
}

/* $3 or ${3:z}: its length and number. */
static size_t parse_substitute(const char *text, unsigned *number) {
    int length = 0;
    if (sscanf(text, "${%u}%n", number, &length) == 1 && length)
        return (size_t)length;
    if (sscanf(text, "${%u:%*[a-z]}%n", number, &length) == 1 && length)
        return (size_t)length;
    if (sscanf(text, "$%u%n", number, &length) == 1)
        return (size_t)length;
    return 0;
}

/* With the value in the place of each operand that is known to be a number ("i"). The caller frees
 * it. */
static char *template(LLVMValueRef call, LLVMValueRef assembly) {
    size_t length, result_length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    char *result = NULL;
    FILE *out = open_memstream(&result, &result_length);
    while (*text) {
        unsigned number;
        long long value;
        size_t taken = *text == '$' ? parse_substitute(text, &number) : 0;
        if (taken && asm_number(call, assembly, number, &value)) {
            fprintf(out, "%lld", value);
        } else {
            taken = taken ? taken : 1 + (text[0] == '$' && text[1] == '$');
            fwrite(text, 1, taken, out);
        }
        text += taken;
    }
    fclose(out);
    return result;
}

/* Whether two calls of the assembly may have different numbers in it. */
static bool takes_numbers(LLVMValueRef assembly) {
    size_t length;
    const char *constraints = LLVMGetInlineAsmConstraintString(assembly, &length);
    bool found = false;
    while (*constraints && !found) {
        length = strcspn(constraints, ",");
        found = is_immediate_constraint(constraints, length);
        constraints += length + (constraints[length] == ',');
    }
    return found;
}

static struct assembler_summary summarize(const struct ir_unit *unit, LLVMValueRef call,
                                          LLVMValueRef assembly) {
    struct assembler_summary summary;
    char *text = template(call, assembly);
    unit->target->assembly.summarize(text, strlen(text), &summary);
    free(text);
    return summary;
}

struct assembler_summary assembly_summarize(struct ir_unit *unit, LLVMValueRef call,
                                            LLVMValueRef assembly) {
    struct summary_table *table = &unit->summaries;
    if (takes_numbers(assembly))
        return summarize(unit, call, assembly);
    ptrdiff_t known = value_map_get(&table->numbers, assembly);
    if (known != VALUE_MAP_NONE)
        return table->items[known];
    value_map_set(&table->numbers, assembly, table->count);
    struct assembler_summary *summary = ARRAY_ADD(table->items, table->count);
    *summary = summarize(unit, call, assembly);
    return *summary;
}

void assembly_forget(struct ir_unit *unit) {
    value_map_free(&unit->summaries.numbers);
    free(unit->summaries.items);
}
