#include "muonc/link/callgraph.h"

#include "support/alloc.h"

#include <stdlib.h>

enum { SP = 2, FP = 8 };

static struct callgraph_function *find(const struct callgraph *graph, struct image_place place) {
    const struct function *function = functions_at(graph->functions, graph->image, place);
    return function ? &graph->items[function - graph->functions->items] : NULL;
}

static bool is_jump(const struct code_insn *insn) {
    return insn->word_count && (insn->words[0].op == MUON_JAL || insn->words[0].op == MUON_JALR);
}

/* ---- addresses that are taken ---- */

/* The function around an instruction. */
static struct callgraph_function *around(const struct callgraph *graph, uint32_t section,
                                         const struct code_insn *insn) {
    for (size_t i = 0; i < graph->functions->count; i++) {
        const struct function *function = &graph->functions->items[i];
        if (function->section == section && insn >= function->insns &&
            insn < function->insns + function->count)
            return &graph->items[i];
    }
    return NULL;
}

static void take_address(const struct callgraph *graph, struct image_place place) {
    const struct code_insn *insn = code_at(graph->image, place);
    struct callgraph_function *of = insn ? find(graph, place) : NULL;
    if (of)
        of->address_taken = true;
    of = insn && !of ? around(graph, place.section, insn) : NULL;
    if (!of)
        return;
    if (!of->is_entered)
        of->is_entered = xcalloc(of->function->count, sizeof *of->is_entered);
    of->is_entered[insn - of->function->insns] = true;
}

/* Low parts of a pair name what the high part names, or the place of the high part. */
static void take_addresses_of_code(const struct callgraph *graph, const struct code *code) {
    for (size_t i = 0; i < code->count; i++) {
        const struct code_insn *insn = &code->insns[i];
        bool taken = insn->word_count && insn->fix != CODE_FIX_NONE &&
                     insn->words[0].op != MUON_ILLEGAL &&
                     muon_op_info(insn->words[0].op)->class != MUON_CLASS_BRANCH &&
                     !is_jump(insn) && insn->pair != CODE_PAIR_CALL;
        if (taken)
            take_address(graph, insn->to);
    }
}

static void take_addresses(const struct callgraph *graph) {
    const struct image *image = graph->image;
    for (size_t s = 1; s < image->section_count; s++) {
        const struct image_section *section = &image->sections[s];
        if (!image_is_loaded(section))
            continue;
        if (section->code)
            take_addresses_of_code(graph, section->code);
        for (size_t i = 0; !section->code && i < section->relocation_count; i++)
            take_address(graph, image_target(image, &section->relocations[i]));
    }
}

/* ---- what a function reads and changes ---- */

static void add_all(struct register_set *set, uint64_t low, uint64_t high) {
    set->bits[0] |= low;
    set->bits[1] |= high;
}

static void note_word(struct callgraph_function *of, const struct muon_insn *word) {
    uint8_t sources[4];
    for (int i = muon_sources(word, sources); i-- > 0;)
        register_set_add(&of->reads, sources[i]);
    if (muon_writes_rd(word))
        register_set_add(&of->changes, word->rd);
}

/* Where the function's frame begins above sp: the sum of what its prologue takes. -1 if that cannot
 * be seen. */
static int64_t frame_bytes(const struct function *function) {
    int64_t bytes = 0;
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *word = function_word(function, i);
        if (word->op == MUON_ILLEGAL || !muon_writes_rd(word) || word->rd != SP)
            continue;
        if (word->op != MUON_ADDI || word->rs1 != SP)
            return -1;
        bytes -= word->imm < 0 ? word->imm : 0;
    }
    return bytes;
}

static void note_stack_words(struct callgraph_function *of) {
    int64_t frame = frame_bytes(of->function);
    if (frame < 0)
        of->stack_words = UINT32_MAX;
    for (size_t i = 0; i < of->function->count && frame >= 0; i++) {
        const struct muon_insn *word = function_word(of->function, i);
        if (word->op != MUON_LW_GLOBAL || (word->rs1 != SP && word->rs1 != FP))
            continue;
        int64_t offset = word->imm - (word->rs1 == SP ? frame : 0);
        if (offset >= 0 && offset < 4 * CALL_STACK_WORDS)
            of->stack_words |= UINT32_C(1) << offset / 4;
    }
}

static void note_function(const struct callgraph *graph, struct callgraph_function *of,
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
    for (size_t i = 0; i < of->function->count; i++) {
        const struct code_insn *insn = &of->function->insns[i];
        for (unsigned w = 0; w < insn->word_count; w++)
            if (insn->words[w].op != MUON_ILLEGAL)
                note_word(of, &insn->words[w]);
    }
    note_stack_words(of);
}

/* ---- what it calls ---- */

/* The function that a call or tail call names; NULL if it is unknown. *calls: whether the
 * instruction calls at all. */
static struct callgraph_function *callee_of(const struct callgraph *graph,
                                            const struct function *function, size_t i,
                                            bool *calls) {
    const struct code_insn *insn = &function->insns[i];
    const struct muon_insn *word = function_word(function, i);
    ptrdiff_t inside = function_target(graph->image, function, i);
    bool branch = word->op != MUON_ILLEGAL && muon_op_info(word->op)->class == MUON_CLASS_BRANCH;
    *calls = (is_jump(insn) && (word->rd || inside == FUNCTION_OUTSIDE) &&
              !(word->op == MUON_JALR && word->rd == 0 && word->rs1 == 1)) ||
             (branch && inside == FUNCTION_OUTSIDE);
    if (word->op != MUON_JALR)
        return find(graph, insn->to);
    return insn->pair == CODE_PAIR_CALL && i ? find(graph, insn[-1].to) : NULL;
}

static bool pass_on(struct register_set *set, const struct register_set *from) {
    struct register_set before = *set;
    add_all(set, from->bits[0], from->bits[1]);
    return set->bits[0] != before.bits[0] || set->bits[1] != before.bits[1];
}

static bool pass_on_calls(const struct callgraph *graph, struct callgraph_function *of) {
    static const struct register_set arguments = {{CALL_ARGUMENTS, 0}};
    bool changed = false, calls;
    for (size_t i = 0; i < of->function->count; i++) {
        const struct callgraph_function *callee = callee_of(graph, of->function, i, &calls);
        if (!calls)
            continue;
        changed |= pass_on(&of->reads, callee ? &callee->reads : &arguments);
        changed |= pass_on(&of->changes, callee ? &callee->changes : &graph->changes);
    }
    return changed;
}

const struct callgraph_function *callgraph_at(const struct callgraph *graph,
                                              struct image_place place) {
    return find(graph, place);
}

struct callgraph callgraph_build(const struct image *image, const struct function_list *functions,
                                 const struct promises *promises) {
    struct callgraph graph = {
        .image = image,
        .functions = functions,
        .items = xcalloc(functions->count + 1, sizeof *graph.items),
    };
    for (size_t i = 0; i < functions->count; i++)
        graph.items[i].function = &functions->items[i];
    take_addresses(&graph);
    for (size_t i = 0; i < functions->count; i++)
        note_function(&graph, &graph.items[i], promises);
    for (size_t i = 0; i < functions->count; i++)
        pass_on(&graph.changes, &graph.items[i].changes);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = functions->count; i-- > 0;)
            changed |= pass_on_calls(&graph, &graph.items[i]);
    }
    return graph;
}

void callgraph_free(struct callgraph *graph) {
    for (size_t i = 0; i < graph->functions->count; i++)
        free(graph->items[i].is_entered);
    free(graph->items);
    *graph = (struct callgraph){0};
}
