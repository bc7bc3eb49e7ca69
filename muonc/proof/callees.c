#include "muonc/proof/callees.h"

#include "muonc/program/liveness.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

static void note_addresses(const struct callees *graph, const struct call_graph *calls) {
    for (size_t i = 0; i < graph->functions->count; i++)
        graph->items[i].address_taken = calls->nodes[i].address_taken;
    for (size_t i = 0; i < calls->entry_count; i++) {
        struct callees_function *of = &graph->items[calls->entries[i].node];
        if (!of->is_entered)
            of->is_entered = xcalloc(of->function->count, sizeof *of->is_entered);
        of->is_entered[calls->entries[i].insn] = true;
    }
}

/* ---- what a function reads and changes ---- */

/* Where the function's frame begins above sp: the sum of what its prologue takes. -1 if that cannot
 * be seen. */
static int64_t frame_bytes(const struct function *function) {
    int64_t bytes = 0;
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *word = function_word(function, i);
        if (word->op == MUON_ILLEGAL || !muon_writes_rd(word) || word->rd != MUON_REGISTER_SP)
            continue;
        if (word->op != MUON_ADDI || word->rs1 != MUON_REGISTER_SP)
            return -1;
        bytes -= word->imm < 0 ? word->imm : 0;
    }
    return bytes;
}

static void note_stack_words(struct callees_function *of) {
    int64_t frame = frame_bytes(of->function);
    if (frame < 0)
        of->stack_words = UINT32_MAX;
    for (size_t i = 0; i < of->function->count && frame >= 0; i++) {
        const struct muon_insn *word = function_word(of->function, i);
        if (word->op != MUON_LW_GLOBAL ||
            (word->rs1 != MUON_REGISTER_SP && word->rs1 != MUON_REGISTER_FP))
            continue;
        int64_t offset = word->imm - (word->rs1 == MUON_REGISTER_SP ? frame : 0);
        if (offset >= 0 && offset < 4 * CALL_STACK_WORDS)
            of->stack_words |= UINT32_C(1) << offset / 4;
    }
}

static register_set results_of(const struct code_insn *insn) {
    register_set results = 0;
    for (unsigned w = 0; w < insn->word_count; w++)
        if (insn->words[w].op != MUON_ILLEGAL)
            results |= register_set_result(&insn->words[w]);
    return results;
}

static void note_function(const struct callees *graph, struct callees_function *of,
                          const struct promises *promises) {
    const struct image_symbol *symbol = &graph->image->symbols[of->function->symbol];
    struct image_place place = function_place(graph->image, of->function, 0);
    of->global = ELF32_ST_BIND(symbol->info) != STB_LOCAL;
    for (size_t i = promises_from(promises, place);
         i < promises->count && place_compare(promises->items[i].place, place) == 0; i++) {
        enum promise_kind kind = promises->items[i].kind;
        of->compiled |= kind == PROMISE_COMPILED || kind == PROMISE_SINGLE_LANE;
        of->single_lane |= kind == PROMISE_SINGLE_LANE;
    }
    for (size_t i = 0; i < of->function->count; i++)
        of->changes |= results_of(&of->function->insns[i]);
    note_stack_words(of);
}

/* Code that is in no function, such as start code without the marks of one. */
static void note_outside(struct callees *graph) {
    for (uint32_t s = 1; s < graph->image->section_count; s++) {
        const struct code *code = graph->image->sections[s].code;
        bool *inside = code ? xcalloc(code->count + 1, sizeof *inside) : NULL;
        for (size_t i = 0; code && i < graph->functions->count; i++) {
            const struct function *function = &graph->functions->items[i];
            if (function->section == s)
                memset(inside + (function->insns - code->insns), true, function->count);
        }
        for (size_t i = 0; code && i < code->count; i++)
            if (!inside[i])
                graph->changes_outside |= results_of(&code->insns[i]);
        free(inside);
    }
}

/* ---- what it calls ---- */

/* What a node of the call graph changes: a function, what is called through pointers, or code that
 * is in no function. */
static register_set *changes_of(struct callees *graph, const struct call_graph *calls,
                                size_t node) {
    return node < graph->functions->count ? &graph->items[node].changes
           : node == calls->pointer       ? &graph->changes_by_pointer
                                          : &graph->changes_outside;
}

static void pass_on_changes(struct callees *graph, const struct call_graph *calls) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < calls->count; i++) {
            const struct call_graph_node *of = &calls->nodes[calls->order[i]];
            register_set *all = changes_of(graph, calls, calls->order[i]), before = *all;
            for (size_t c = 0; c < of->callee_count; c++)
                *all |= *changes_of(graph, calls, of->callees[c]);
            changed |= *all != before;
        }
    }
}

/* Callees first; those of a recursion may read anything. */
static void find_needs(const struct callees *graph, const struct call_graph *calls,
                       const bool *compiled) {
    register_set *entry = xcalloc(graph->functions->count + 1, sizeof *entry);
    for (size_t i = 0; i < graph->functions->count; i++)
        entry[i] = REGISTERS_LOW;
    struct liveness_callees callees = {calls, compiled, entry};
    for (size_t i = 0; i < calls->count; i++) {
        size_t node = calls->order[i];
        if (node < graph->functions->count && compiled[node])
            free(liveness_after(&callees, &graph->functions->items[node], &entry[node]));
    }
    for (size_t i = 0; i < graph->functions->count; i++)
        graph->items[i].needs = entry[i];
    free(entry);
}

static void find_calls(struct callees *graph) {
    bool *compiled = xcalloc(graph->functions->count + 1, sizeof *compiled);
    for (size_t i = 0; i < graph->functions->count; i++)
        compiled[i] = graph->items[i].slots && graph->items[i].slots->compiled;
    struct call_graph calls = call_graph_build(graph->image, graph->functions, compiled);
    note_addresses(graph, &calls);
    pass_on_changes(graph, &calls);
    find_needs(graph, &calls, compiled);
    call_graph_free(&calls);
    free(compiled);
}

const struct callees_function *callees_at(const struct callees *graph, struct image_place place) {
    const struct function *function = functions_at(graph->functions, graph->image, place);
    return function ? &graph->items[function - graph->functions->items] : NULL;
}

struct callees callees_find(const struct image *image, const struct function_list *functions,
                            const struct promises *promises, const struct slot_frame *slots) {
    struct callees graph = {
        .image = image,
        .functions = functions,
        .items = xcalloc(functions->count + 1, sizeof *graph.items),
    };
    for (size_t i = 0; i < functions->count; i++)
        graph.items[i].function = &functions->items[i];
    for (size_t i = 0; slots && i < functions->count; i++)
        graph.items[i].slots = &slots[i];
    for (size_t i = 0; i < functions->count; i++)
        note_function(&graph, &graph.items[i], promises);
    note_outside(&graph);
    graph.changes = graph.changes_outside;
    for (size_t i = 0; i < functions->count; i++)
        graph.changes |= graph.items[i].changes;
    find_calls(&graph);
    return graph;
}

void callees_free(struct callees *graph) {
    for (size_t i = 0; i < graph->functions->count; i++)
        free(graph->items[i].is_entered);
    free(graph->items);
    *graph = (struct callees){0};
}
