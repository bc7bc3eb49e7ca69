#include "muonc/link/analysis.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 16, PASSES_BEFORE_WIDENING = 4 };

/* ---- where edges meet ---- */

/* What one edge brings to a location. On the way of a branch on which a register equals x0, code
 * generation uses it as a zero. */
static value_id incoming(struct analysis *analysis, const struct flow_edge *edge,
                         uint32_t location) {
    value_id value = analysis->outs[edge->from][location];
    size_t last = analysis->flow->blocks[edge->from].end - 1;
    const struct muon_insn *insn = function_word(analysis->function, last);
    bool equal = (insn->op == MUON_BEQ && edge->taken) || (insn->op == MUON_BNE && !edge->taken);
    if (equal && location < MUON_REGISTERS &&
        ((insn->rs1 == location && insn->rs2 == 0) || (insn->rs2 == location && insn->rs1 == 0)))
        return VALUE_ZERO;
    return edge->leaves ? value_outside(&analysis->values, value, edge->leaves,
                                        analysis->parts[edge->leaves])
                        : value;
}

/* The common value of all edges that were taken, if there is one; else what they have in common:
 * the divergent base, whether one is divergent, whether one is promised. */
struct meeting {
    bool any, same, same_base, divergent, promised;
    value_id value, base, cause;
};

static void meet_value(struct analysis *analysis, struct meeting *meeting, value_id value) {
    struct values *values = &analysis->values;
    if (!meeting->any) {
        *meeting = (struct meeting){.any = true, .same = true, .same_base = true, .value = value};
        meeting->promised = value_of(values, value)->promised;
        meeting->divergent = value_is_divergent(values, value);
        meeting->cause = value;
    }
    if (value == meeting->value)
        return;
    if (meeting->same)
        meeting->base = value_parts(values, meeting->value).base;
    meeting->same = false;
    meeting->same_base &= value_parts(values, value).base == meeting->base;
    meeting->promised |= value_of(values, value)->promised;
    if (value_is_divergent(values, value) && !meeting->divergent) {
        meeting->divergent = true;
        meeting->cause = value;
    }
}

/* Whether the current block is the header of a cycle that nothing writes the location in: then its
 * value is what came into the cycle. */
static bool is_invariant(const struct analysis *analysis, uint32_t location) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    const uint64_t *written = &analysis->written[location * analysis->flow->cycle_words];
    return block->cycle != FLOW_NO_CYCLE && !block->irreducible &&
           !(written[block->cycle / 64] >> block->cycle % 64 & 1);
}

static struct meeting meet(struct analysis *analysis, uint32_t location, bool invariant) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    struct meeting meeting = {0};
    if (analysis->block == 0)
        meet_value(analysis, &meeting, analysis->entry[location]);
    for (uint32_t e = block->first; e < block->first + block->count; e++) {
        const struct flow_edge *edge = &analysis->flow->edges[e];
        if (!analysis->outs[edge->from] || (invariant && flow_is_retreating(edge)))
            continue;
        value_id value = incoming(analysis, edge, location);
        if (!value_is_merged_at(&analysis->values, value, analysis->block, location))
            meet_value(analysis, &meeting, value);
    }
    return meeting;
}

static value_id merged(struct analysis *analysis, const struct meeting *meeting, uint32_t location,
                       bool divergent) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    struct value_origin origin = {.insn = block->begin,
                                  .location = location,
                                  .scope = block->scope,
                                  .reason = divergent ? VALUE_MERGED : VALUE_UNIFORM,
                                  .cause = meeting->cause,
                                  .promised = meeting->promised};
    return value_merged(&analysis->values, analysis->block, &origin);
}

/* What comes out may be an address of the frame at an offset that is no longer known. */
static void add_sources(struct analysis *analysis, value_id value, uint32_t location) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    for (uint32_t e = block->first; e < block->first + block->count; e++) {
        const struct flow_edge *edge = &analysis->flow->edges[e];
        struct frame_slot slot;
        if (!analysis->outs[edge->from])
            continue;
        value_id source = incoming(analysis, edge, location);
        bool frame = frame_address(analysis, source, &slot);
        value_add_source(&analysis->values, value, source, frame ? slot.offset : VALUE_NO_OFFSET);
    }
}

static value_id meet_at(struct analysis *analysis, uint32_t location, bool invariant) {
    struct meeting meeting = meet(analysis, location, invariant);
    if (!meeting.any)
        return analysis->states[analysis->block][location];
    if (meeting.same)
        return meeting.value;
    value_id value = merged(analysis, &meeting, location, meeting.divergent && !meeting.same_base);
    if (meeting.divergent)
        add_sources(analysis, value, location);
    if (!meeting.divergent || !meeting.same_base)
        return value;
    value_id operands[] = {meeting.base, value};
    return value_computed(&analysis->values, &(struct muon_insn){.op = MUON_ADD},
                          analysis->flow->blocks[analysis->block].begin, operands, 2);
}

