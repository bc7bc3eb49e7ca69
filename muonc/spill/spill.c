#include "muonc/spill/spill.h"

#include "muonc/spill/immediates.h"
#include "muonc/spill/pointers.h"
#include "muonc/spill/saves.h"
#include "muonc/spill/short_copies.h"
#include "muonc/spill/stack_switch.h"
#include "support/alloc.h"

#include <stdlib.h>

struct promoter {
    struct spills *spills;
    struct call_graph graph;
    const struct function_list *functions;
    bool *compiled;
    register_set *named; /* for each node */
    struct liveness_callees callees;
    register_set *results; /* of each function */
};

/* ---- what the code names ---- */

static register_set named_by(const struct muon_insn *word) {
    return word->op == MUON_ILLEGAL ? 0 : register_set_sources(word) | REGISTER_BIT(word->rd);
}

/* Also of code that is in no function: everything is named at the outside. */
static void find_named(struct promoter *promoter) {
    const struct image *image = promoter->graph.image;
    for (size_t f = 0; f < promoter->functions->count; f++)
        for (size_t i = 0; i < promoter->functions->items[f].count; i++)
            for (unsigned w = 0; w < promoter->functions->items[f].insns[i].word_count; w++)
                promoter->named[f] |= named_by(&promoter->functions->items[f].insns[i].words[w]);
    for (size_t s = 1; s < image->section_count; s++) {
        const struct code *code = image->sections[s].code;
        for (size_t i = 0; code && i < code->count; i++)
            for (unsigned w = 0; w < code->insns[i].word_count; w++)
                promoter->named[promoter->graph.outside] |= named_by(&code->insns[i].words[w]);
    }
}

/* ---- rewriting ---- */

static bool is_load(const struct muon_insn *word) {
    return muon_op_info(word->op)->class == MUON_CLASS_LOAD;
}

/* Returns the registers that the slots are now. */
static register_set make_copies(const struct slot_frame *frame, struct function *function) {
    register_set own = 0;
    for (size_t i = 0; frame->stack.accesses && i < function->count; i++) {
        struct slot *slot = slots_at(frame, i);
        if (!slot || !slot->reg)
            continue;
        struct muon_insn *word = &function->insns[i].words[0];
        *word = is_load(word)
                    ? (struct muon_insn){.op = MUON_ADDI, .rd = word->rd, .rs1 = slot->reg}
                    : (struct muon_insn){.op = MUON_ADDI, .rd = slot->reg, .rs1 = word->rs2};
        own |= REGISTER_BIT(slot->reg);
    }
    return own;
}

static bool adjusts_stack(const struct muon_insn *word) {
    return word->op == MUON_ADDI && word->rd == MUON_REGISTER_SP && word->rs1 == MUON_REGISTER_SP;
}

/* Nothing is left in the frame if the stack pointer serves no other end than making it. */
static bool remove_frame(struct function *function) {
    bool adjusted = false;
    for (size_t i = 0; i < function->count; i++)
        for (unsigned w = 0; w < function->insns[i].word_count; w++) {
            const struct muon_insn *word = &function->insns[i].words[w];
            bool named = register_set_has(named_by(word), MUON_REGISTER_SP);
            adjusted |= named;
            if (named && (!adjusts_stack(word) || function->insns[i].word_count > 1))
                return false;
        }
    for (size_t i = 0; adjusted && i < function->count; i++)
        if (function->insns[i].word_count && adjusts_stack(&function->insns[i].words[0]))
            code_remove(&function->insns[i]);
    return adjusted;
}

static void promote(struct promoter *promoter, size_t node) {
    struct function function = promoter->functions->items[node];
    struct spill_frame *frame = &promoter->spills->frames[node];
    struct copies copies = {.callees = &promoter->callees, .function = &function};
    copies.own = make_copies(&promoter->spills->slots[node], &function);
    if (copies.own) {
        saves_eliminate(&copies, promoter->named);
        copies_eliminate(&copies);
        frame->gone = remove_frame(&function);
    }
    unsigned folded = immediates_fold(&promoter->callees, &function, copies.own, &copies.stale);
    folded += pointers_merge(&promoter->callees, &function, copies.own, &copies.stale);
    folded += short_copies_remove(&copies);
    frame->changed = copies.own || folded;
    frame->slots = &promoter->spills->slots[node];
    frame->stale = copies.stale;
    promoter->spills->counts.moves_removed += copies.removed;
    promoter->spills->counts.folded += folded;
}

