/* Kernels of the machine once more, for groups of more work-items than a cluster has lanes: split
 * at their barriers, as for the CPU (host.h), so that a warp executes several sub-groups one after
 * the other. In a unit as it is lowered there is for each kernel (muonc/lower/kernel_entry.c)
 *
 *   static uint32_t step(place, arguments, context, capacity) {
 *       return neutrino_step_(arguments, kernel);       the kernel's call takes its place here, and
 *   }                                                   becomes the kernel
 *   const struct neutrino_split __muon_split_NAME = {step};
 *
 * A kernel without barriers needs no such function: its sub-groups can do without each other. What
 * counts the warps of the cluster cannot be split; the launch is told why. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/unit/assembly.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char marker[] = "neutrino_step_"; /* neutrino/kernel_muon.h */

/* What a function does, and all that it calls in this unit. */
struct called {
    struct value_map seen; /* functions, to whether they have a barrier of the group */
    LLVMValueRef *again;   /* calls of functions that are being executed */
    size_t again_count;
    LLVMValueRef obstacle; /* an instruction, for which it cannot be split; or NULL */
    const char *what;
};

/* ---- what cannot be split ---- */

static bool ends_with_one(LLVMValueRef call, const char *text) {
    const char *last = strrchr(text, ',');
    unsigned operand;
    if (!last)
        return false;
    if (sscanf(last, ", $%u", &operand) != 1)
        return !strcmp(last, ", 1");
    const char *constraint;
    size_t length;
    LLVMValueRef value =
        assembly_operand(call, LLVMGetCalledValue(call), operand, &constraint, &length);
    return value && LLVMIsAConstantInt(value) && LLVMConstIntGetZExtValue(value) == 1;
}

/* What warps of the cluster do together would be done for each sub-group. */
static const char *find_obstacle(struct ir_unit *unit, LLVMValueRef instruction) {
    if (LLVMIsAAllocaInst(instruction))
        return LLVMIsAConstantInt(LLVMGetOperand(instruction, 0))
                   ? NULL
                   : "an array whose size is known only when the kernel runs";
    LLVMValueRef assembly = unit_is_call(instruction) ? unit_inline_asm(instruction) : NULL;
    if (!assembly || split_builtin_called(instruction) == HOST_BARRIER)
        return NULL;
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    struct assembler_summary summary = assembly_summarize(unit, instruction, assembly);
    if (strstr(text, "vx_bar"))
        return "a barrier of the cluster's warps";
    if (strstr(text, "vx_wspawn"))
        return "vx_wspawn";
    return (summary.synchronizes || summary.completes) && !ends_with_one(instruction, text)
               ? "a run in which several warps take part"
               : NULL;
}

static bool look_at(struct ir_unit *unit, struct called *called, LLVMValueRef function);

static bool look_at_call(struct ir_unit *unit, struct called *called, LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsAFunction(LLVMGetCalledValue(call));
    if (!callee || LLVMIsDeclaration(callee))
        return false;
    enum { OPEN = 2 };
    ptrdiff_t known = value_map_get(&called->seen, callee);
    if (known == OPEN)
        *ARRAY_ADD(called->again, called->again_count) = call;
    if (known != VALUE_MAP_NONE)
        return known == 1;
    value_map_set(&called->seen, callee, OPEN);
    bool has_barrier = look_at(unit, called, callee);
    value_map_set(&called->seen, callee, has_barrier);
    return has_barrier;
}

static void set_obstacle(struct called *called, LLVMValueRef at, const char *what) {
    if (called->obstacle || !what)
        return;
    called->obstacle = at;
    called->what = what;
}

/* Whether there is a barrier in it. */
static bool look_at(struct ir_unit *unit, struct called *called, LLVMValueRef function) {
    bool has_barrier = false;
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        set_obstacle(called, instruction, find_obstacle(unit, instruction));
        if (split_builtin_called(instruction) == HOST_BARRIER)
            has_barrier = true;
        else if (unit_is_call(instruction))
            has_barrier |= look_at_call(unit, called, instruction);
    }
    return has_barrier;
}

static bool look_at_kernel(struct ir_unit *unit, struct called *called, LLVMValueRef kernel) {
    bool has_barrier = look_at(unit, called, kernel);
    for (size_t i = 0; i < called->again_count; i++)
        if (value_map_get(&called->seen, LLVMGetCalledValue(called->again[i])) == 1)
            set_obstacle(called, called->again[i], "a function with a barrier that calls itself");
    return has_barrier;
}

/* ---- inlining ---- */

static void set_always(struct ir_unit *unit, LLVMValueRef call) {
    static const char name[] = "alwaysinline";
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
}

/* A call of what has a barrier that is not part of the function yet. */
static bool mark_calls(struct ir_unit *unit, const struct called *called, LLVMValueRef function) {
    bool any = false;
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_call(instruction) &&
        value_map_get(&called->seen, LLVMGetCalledValue(instruction)) == 1) {
        set_always(unit, instruction);
        any = true;
    }
    return any;
}