/* After some passes a location's value only becomes one that says less, so that this ends. */
static value_id widen(struct analysis *analysis, value_id old, value_id new, uint32_t location,
                      unsigned pass) {
    struct values *values = &analysis->values;
    struct meeting meeting = {.cause = new};
    if (pass < PASSES_BEFORE_WIDENING || old == new)
        return new;
    value_id uniform = merged(analysis, &meeting, location, false);
    value_id divergent = merged(analysis, &meeting, location, true);
    if (old == divergent || value_is_divergent(values, new) || value_is_divergent(values, old))
        return pass < 2 * PASSES_BEFORE_WIDENING ? new : divergent;
    return uniform;
}

static void meet_in(struct analysis *analysis, uint32_t location, bool first, unsigned pass) {
    value_id *state = analysis->states[analysis->block];
    bool header = analysis->flow->blocks[analysis->block].cycle != FLOW_NO_CYCLE;
    bool invariant = is_invariant(analysis, location);
    value_id value = meet_at(analysis, location, invariant);
    if (!first && header && !invariant)
        value = widen(analysis, state[location], value, location, pass);
    analysis->changed |= value != state[location];
    state[location] = value;
}

static size_t state_bytes(const struct analysis *analysis) {
    return (ANALYSIS_SLOTS + analysis->slot_capacity) * sizeof *analysis->state;
}

/* The edge, if it is the only one and nothing ends on it. */
static const struct flow_edge *plain_edge(const struct analysis *analysis) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    if (block->count != 1 || analysis->block == 0 || analysis->flow->edges[block->first].leaves)
        return NULL;
    return &analysis->flow->edges[block->first];
}

/* Everything comes by one edge, which may say of a register that it is zero. */
static void enter_by(struct analysis *analysis, const struct flow_edge *edge, value_id *state) {
    const struct muon_insn *last =
        function_word(analysis->function, analysis->flow->blocks[edge->from].end - 1);
    memcpy(analysis->state, analysis->outs[edge->from], state_bytes(analysis));
    if (last->rs1 && muon_op_info(last->op)->class == MUON_CLASS_BRANCH)
        analysis->state[last->rs1] = incoming(analysis, edge, last->rs1);
    if (last->rs2 && muon_op_info(last->op)->class == MUON_CLASS_BRANCH)
        analysis->state[last->rs2] = incoming(analysis, edge, last->rs2);
    analysis->changed |= memcmp(state, analysis->state, state_bytes(analysis)) != 0;
    memcpy(state, analysis->state, state_bytes(analysis));
}

static void enter_block(struct analysis *analysis, unsigned pass) {
    value_id **state = &analysis->states[analysis->block];
    const struct flow_edge *edge = plain_edge(analysis);
    bool first = !*state;
    if (first) {
        *state = xmalloc(state_bytes(analysis));
        memcpy(*state, analysis->entry, state_bytes(analysis));
    }
    analysis->changed |= first;
    if (edge) {
        enter_by(analysis, edge, *state);
        return;
    }
    for (uint32_t i = 0; i < analysis->touched_count; i++)
        meet_in(analysis, analysis->touched[i], first, pass);
    for (uint32_t i = 0; i < analysis->slot_count; i++)
        meet_in(analysis, ANALYSIS_SLOTS + i, first, pass);
}

void analysis_note_write(struct analysis *analysis, uint32_t location) {
    const struct flow *flow = analysis->flow;
    const uint64_t *cycles = &flow->cycles[analysis->block * flow->cycle_words];
    uint64_t *written = &analysis->written[location * flow->cycle_words];
    for (size_t word = 0; word < flow->cycle_words; word++) {
        analysis->changed |= (cycles[word] & ~written[word]) != 0;
        written[word] |= cycles[word];
    }
}

/* ---- the fixpoint ---- */

static bool is_reached(const struct analysis *analysis, size_t block) {
    const struct flow_block *of = &analysis->flow->blocks[block];
    bool reached = block == 0;
    for (uint32_t e = of->first; e < of->first + of->count && !reached; e++)
        reached = analysis->outs[analysis->flow->edges[e].from] != NULL;
    return reached;
}

