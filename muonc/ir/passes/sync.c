#include "muonc/ir/passes/sync.h"

#include "muonc/ir/analysis/region.h"
#include "muonc/ir/passes/divergence.h"
#include "muonc/ir/unit/assembly.h"

#include <stdlib.h>
#include <string.h>

/* What an instruction makes lanes wait for; the later ones count more. */
enum wait {
    WAIT_NOT,
    WAIT_ALONE,   /* for a run that needs one thread */
    WAIT_THREADS, /* for a run that needs several */
    COMPLETION,   /* nothing, but others no longer wait for the warp */
    WAIT_WARPS,   /* arrivals, or waiting, of whole warps or cores */
};

/* What is known so far of those that wait. */
struct waiting {
    struct value_map functions; /* for what */
    struct value_map pointed;   /* by type: the one whose address is taken, and that waits most */
    struct string_list told;    /* places */
};

static enum wait wait_of_function(LLVMValueRef function, const struct waiting *waiting) {
    ptrdiff_t wait = function ? value_map_get(&waiting->functions, function) : VALUE_MAP_NONE;
    return wait == VALUE_MAP_NONE ? WAIT_NOT : (enum wait)wait;
}

static LLVMValueRef pointed(const struct waiting *waiting, LLVMTypeRef type) {
    ptrdiff_t function = value_map_get(&waiting->pointed, type);
    return function == VALUE_MAP_NONE ? NULL : (LLVMValueRef)function;
}

/* The function that is called, or the worst that may be called through the pointer; NULL if none of
 * those waits. */
static LLVMValueRef callee_of(LLVMValueRef call, const struct waiting *waiting) {
    LLVMValueRef callee = LLVMIsAFunction(LLVMGetCalledValue(call));
    return callee ? callee : pointed(waiting, LLVMGetCalledFunctionType(call));
}

static enum wait wait_of(struct ir_unit *unit, LLVMValueRef instruction,
                         const struct waiting *waiting) {
    if (!unit_is_call(instruction))
        return WAIT_NOT;
    LLVMValueRef assembly = unit_inline_asm(instruction);
    if (!assembly)
        return wait_of_function(callee_of(instruction, waiting), waiting);
    struct assembler_summary summary = assembly_summarize(unit, instruction, assembly);
    return summary.synchronizes    ? WAIT_WARPS
           : summary.completes     ? COMPLETION
           : summary.waits_for > 1 ? WAIT_THREADS
           : summary.waits_for     ? WAIT_ALONE
                                   : WAIT_NOT;
}

static enum wait longest_wait(struct ir_unit *unit, LLVMValueRef function,
                              const struct waiting *waiting) {
    enum wait longest = WAIT_NOT;
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        enum wait wait = wait_of(unit, instruction, waiting);
        if (wait > longest)
            longest = wait;
    }
    return longest;
}

static void note_wait(struct waiting *waiting, LLVMValueRef function, enum wait wait) {
    LLVMTypeRef type = LLVMGlobalGetValueType(function);
    value_map_set(&waiting->functions, function, wait);
    if (!uniformity_is_only_called(function) &&
        wait_of_function(pointed(waiting, type), waiting) < wait)
        value_map_set(&waiting->pointed, type, (size_t)function);
}

static void find_functions(struct ir_unit *unit, struct waiting *waiting) {
    for (bool changed = true; changed;) {
        changed = false;
        FOR_EACH_FUNCTION(function, unit->module) {
            ptrdiff_t known = value_map_get(&waiting->functions, function);
            enum wait wait =
                known == WAIT_WARPS ? WAIT_WARPS : longest_wait(unit, function, waiting);
            if (wait == WAIT_NOT || known == (ptrdiff_t)wait)
                continue;
            note_wait(waiting, function, wait);
            changed = true;
        }
    }
}

