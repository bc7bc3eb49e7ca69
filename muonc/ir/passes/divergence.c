#include "muonc/ir/passes/divergence.h"

#include "isa/isa.h"
#include "muonc/ir/passes/computed_gotos.h"
#include "muonc/ir/passes/indirect_calls.h"
#include "muonc/ir/passes/shared_copy.h"

#include <stdlib.h>
#include <string.h>

/* Longer chains lose their middle: what matters is the decision and the source. */
enum { CHAIN_NOTES = 8 };

static void note(struct ir_unit *unit, LLVMValueRef at, const char *text) {
    diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, at), "%s", text);
}

/* The CSR that a call of assembly does nothing but read, NULL if it is no such call. */
static const struct muon_csr *csr_of(LLVMValueRef call) {
    static const char read[] = "csrr $0, ";
    const size_t stem = sizeof read - 1;
    size_t length = 0;
    const char *text = LLVMGetInlineAsmAsmString(unit_inline_asm(call), &length);
    if (length <= stem || memcmp(text, read, stem))
        return NULL;
    int number = muon_csr_number(text + stem, length - stem);
    return number < 0 ? NULL : muon_csr_info((unsigned)number);
}

/* Inline assembly in a small function of a header is named by that function, at its call; what the
 * optimiser has moved from there has no place but its function's. */
static void note_assembly(struct ir_unit *unit, LLVMValueRef call) {
    struct diag_location place = unit_location(unit, call);
    const char *function = "";
    const struct muon_csr *csr = csr_of(call);
    if (unit_inlined(unit, call, &place, &function) && *function)
        diag_report(unit->diag, DIAG_NOTE, NULL, place, "'%s' is read here", function);
    else if (csr)
        diag_report(unit->diag, DIAG_NOTE, NULL, place, "CSR '%s' is read for this: %s", csr->name,
                    csr->description);
    else
        diag_report(unit->diag, DIAG_NOTE, NULL, place,
                    "the result of this inline assembly may differ between lanes");
}

static void note_argument(struct ir_unit *unit, const struct divergence *why) {
    LLVMValueRef function = LLVMGetParamParent(why->at);
    const char *format = why->reason == DIVERGENT_EXTERNAL
                             ? "'%s' of externally visible '%s' may differ between lanes; make the "
                               "function static, so that its callers are known"
                             : "'%s' of '%s', whose address is taken, may differ between lanes";
    const char *function_name = unit_function_name(unit, function);
    const char *argument_name = unit_name(unit, why->at);
    char *text = xasprintf(format, argument_name, function_name);
    note(unit, function, text);
    free(text);
}

static void note_call(struct ir_unit *unit, LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsAFunction(LLVMGetCalledValue(call));
    const char *name = callee ? unit_function_name(unit, callee) : "";
    diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, call),
                *name ? "the result of '%s', which this unit does not define, may differ between "
                        "lanes"
                      : "the result of this indirect call%s may differ between lanes",
                name);
}

static void note_step(struct ir_unit *unit, const struct divergence *why) {
    switch (why->reason) {
    case DIVERGENT_OPERAND: break; /* the source of it is what helps */
    case DIVERGENT_ADDRESS:
        note(unit, why->at, "loaded here from an address that differs between lanes");
        break;
    case DIVERGENT_PASSED:
        diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, why->at),
                    "passed here as '%s' of '%s'", unit_name(unit, why->value),
                    unit_function_name(unit, LLVMGetParamParent(why->value)));
        break;
    case DIVERGENT_RETURNED: note(unit, why->at, "returned here"); break;
    case DIVERGENT_JOIN:
        note(unit, why->at, "assigned on one side of a branch whose condition differs");
        break;
    case DIVERGENT_LOOP_EXIT:
        note(unit, why->at, "computed in a loop that lanes leave in different iterations");
        break;
    case DIVERGENT_ASSEMBLY: note_assembly(unit, why->at); break;
    case DIVERGENT_STACK:
        diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, why->at),
                    "'%s' is in memory, where each lane has its own", unit_name(unit, why->at));
        break;
    case DIVERGENT_VOLATILE: note(unit, why->at, "a volatile load may differ between lanes"); break;
    case DIVERGENT_UNKNOWN_CALL: note_call(unit, why->at); break;
    case DIVERGENT_EXTERNAL:
    case DIVERGENT_ADDRESS_TAKEN: note_argument(unit, why); break;
    case DIVERGENT_OTHER: note(unit, why->at, "this value may differ between lanes"); break;
    }
}