static void pass_block(struct analysis *analysis) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    memcpy(analysis->state, analysis->states[analysis->block], state_bytes(analysis));
    analysis->reached = true;
    for (analysis->insn = block->begin; analysis->insn < block->end && analysis->reached;
         analysis->insn++)
        step(analysis);
    value_id **out = &analysis->outs[analysis->block];
    if (!analysis->reached)
        return;
    if (!*out)
        *out = xmalloc(state_bytes(analysis));
    memcpy(*out, analysis->state, state_bytes(analysis));
}

static void pass_function(struct analysis *analysis, unsigned pass) {
    for (size_t i = 0; i < analysis->flow->count && !analysis->overflow; i++) {
        analysis->block = (uint32_t)i;
        if (!is_reached(analysis, i))
            continue;
        if (!analysis->complete)
            enter_block(analysis, pass);
        pass_block(analysis);
    }
}

/* ---- the function ---- */

/* A register or slot as the caller left it. */
static value_id entry_value(struct analysis *analysis, uint32_t location, bool uniform) {
    struct value_origin origin = {.location = location,
                                  .reason = uniform                   ? VALUE_UNIFORM
                                            : location == ANALYSIS_SP ? VALUE_STACK
                                                                      : VALUE_ENTRY};
    return value_merged(&analysis->values, UINT32_MAX, &origin);
}

static void begin_state(struct analysis *analysis) {
    analysis->entry = xmalloc(state_bytes(analysis));
    analysis->state = xmalloc(state_bytes(analysis));
    analysis->written =
        xcalloc((ANALYSIS_SLOTS + analysis->slot_capacity) * analysis->flow->cycle_words + 1,
                sizeof *analysis->written);
    analysis->block = analysis->insn = 0;
    analysis->entry[0] = VALUE_ZERO;
    for (uint32_t i = 1; i < ANALYSIS_SLOTS + analysis->slot_capacity; i++)
        analysis->entry[i] = entry_value(analysis, i, i < 32 && (analysis->how.registers >> i & 1));
    frame_begin(analysis);
    for (int32_t word = 0; word < CALL_STACK_WORDS; word++)
        if (analysis->how.stack >> word & 1) {
            struct frame_slot slot = {analysis->entry[ANALYSIS_SP], 4 * word};
            uint32_t location = frame_location(analysis, slot);
            analysis->entry[location] = entry_value(analysis, location, true);
        }
}

static void free_states(struct analysis *analysis) {
    for (size_t i = 0; i < analysis->flow->count; i++) {
        free(analysis->states[i]);
        free(analysis->outs[i]);
        analysis->states[i] = analysis->outs[i] = NULL;
    }
    free(analysis->entry);
    free(analysis->state);
    free(analysis->written);
}

/* Returns false if there are more slots than room for them. */
static bool try_run(struct analysis *analysis) {
    values_begin(&analysis->values, analysis->flow);
    memset(analysis->parts, 0, analysis->flow->scope_count * sizeof *analysis->parts);
    analysis->overflow = analysis->complete = analysis->masked_by_hand = false;
    analysis->result = (struct analysis_result){UINT32_MAX, false};
    begin_state(analysis);
    unsigned pass = 0;
    do {
        analysis->changed = false;
        pass_function(analysis, pass++);
    } while (analysis->changed && !analysis->overflow);
    analysis->complete = true;
    if (!analysis->overflow)
        pass_function(analysis, pass);
    free_states(analysis);
    return !analysis->overflow;
}

/* Room for all slots that are written at a known distance from sp or from the frame pointer. */
static size_t estimate_slots(const struct function *function) {
    enum { FP = 8 };
    size_t stores = 0, room = FIRST_SLOTS;
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *word = function_word(function, i);
        stores += word->op == MUON_SW_GLOBAL && (word->rs1 == ANALYSIS_SP || word->rs1 == FP);
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
    analysis->states = xcalloc(flow->count, sizeof *analysis->states);
    analysis->outs = xcalloc(flow->count, sizeof *analysis->outs);
    touch(analysis);
    do {
        analysis->slot_capacity *= 2;
        free(analysis->slots);
        free(analysis->slot_table);
        analysis->slots = xcalloc(analysis->slot_capacity, sizeof *analysis->slots);
        analysis->slot_table = xcalloc(2 * analysis->slot_capacity, sizeof *analysis->slot_table);
    } while (!try_run(analysis));
}

void analysis_end(struct analysis *analysis) {
    values_free(&analysis->values);
    free(analysis->verdicts);
    free(analysis->decisions);
    free(analysis->first_differs);
    free(analysis->parts);
    free(analysis->states);
    free(analysis->outs);
    free(analysis->slots);
    free(analysis->slot_table);
    free(analysis->bases);
}