static void report(struct ir_unit *unit, const struct uniformity *uniformity, LLVMValueRef call,
                   struct waiting *waiting, LLVMValueRef branch) {
    static const char *const texts[] = {
        [WAIT_ALONE] = "the warp waits here, also for its lanes that went another way",
        [WAIT_THREADS] =
            "lanes wait here for several threads, but other lanes of their warp, which "
            "went another way, cannot come meanwhile",
        [COMPLETION] = "the run is completed here for the whole warp, while its lanes that went "
                       "another way may still be at work",
        [WAIT_WARPS] = "whole warps synchronise here, but lanes of a warp may come here in groups, "
                       "and each group counts as the warp",
    };
    enum wait wait = wait_of(unit, call, waiting);
    LLVMValueRef decision = uniformity_decision(branch);
    struct diag_location where = unit_location(unit, call);
    bool assembly = unit_inline_asm(call);
    const char *name = assembly ? "" : unit_function_name(unit, callee_of(call, waiting));
    unit_inlined_beside(unit, call, branch, &where, &name);
    if (!divergence_is_new(&waiting->told, where))
        return;
    bool known = assembly || LLVMIsAFunction(LLVMGetCalledValue(call));
    diag_raise(unit->diag, DIAG_NU_DIVERGENT_SYNC, where, "%s%s%s%s", *name ? "in '" : "", name,
               !*name  ? ""
               : known ? "' "
                       : "', which may be called here, ",
               texts[wait]);
    diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, decision),
                "depending on this value, which differs between lanes");
    divergence_explain(unit, uniformity, decision);
}

static void check_block(struct ir_unit *unit, const struct uniformity *uniformity,
                        LLVMBasicBlockRef block, LLVMValueRef branch, struct waiting *waiting) {
    FOR_EACH_INSTRUCTION(instruction, block) {
        if (wait_of(unit, instruction, waiting) != WAIT_NOT)
            report(unit, uniformity, instruction, waiting, branch);
    }
}

static int compare_numbers(const void *a, const void *b) {
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void check_function(struct ir_unit *unit, const struct uniformity *uniformity,
                           LLVMValueRef function, struct waiting *waiting) {
    struct control_flow flow;
    struct control_region region;
    control_flow_build(&flow, function);
    control_region_open(&region, &flow);
    bool *told = xcalloc(flow.count, sizeof *told);
    for (size_t branch = 0; branch < flow.count; branch++) {
        LLVMValueRef terminator = LLVMGetBasicBlockTerminator(flow.blocks[branch]);
        LLVMValueRef decision = uniformity_decision(terminator);
        /* What is between a branch and its end has no region that reaches further. */
        if (!decision || told[branch] || !uniformity_is_divergent(uniformity, decision))
            continue;
        control_region_find(&region, branch);
        qsort(region.blocks, region.count, sizeof *region.blocks, compare_numbers);
        for (size_t i = 0; i < region.count; i++) {
            size_t block = region.blocks[i];
            if (!told[block])
                check_block(unit, uniformity, flow.blocks[block], terminator, waiting);
            told[block] = true;
        }
    }
    free(told);
    control_region_close(&region);
    control_flow_free(&flow);
}

/* A kernel is there twice: what is launched is inlined in its entry, where more is known of its
 * arguments. */
static bool is_to_be_checked(const struct ir_unit *unit, LLVMValueRef function,
                             const struct waiting *waiting) {
    return value_map_get(&waiting->functions, function) != VALUE_MAP_NONE &&
           !unit_has_annotation(unit->module, function, UNIT_KERNEL);
}

void sync_check(struct ir_unit *unit, const struct uniformity *uniformity) {
    struct waiting waiting = {0};
    find_functions(unit, &waiting);
    FOR_EACH_FUNCTION(function, unit->module)
    if (is_to_be_checked(unit, function, &waiting))
        check_function(unit, uniformity, function, &waiting);
    value_map_free(&waiting.functions);
    value_map_free(&waiting.pointed);
    string_list_free(&waiting.told);
}
