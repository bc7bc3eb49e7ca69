#include "muonc/proof/analysis.h"

#include "muonc/proof/inductions.h"
#include "muonc/proof/meet.h"
#include "muonc/proof/stack_frame.h"
#include "muonc/proof/step.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 16 };

/* ---- the fixpoint ---- */

/* A measure of all that can make another round necessary, but the state at the header of a loop. */
static size_t news(const struct analysis *analysis) {
    return analysis->facts + analysis->changes;
}

static bool is_reached(const struct analysis *analysis, uint32_t block) {
    const struct flow_block *of = &analysis->flow->blocks[block];
    bool reached = block == 0;
    for (uint32_t e = of->first; e < of->first + of->count && !reached; e++)
        reached = analysis->passed[analysis->flow->edges[e].from];
    return reached;
}

/* The current block, from the current state on. */
static void pass_block(struct analysis *analysis) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    value_id **out = &analysis->outs[analysis->block];
    analysis->reached = true;
    for (analysis->insn = block->begin; analysis->insn < block->end && analysis->reached;
         analysis->insn++)
        step(analysis);
    analysis->passed[analysis->block] = analysis->reached;
    if (analysis->reached)
        *out = state_save(analysis, &analysis->lives.out[analysis->block], *out);
}

/* The state at the header of a cycle becomes what all edges bring; false if it was that. */
static bool meet_at_header(struct analysis *analysis, struct cycle_state *cycle) {
    const struct slot_list *live = &analysis->lives.in[analysis->block];
    meet_again(analysis, cycle->header, ++cycle->rounds);
    bool changed = !state_equals(analysis, live, cycle->header);
    state_save(analysis, live, cycle->header);
    return changed;
}

/* A cycle that is entered in several ways changes with the code around it. */
static void enter_irreducible(struct analysis *analysis, struct cycle_state *cycle) {
    if (cycle->begun) {
        analysis->changes += meet_at_header(analysis, cycle);
    } else {
        meet_edges(analysis);
        cycle->header = state_save(analysis, &analysis->lives.in[analysis->block], cycle->header);
        cycle->begun = true;
        cycle->rounds = 0;
    }
}

static void pass_blocks(struct analysis *analysis, uint32_t loop);

static void begin_loop(struct analysis *analysis, uint32_t loop) {
    const struct flow *flow = analysis->flow;
    for (uint32_t b = flow->cycles[loop].header; b < flow->cycles[loop].end; b++)
        if (flow_is_in_cycle(flow, b, loop)) {
            analysis->passed[b] = false;
            if (flow->blocks[b].cycle != FLOW_NO_CYCLE)
                analysis->cycles[flow->blocks[b].cycle].begun = false;
        }
}

/* A loop is settled before what lies behind it is looked at, and anew, from nothing, when other
 * values come into it: rounds with an outer loop's values of before would spoil the result. */
static void settle_loop(struct analysis *analysis, uint32_t loop) {
    const uint32_t header = analysis->flow->cycles[loop].header;
    const struct slot_list *live = &analysis->lives.in[header];
    struct cycle_state *state = &analysis->cycles[loop];
    size_t before;
    analysis->block = header;
    meet_edges(analysis);
    if (state->begun && state->facts == analysis->facts &&
        state_equals(analysis, live, state->entered))
        return;
    begin_loop(analysis, loop);
    inductions_begin(analysis, loop);
    state->entered = state_save(analysis, live, state->entered);
    state->header = state_save(analysis, live, state->header);
    state->rounds = 0;
    do {
        before = news(analysis);
        pass_block(analysis);
        pass_blocks(analysis, loop);
        analysis->block = header;
    } while ((meet_at_header(analysis, state) || news(analysis) != before) && !analysis->overflow);
    state->begun = true;
    state->facts = analysis->facts;
}

static void enter_block(struct analysis *analysis) {
    uint32_t cycle = analysis->flow->blocks[analysis->block].cycle;
    if (cycle == FLOW_NO_CYCLE)
        meet_edges(analysis);
    else
        enter_irreducible(analysis, &analysis->cycles[cycle]);
}

