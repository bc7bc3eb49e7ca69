#include "muonc/ir/sync.h"

#include "muonc/assembler/assembler.h"
#include "muonc/ir/control_flow.h"
#include "muonc/ir/divergence.h"

#include <stdlib.h>
#include <string.h>

/* Whether whole warps synchronise here; functions: those in which they do. */
static bool synchronizes(LLVMValueRef instruction, const struct value_map *functions) {
    if (!unit_is_call(instruction))
        return false;
    LLVMValueRef assembly = unit_inline_asm(instruction);
    if (!assembly)
        return value_map_get(functions, LLVMGetCalledValue(instruction)) != VALUE_MAP_NONE;
    struct assembler_summary summary;
    char *text = unit_asm_template(instruction, assembly);
    assembler_summarize(text, strlen(text), &summary);
    free(text);
    return summary.synchronizes;
}

static bool contains_synchronization(LLVMValueRef function, const struct value_map *functions) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (synchronizes(instruction, functions))
        return true;
    return false;
}

static void find_functions(struct ir_unit *unit, struct value_map *functions) {
    for (bool changed = true; changed;) {
        changed = false;
        FOR_EACH_FUNCTION(function, unit->module) {
            if (value_map_get(functions, function) != VALUE_MAP_NONE ||
                !contains_synchronization(function, functions))
                continue;
            value_map_set(functions, function, 0);
            changed = true;
        }
    }
}

static void report(struct ir_unit *unit, const struct uniformity *uniformity, LLVMValueRef call,
                   LLVMValueRef decision) {
    struct diag_location where = unit_location(unit, call);
    const char *name = "";
    if (LLVMIsAFunction(LLVMGetCalledValue(call)))
        name = unit_function_name(unit, LLVMGetCalledValue(call));
    else
        unit_inlined(unit, call, &where, &name);
    diag_report(unit->diag, DIAG_WARNING, "nu-divergent-sync", where,
                "%s%s%swhole warps synchronise here, but lanes of a warp may come here in groups, "
                "and each group counts as the warp",
                *name ? "in '" : "", name, *name ? "' " : "");
    diag_report(unit->diag, DIAG_NOTE, NULL, unit_location(unit, decision),
                "depending on this value, which differs between lanes");
    divergence_explain(unit, uniformity, decision);
}

static void check_function(struct ir_unit *unit, const struct uniformity *uniformity,
                           LLVMValueRef function, const struct value_map *functions) {
    struct control_flow flow;
    control_flow_build(&flow, function);
    struct control_region region = {.ways = xcalloc(flow.count, sizeof *region.ways),
                                    .cycle = xcalloc(flow.count, sizeof *region.cycle)};
    bool *told = xcalloc(flow.count, sizeof *told);
    for (size_t branch = 0; branch < flow.count; branch++) {
        LLVMValueRef decision =
            uniformity_decision(LLVMGetBasicBlockTerminator(flow.blocks[branch]));
        if (!decision || !uniformity_is_divergent(uniformity, decision))
            continue;
        memset(region.ways, 0, flow.count * sizeof *region.ways);
        memset(region.cycle, 0, flow.count * sizeof *region.cycle);
        control_flow_region(&flow, branch, &region);
        for (size_t block = 0; block < flow.count; block++) {
            if (!region.ways[block] || told[block])
                continue;
            told[block] = true;
            FOR_EACH_INSTRUCTION(instruction, flow.blocks[block])
            if (synchronizes(instruction, functions))
                report(unit, uniformity, instruction, decision);
        }
    }
    free(told);
    free(region.ways);
    free(region.cycle);
    control_flow_free(&flow);
}

void sync_check(struct ir_unit *unit, const struct uniformity *uniformity) {
    struct value_map functions = {0};
    find_functions(unit, &functions);
    FOR_EACH_FUNCTION(function, unit->module)
    if (contains_synchronization(function, &functions))
        check_function(unit, uniformity, function, &functions);
    value_map_free(&functions);
}
