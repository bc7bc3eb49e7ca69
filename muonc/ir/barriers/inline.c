/* Functions that must be part of a kernel: those that ask for ids or for the group's memory, or
 * have a barrier, and those that call such functions. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/passes/local_memory.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

struct candidate {
    LLVMValueRef function;
    LLVMValueRef reason; /* the instruction for which it must be inlined, or NULL */
    enum { UNSEEN, OPEN, DONE } state;
};

struct inliner {
    struct ir_unit *unit;
    struct candidate *candidates;
    size_t count;
    struct value_map by_function;
    bool good;
};

static bool is_kernel(LLVMValueRef function) {
    size_t length;
    return !strncmp(LLVMGetValueName2(function, &length), "__muon_items_", 13);
}

static struct candidate *candidate_of(const struct inliner *inliner, LLVMValueRef function) {
    ptrdiff_t number = value_map_get(&inliner->by_function, function);
    return number == VALUE_MAP_NONE ? NULL : &inliner->candidates[number];
}

/* ---- which ones ---- */

static bool uses_local(LLVMValueRef instruction) {
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        if (LLVMIsAConstant(operand) && local_memory_find(operand))
            return true;
    }
    return false;
}

static bool is_reason(const struct inliner *inliner, LLVMValueRef instruction) {
    if (split_builtin_called(instruction) != HOST_NONE || uses_local(instruction))
        return true;
    struct candidate *called =
        unit_is_call(instruction) ? candidate_of(inliner, LLVMGetCalledValue(instruction)) : NULL;
    return called && called->reason;
}

static LLVMValueRef find_reason(const struct inliner *inliner, LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (is_reason(inliner, instruction))
        return instruction;
    return NULL;
}

static void find_reasons(struct inliner *inliner) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < inliner->count; i++) {
            struct candidate *candidate = &inliner->candidates[i];
            if (candidate->reason)
                continue;
            candidate->reason = find_reason(inliner, candidate->function);
            changed |= candidate->reason != NULL;
        }
    }
}

/* ---- which ones cannot be ---- */

static void report(struct inliner *inliner, const struct candidate *candidate, LLVMValueRef where,
                   const char *fault) {
    struct ir_unit *unit = inliner->unit;
    inliner->good = false;
    diag_raise(unit->diag, DIAG_NU_HOST, unit_location(unit, where),
               "function '%s' %s, but has to be part of the kernel, as it needs the work-item",
               unit_function_name(unit, candidate->function), fault);
    diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, candidate->reason),
                "it needs the work-item here");
}

static void check_recursion(struct inliner *inliner, struct candidate *candidate) {
    candidate->state = OPEN;
    FOR_EACH_BLOCK(block, candidate->function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        struct candidate *called = unit_is_call(instruction)
                                       ? candidate_of(inliner, LLVMGetCalledValue(instruction))
                                       : NULL;
        if (!called || !called->reason)
            continue;
        if (called->state == OPEN)
            report(inliner, called, instruction, "calls itself");
        else if (called->state == UNSEEN)
            check_recursion(inliner, called);
    }
    candidate->state = DONE;
}

static bool is_list(LLVMValueRef value) {
    size_t length;
    const char *name = LLVMIsAGlobalVariable(value) ? LLVMGetValueName2(value, &length) : "";
    return !strncmp(name, "llvm.", 5);
}

/* Whether a use is none of the program's. */
static bool is_annotation(LLVMValueRef user) {
    if (is_list(user))
        return true;
    if (!LLVMIsAConstant(user) || LLVMIsAGlobalValue(user))
        return false;
    for (LLVMUseRef use = LLVMGetFirstUse(user); use; use = LLVMGetNextUse(use))
        if (!is_annotation(LLVMGetUser(use)))
            return false;
    return true;
}

static void check_uses(struct inliner *inliner, const struct candidate *candidate) {
    LLVMValueRef function = candidate->function;
    for (LLVMUseRef use = LLVMGetFirstUse(function); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool called = unit_is_call(user) && LLVMGetCalledValue(user) == function;
        for (unsigned i = 0; called && i < LLVMGetNumArgOperands(user); i++)
            called = LLVMGetOperand(user, i) != function;
        if (called || is_annotation(user))
            continue;
        report(inliner, candidate, LLVMIsAInstruction(user) ? user : function,
               "is called through a pointer");
        return;
    }
}

/* ---- inlining ---- */

static void set_attribute(struct ir_unit *unit, LLVMValueRef function, const char *name, bool set) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    if (set)
        LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                LLVMCreateEnumAttribute(unit->context, kind, 0));
    else
        LLVMRemoveEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, kind);
}

/* Copies of a call's instructions have no names of its own that a region's copies would share. */
static void prepare(struct inliner *inliner, const struct candidate *candidate) {
    struct ir_unit *unit = inliner->unit;
    set_attribute(unit, candidate->function, "optnone", false);
    if (!candidate->reason || is_kernel(candidate->function))
        return;
    set_attribute(unit, candidate->function, "noinline", false);
    set_attribute(unit, candidate->function, "alwaysinline", true);
    LLVMSetLinkage(candidate->function, LLVMInternalLinkage);
    LLVMSetVisibility(candidate->function, LLVMDefaultVisibility);
}

static void collect(struct inliner *inliner) {
    FOR_EACH_FUNCTION(function, inliner->unit->module) {
        if (LLVMIsDeclaration(function))
            continue;
        value_map_set(&inliner->by_function, function, inliner->count);
        *ARRAY_ADD(inliner->candidates, inliner->count) = (struct candidate){.function = function};
    }
}

/* Annotations hold on to functions that are nowhere called any more. */
static void drop_annotations(struct ir_unit *unit) {
    LLVMValueRef annotations = LLVMGetNamedGlobal(unit->module, "llvm.global.annotations");
    if (annotations)
        LLVMDeleteGlobal(annotations);
}

bool host_inline(struct ir_unit *unit) {
    struct inliner inliner = {.unit = unit, .good = true};
    LLVMSetIsNewDbgInfoFormat(unit->module, false);
    collect(&inliner);
    find_reasons(&inliner);
    for (size_t i = 0; i < inliner.count; i++)
        if (inliner.candidates[i].reason && inliner.candidates[i].state == UNSEEN)
            check_recursion(&inliner, &inliner.candidates[i]);
    for (size_t i = 0; i < inliner.count; i++)
        if (inliner.candidates[i].reason)
            check_uses(&inliner, &inliner.candidates[i]);
    for (size_t i = 0; inliner.good && i < inliner.count; i++)
        prepare(&inliner, &inliner.candidates[i]);
    drop_annotations(unit);
    value_map_free(&inliner.by_function);
    free(inliner.candidates);
    if (!inliner.good)
        return false;
    return unit_run_passes(
        unit, unit->options->optimization
                  ? "always-inline,function(sroa,early-cse,simplifycfg),"
                    "cgscc(inline),function(sroa,early-cse,instcombine<no-verify-fixpoint>,"
                    "simplifycfg)"
                  : "always-inline,globaldce");
}