/* Callees first, so that it is known what they read. */
static void promote_all(struct promoter *promoter) {
    for (size_t i = 0; i < promoter->graph.count; i++) {
        size_t node = promoter->graph.order[i];
        if (node >= promoter->functions->count || !promoter->compiled[node])
            continue;
        promote(promoter, node);
        free(liveness_after(&promoter->callees, &promoter->functions->items[node],
                            &promoter->callees.entry[node]));
    }
}

static void count(struct spills *spills) {
    struct spill_counts *counts = &spills->counts;
    for (size_t f = 0; f < spills->count; f++)
        for (size_t i = 0; i < spills->slots[f].count; i++) {
            const struct slot *slot = &spills->slots[f].slots[i];
            counts->slots++;
            counts->loads += slot->loads;
            counts->stores += slot->stores;
            counts->slots_kept += slot->reg != 0;
            counts->loads_left += slot->reg ? 0 : slot->loads;
            counts->stores_left += slot->reg ? 0 : slot->stores;
        }
}

static register_set free_registers(const struct promoter *promoter) {
    register_set pool = ~(register_set)0 << REGISTER_HIGH;
    return pool & ~promoter->named[promoter->graph.outside] & ~REGISTER_BIT(REGISTER_SCRATCH);
}

static void run(struct promoter *promoter, bool keep) {
    const struct image *image = promoter->graph.image;
    bool fixed =
        keep || slots_stay(image) || stack_switches(image, promoter->functions, promoter->compiled);
    for (size_t f = 0; f < promoter->functions->count; f++) {
        struct slot_frame *frame = &promoter->spills->slots[f];
        frame->compiled &= !promoter->graph.nodes[f].entered;
        promoter->compiled[f] = frame->compiled;
        promoter->callees.entry[f] = REGISTERS_LOW;
    }
    slots_count(promoter->spills->slots, &promoter->graph);
    find_named(promoter);
    if (!fixed)
        slots_assign(promoter->spills->slots, &promoter->graph, free_registers(promoter));
    count(promoter->spills);
    promote_all(promoter);
}

static register_set *find_results(const struct spills *spills) {
    static const register_set results[] = {
        [FRAME_RESULTS_UNKNOWN] = REGISTERS_RESULTS,
        [FRAME_RESULTS_NONE] = 0,
        [FRAME_RESULTS_A0] = REGISTER_BIT(MUON_REGISTER_A0),
        [FRAME_RESULTS_A1] = REGISTERS_RESULTS,
    };
    register_set *of = xcalloc(spills->count + 1, sizeof *of);
    for (size_t i = 0; i < spills->count; i++)
        of[i] = results[spills->slots[i].results];
    return of;
}

struct spills spills_promote(struct image *image, const struct function_list *functions,
                             bool keep) {
    struct spills spills = {.slots = slots_read(image, functions),
                            .frames = xcalloc(functions->count + 1, sizeof *spills.frames),
                            .count = functions->count};
    struct promoter promoter = {
        .spills = &spills,
        .functions = functions,
        .compiled = xcalloc(functions->count + 1, sizeof(bool)),
    };
    for (size_t f = 0; f < functions->count; f++)
        promoter.compiled[f] = spills.slots[f].compiled;
    promoter.graph = call_graph_build(image, functions, promoter.compiled);
    promoter.named = xcalloc(promoter.graph.count, sizeof *promoter.named);
    promoter.results = find_results(&spills);
    promoter.callees = (struct liveness_callees){
        &promoter.graph, promoter.compiled, xcalloc(functions->count + 1, sizeof(register_set)),
        promoter.results};
    run(&promoter, keep);
    call_graph_free(&promoter.graph);
    free(promoter.callees.entry);
    free(promoter.results);
    free(promoter.compiled);
    free(promoter.named);
    return spills;
}

const struct spill_frame *spills_frame(const struct spills *spills, size_t function) {
    const struct spill_frame *frame = &spills->frames[function];
    return frame->changed ? frame : NULL;
}

void spills_free(struct spills *spills) {
    slots_free(spills->slots, spills->count);
    free(spills->frames);
    *spills = (struct spills){0};
}