void divergence_explain(struct ir_unit *unit, const struct uniformity *uniformity,
                        LLVMValueRef value) {
    unsigned notes = 0;
    const struct divergence *why;
    for (; value && (why = uniformity_explain(uniformity, value)); value = why->cause) {
        if (why->reason != DIVERGENT_OPERAND && why->cause && ++notes > CHAIN_NOTES)
            continue;
        note_step(unit, why);
    }
}

bool divergence_is_new(struct string_list *places, struct diag_location where) {
    char *key = xasprintf("%s:%u:%u", where.file, where.line, where.column);
    bool known = false;
    for (size_t i = 0; i < places->count && !known; i++)
        known = strcmp(places->items[i], key) == 0;
    if (!known)
        string_list_add(places, key);
    free(key);
    return !known;
}

void divergence_tell(struct ir_unit *unit, const struct uniformity *uniformity,
                     struct string_list *places, LLVMValueRef at, LLVMValueRef decision,
                     const char *what) {
    struct diag_location where = unit_location(unit, at), call;
    const char *function;
    if (!diag_wants_remarks(unit->diag, DIAG_NU_DIVERGENT) ||
        (where.line && !divergence_is_new(places, where)))
        return;
    diag_report(unit->diag, DIAG_REMARK, DIAG_NU_DIVERGENT, where,
                "%s depends on a value that differs between lanes", what);
    if (unit_inlined(unit, at, &call, &function))
        diag_report(unit->diag, DIAG_NOTE, NULL, call, "in '%s', called here", function);
    divergence_explain(unit, uniformity, decision);
}

/* Where several gotos have become one jump it has no place, but what they jump to has one. */
static LLVMValueRef place_of(LLVMValueRef terminator, LLVMValueRef decision) {
    if (LLVMGetDebugLocLine(terminator))
        return terminator;
    while (LLVMIsAPHINode(decision) || LLVMIsAPtrToIntInst(decision))
        decision = LLVMGetOperand(decision, 0);
    return LLVMIsAInstruction(decision) ? decision : terminator;
}

static bool check_terminator(struct ir_unit *unit, const struct uniformity *uniformity,
                             struct string_list *places, LLVMValueRef terminator) {
    LLVMValueRef decision = uniformity_decision(terminator);
    if (LLVMIsACallBrInst(terminator)) {
        diag_raise(unit->diag, DIAG_NU_DIVERGENT, unit_location(unit, terminator),
                   "'asm goto' is not possible: nothing is known of its branches");
        return false;
    }
    if (!decision || !uniformity_is_divergent(uniformity, decision) ||
        indirect_calls_is_own(unit, terminator))
        return true;
    LLVMValueRef function = LLVMGetBasicBlockParent(LLVMGetInstructionParent(terminator));
    LLVMValueRef at = place_of(terminator, decision);
    const char *what = computed_gotos_is_one(unit, terminator) ? "target of the goto"
                       : LLVMIsASwitchInst(terminator)         ? "switch"
                                                               : "branch";
    if (shared_copy_is_helper(function)) {
        /* The loop is ours; the user knows of the copy that has this length. */
        const struct divergence *why = uniformity_explain(uniformity, shared_copy_length(function));
        what = "length of a copy in shared memory";
        at = why ? why->at : terminator;
        decision = why ? why->cause : decision;
    }
    divergence_tell(unit, uniformity, places, at, decision, what);
    return true;
}

bool divergence_check(struct ir_unit *unit, const struct uniformity *uniformity) {
    struct string_list places = {0};
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function) {
        if (!uniformity_is_reachable(uniformity, block))
            continue;
        good &= check_terminator(unit, uniformity, &places, LLVMGetBasicBlockTerminator(block));
    }
    string_list_free(&places);
    return good;
}