/* The kernel in the place of the marker's call, and in it what has barriers. */
static bool fill_in(struct ir_unit *unit, const struct called *called, LLVMValueRef call) {
    LLVMValueRef function = LLVMGetBasicBlockParent(LLVMGetInstructionParent(call));
    LLVMValueRef arguments = LLVMGetOperand(call, 0), kernel = LLVMGetOperand(call, 1);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, call);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(call));
    set_always(unit,
               LLVMBuildCall2(builder, LLVMGlobalGetValueType(kernel), kernel, &arguments, 1, ""));
    LLVMDisposeBuilder(builder);
    LLVMReplaceAllUsesWith(call, LLVMConstInt(LLVMTypeOf(call), 0, false));
    LLVMInstructionEraseFromParent(call);
    do
        if (!unit_run_passes(unit, "always-inline"))
            return false;
    while (mark_calls(unit, called, function));
    return true;
}

/* ---- what the launcher is told ---- */

static LLVMValueRef make_text(struct ir_unit *unit, const char *text) {
    LLVMValueRef value = LLVMConstStringInContext2(unit->context, text, strlen(text), false);
    LLVMValueRef variable = LLVMAddGlobal(unit->module, LLVMTypeOf(value), "reason");
    LLVMSetInitializer(variable, value);
    LLVMSetLinkage(variable, LLVMPrivateLinkage);
    LLVMSetGlobalConstant(variable, true);
    return variable;
}

/* What is NULL is 0. */
static void tell(struct ir_unit *unit, LLVMValueRef facts, LLVMValueRef function,
                 const struct split_kernel *kernel, LLVMValueRef reason) {
    LLVMTypeRef word = LLVMInt32TypeInContext(unit->context);
    LLVMValueRef nothing = LLVMConstNull(LLVMPointerTypeInContext(unit->context, 0));
    LLVMValueRef members[] = {
        function ? function : nothing,
        LLVMConstInt(word, kernel ? kernel->context_bytes : 0, false),
        LLVMConstInt(word, kernel ? kernel->context_alignment : 0, false),
        kernel ? split_make_places(kernel) : nothing,
        reason ? reason : nothing,
    };
    LLVMSetInitializer(facts, LLVMConstNamedStruct(LLVMGlobalGetValueType(facts), members,
                                                   sizeof members / sizeof *members));
}

/* ---- a kernel ---- */

static LLVMValueRef declare_like(struct ir_unit *unit, LLVMValueRef function) {
    LLVMValueRef entry = LLVMAddFunction(unit->module, "", LLVMGlobalGetValueType(function));
    LLVMSetLinkage(entry, LLVMInternalLinkage);
    LLVMSetSection(entry, LLVMGetSection(function));
    return entry;
}

static bool split_step(struct ir_unit *unit, LLVMValueRef step, LLVMValueRef facts) {
    struct split_kernel kernel = {
        .unit = unit,
        .layout = LLVMGetModuleDataLayout(unit->module),
        .function = step,
        .entry = declare_like(unit, step),
    };
    bool good = split_take_apart(&kernel);
    if (good) {
        split_emit_step(&kernel);
        unit->has_steps = true;
        unit_take_name(kernel.entry, step);
        tell(unit, facts, kernel.entry, &kernel, NULL);
    }
    split_free_kernel(&kernel);
    if (good)
        LLVMDeleteFunction(step);
    return good;
}

static LLVMValueRef facts_of(LLVMValueRef step) {
    for (LLVMUseRef use = LLVMGetFirstUse(step); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef initializer = LLVMGetUser(use);
        LLVMUseRef of = LLVMIsAConstant(initializer) ? LLVMGetFirstUse(initializer) : NULL;
        if (of && LLVMIsAGlobalVariable(LLVMGetUser(of)))
            return LLVMGetUser(of);
    }
    return NULL;
}

static void refuse(struct ir_unit *unit, const struct called *called, LLVMValueRef facts) {
    struct diag_location where = unit_location(unit, called->obstacle);
    const char *function;
    unit_inlined(unit, called->obstacle, &where, &function);
    char *text = where.line ? xasprintf("%s:%u: %s", where.file, where.line, called->what)
                            : xstrdup(called->what);
    tell(unit, facts, NULL, NULL, make_text(unit, text));
    free(text);
}

static bool treat(struct ir_unit *unit, LLVMValueRef call) {
    LLVMValueRef step = LLVMGetBasicBlockParent(LLVMGetInstructionParent(call));
    LLVMValueRef facts = facts_of(step);
    struct called called = {0};
    bool good = true, has_barrier = look_at_kernel(unit, &called, LLVMGetOperand(call, 1));
    if (has_barrier && !called.obstacle) {
        good = fill_in(unit, &called, call) && split_step(unit, step, facts);
    } else {
        if (called.obstacle)
            refuse(unit, &called, facts);
        else
            tell(unit, facts, NULL, NULL, NULL);
        LLVMDeleteFunction(step);
    }
    value_map_free(&called.seen);
    free(called.again);
    return good;
}

bool groups_split(struct ir_unit *unit) {
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, marker);
    bool good = true, any = false;
    if (!function)
        return true;
    for (LLVMUseRef use; good && (use = LLVMGetFirstUse(function));) {
        any = true;
        good = treat(unit, LLVMGetUser(use));
    }
    if (good)
        LLVMDeleteFunction(function);
    return good && (!any || unit_run_passes(unit, "function(sroa)"));
}