/* The blocks of a loop behind its header; FLOW_NO_CYCLE: of the function. */
static void pass_blocks(struct analysis *analysis, uint32_t loop) {
    const struct flow *flow = analysis->flow;
    uint32_t begin = loop == FLOW_NO_CYCLE ? 0 : flow->cycles[loop].header + 1;
    uint32_t end = loop == FLOW_NO_CYCLE ? (uint32_t)flow->count : flow->cycles[loop].end;
    for (uint32_t b = begin; b < end && !analysis->overflow; b++) {
        uint32_t inner = flow->blocks[b].loop;
        if (!is_reached(analysis, b))
            continue;
        analysis->block = b;
        if (inner == loop) {
            enter_block(analysis);
            pass_block(analysis);
        } else if (inner != FLOW_NO_CYCLE && flow->cycles[inner].header == b &&
                   flow->cycles[inner].parent == loop) {
            settle_loop(analysis, inner);
        }
    }
}

static void settle(struct analysis *analysis) {
    size_t before;
    do {
        before = news(analysis);
        pass_blocks(analysis, FLOW_NO_CYCLE);
    } while (news(analysis) != before && !analysis->overflow);
}

/* Each block that is reached, once. */
static void look_at_blocks(struct analysis *analysis, enum phase phase) {
    const struct flow *flow = analysis->flow;
    analysis->phase = phase;
    for (analysis->block = 0; analysis->block < flow->count; analysis->block++) {
        uint32_t cycle = flow->blocks[analysis->block].cycle;
        if (!is_reached(analysis, analysis->block))
            continue;
        if (cycle != FLOW_NO_CYCLE && phase == PHASE_COMPLETE)
            state_load(analysis, &analysis->lives.in[analysis->block],
                       analysis->cycles[cycle].header);
        else
            meet_edges(analysis);
        pass_block(analysis);
    }
}

/* ---- the function ---- */

/* A register or slot as the caller left it. */
static value_id entry_value(struct analysis *analysis, uint32_t location, bool uniform) {
    struct value_origin origin = {.location = location,
                                  .reason = uniform                        ? VALUE_UNIFORM
                                            : location == MUON_REGISTER_SP ? VALUE_STACK
                                                                           : VALUE_ENTRY};
    return value_merged(&analysis->values, UINT32_MAX, &origin);
}

static void begin_state(struct analysis *analysis) {
    analysis->entry = xmalloc(state_room(analysis));
    analysis->written =
        xcalloc((STATE_SLOTS + analysis->slot_capacity) * analysis->flow->cycle_words + 1,
                sizeof *analysis->written);
    analysis->refuted =
        xcalloc((STATE_SLOTS + analysis->slot_capacity) * analysis->flow->cycle_words + 1,
                sizeof *analysis->refuted);
    analysis->block = analysis->insn = 0;
    analysis->entry[0] = VALUE_ZERO;
    for (uint32_t i = 1; i < STATE_SLOTS + analysis->slot_capacity; i++)
        analysis->entry[i] =
            entry_value(analysis, i, i < REGISTER_HIGH && (analysis->how.registers >> i & 1));
    stack_frame_begin(analysis);
    for (int32_t word = 0; word < CALL_STACK_WORDS; word++)
        if (analysis->how.stack >> word & 1) {
            struct stack_slot slot = {analysis->entry[MUON_REGISTER_SP], 4 * word};
            uint32_t location = stack_frame_location(analysis, slot);
            analysis->entry[location] = entry_value(analysis, location, true);
        }
    analysis->state = memcpy(xmalloc(state_room(analysis)), analysis->entry, state_room(analysis));
    analysis->valid = xcalloc(analysis->slot_capacity, sizeof *analysis->valid);
    analysis->visit = 0;
}

static void free_states(struct analysis *analysis) {
    for (size_t i = 0; i < analysis->flow->count; i++) {
        free(analysis->outs[i]);
        analysis->outs[i] = NULL;
    }
    for (size_t i = 0; i < analysis->flow->cycle_count; i++) {
        free(analysis->cycles[i].entered);
        free(analysis->cycles[i].header);
        analysis->cycles[i] = (struct cycle_state){0};
    }
    free(analysis->entry);
    free(analysis->state);
    free(analysis->valid);
    free(analysis->written);
    free(analysis->refuted);
}

/* Returns false if there are more slots than room for them, or one turns out to be live. */
static bool try_run(struct analysis *analysis, bool survey) {
    values_begin(&analysis->values, analysis->flow);
    memset(analysis->parts, 0, analysis->flow->scope_count * sizeof *analysis->parts);
    memset(analysis->passed, 0, analysis->flow->count * sizeof *analysis->passed);
    analysis->overflow = analysis->masked_by_hand = false;
    analysis->phase = PHASE_SETTLE;
    analysis->result = (struct analysis_result){UINT32_MAX, false};
    begin_state(analysis);
    if (!survey)
        settle(analysis);
    if (!analysis->overflow)
        look_at_blocks(analysis, survey ? PHASE_SURVEY : PHASE_COMPLETE);
    free_states(analysis);
    return !analysis->overflow && !analysis->lives.incomplete;
}

static void begin_slots(struct analysis *analysis) {
    analysis->slot_capacity *= 2;
    analysis->slot_count = 0;
    free(analysis->slots);
    free(analysis->slot_table);
    analysis->slots = xcalloc(analysis->slot_capacity, sizeof *analysis->slots);
    analysis->slot_table = xcalloc(2 * analysis->slot_capacity, sizeof *analysis->slot_table);
    slot_lives_free(&analysis->lives);
    slot_lives_begin(&analysis->lives, analysis->flow, analysis->slot_capacity);
}

/* Room for all slots that are written at a known distance from sp or from the frame pointer. */
static size_t estimate_slots(const struct function *function) {
    size_t stores = 0, room = FIRST_SLOTS;
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *word = function_word(function, i);
        stores += word->op == MUON_SW_GLOBAL &&
                  (word->rs1 == MUON_REGISTER_SP || word->rs1 == MUON_REGISTER_FP);
    }
    while (room < stores)
        room *= 2;
    return room / 2;
}

/* Registers that __uniform speaks of in the function. */
static register_set asserted(const struct analysis *analysis) {
    const struct promises *promises = analysis->program->promises;
    const struct function *function = analysis->function;
    struct image_place begin = function_place(analysis->program->image, function, 0);
    struct image_place last =
        function_place(analysis->program->image, function, function->count - 1);
    register_set set = 0;
    for (size_t i = points_from(promises, begin);
         i < promises->point_count && place_compare(promises->points[i].place, last) <= 0; i++)
        set |= REGISTER_BIT(promises->points[i].reg);
    return set;
}

/* A comparison with x0 may tell a register's value, too. */
static void touch(struct analysis *analysis) {
    register_set set = asserted(analysis);
    for (size_t i = 0; i < analysis->function->count; i++) {
        const struct code_insn *insn = &analysis->function->insns[i];
        for (unsigned w = 0; w < insn->word_count; w++) {
            const struct muon_insn *word = &insn->words[w];
            if (word->op == MUON_ILLEGAL)
                continue;
            set |= register_set_result(word);
            if (muon_op_info(word->op)->class == MUON_CLASS_JUMP)
                set |= REGISTERS_CLOBBERED |
                       (analysis->program->graph->changes >> REGISTER_HIGH << REGISTER_HIGH);
            if (muon_op_info(word->op)->class == MUON_CLASS_BRANCH)
                set |= register_set_sources(word);
        }
    }
    for (unsigned reg = 1; reg < MUON_REGISTERS; reg++)
        if (register_set_has(set, reg))
            analysis->touched[analysis->touched_count++] = reg;
}

void analysis_run(struct analysis *analysis, const struct analysis_program *program,
                  const struct callees_function *of, const struct flow *flow,
                  struct analysis_call how) {
    const struct function *function = of->function;
    *analysis = (struct analysis){.program = program,
                                  .of = of,
                                  .function = function,
                                  .flow = flow,
                                  .by_hand = !of->compiled,
                                  .how = how,
                                  .wrong_mask = -1,
                                  .slot_capacity = estimate_slots(function)};
    analysis->verdicts = xcalloc(function->count, sizeof *analysis->verdicts);
    analysis->decisions = xcalloc(function->count, sizeof *analysis->decisions);
    analysis->first_differs = xcalloc(function->count, sizeof *analysis->first_differs);
    analysis->parts = xcalloc(flow->scope_count, sizeof *analysis->parts);
    analysis->outs = xcalloc(flow->count, sizeof *analysis->outs);
    analysis->passed = xcalloc(flow->count, sizeof *analysis->passed);
    analysis->cycles = xcalloc(flow->cycle_count + 1, sizeof *analysis->cycles);
    touch(analysis);
    bool survey = true;
    begin_slots(analysis);
    while (!try_run(analysis, survey) || survey) {
        survey = analysis->overflow;
        if (analysis->overflow)
            begin_slots(analysis);
        else
            slot_lives_find(&analysis->lives, flow);
    }
}

void analysis_end(struct analysis *analysis) {
    values_free(&analysis->values);
    free(analysis->verdicts);
    free(analysis->decisions);
    free(analysis->first_differs);
    free(analysis->parts);
    free(analysis->outs);
    free(analysis->passed);
    free(analysis->cycles);
    free(analysis->slots);
    free(analysis->slot_table);
    free(analysis->bases);
    slot_lives_free(&analysis->lives);
}
