#include "muonc/proof/meet.h"

#include "muonc/proof/inductions.h"
#include "muonc/proof/stack_frame.h"

#include <string.h>

enum { ROUNDS_BEFORE_WIDENING = 4 };

/* What is zero on an edge, as it is the way of a branch on which a register equals x0: code
 * generation uses the register and its copies as a zero there. VALUE_ZERO if that says nothing. */
static value_id zero_on(const struct analysis *analysis, const struct flow_edge *edge) {
    size_t last = analysis->flow->blocks[edge->from].end - 1;
    const struct muon_insn *insn = function_word(analysis->function, last);
    bool equal = (insn->op == MUON_BEQ && edge->taken) || (insn->op == MUON_BNE && !edge->taken);
    if (!equal || (insn->rs1 && insn->rs2))
        return VALUE_ZERO;
    return analysis->outs[edge->from][insn->rs1 ? insn->rs1 : insn->rs2];
}

value_id meet_incoming(struct analysis *analysis, const struct flow_edge *edge, uint32_t location) {
    value_id value =
        state_saved(&analysis->lives.out[edge->from], analysis->outs[edge->from], location);
    if (value == zero_on(analysis, edge))
        return value_zeroed(&analysis->values, value);
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
    if (meeting->same && value_reconcile(values, meeting->value, value, &meeting->value)) {
        meeting->divergent = value_is_divergent(values, meeting->value);
        meeting->cause = meeting->value;
        return;
    }
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

/* Whether the current block is the header of a loop that nothing writes the location in: then its
 * value is what came into the loop. */
static bool is_invariant(const struct analysis *analysis, uint32_t location) {
    const struct flow *flow = analysis->flow;
    uint32_t cycle = flow->blocks[analysis->block].cycle;
    const uint64_t *written = &analysis->written[location * flow->cycle_words];
    return cycle != FLOW_NO_CYCLE && !flow->cycles[cycle].irreducible &&
           !(written[cycle / 64] >> cycle % 64 & 1);
}

/* Of the edges that control is known to take. */
static struct meeting meet(struct analysis *analysis, uint32_t location, bool forward) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    struct meeting meeting = {0};
    value_id own = VALUE_ZERO;
    if (analysis->block == 0)
        meet_value(analysis, &meeting, analysis->entry[location]);
    for (uint32_t e = block->first; e < block->first + block->count; e++) {
        const struct flow_edge *edge = &analysis->flow->edges[e];
        if (!analysis->passed[edge->from] || (forward && flow_is_retreating(edge)))
            continue;
        value_id value = meet_incoming(analysis, edge, location);
        if (value_is_merged_at(&analysis->values, value, analysis->block, location))
            own = value;
        else
            meet_value(analysis, &meeting, value);
    }
    if (!meeting.any)
        meet_value(analysis, &meeting, own);
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
        struct stack_slot slot;
        if (!analysis->passed[edge->from])
            continue;
        value_id source = meet_incoming(analysis, edge, location);
        bool frame = stack_frame_address(analysis, source, &slot);
        value_add_source(&analysis->values, value, source, frame ? slot.offset : VALUE_NO_OFFSET);
    }
}

static value_id meet_at(struct analysis *analysis, uint32_t location, bool forward) {
    struct meeting meeting = meet(analysis, location, forward);
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

static value_id widen(struct analysis *analysis, value_id old, value_id new, uint32_t location,
                      unsigned round) {
    struct values *values = &analysis->values;
    struct meeting meeting = {.cause = new};
    if (round < ROUNDS_BEFORE_WIDENING || old == new)
        return new;
    value_id uniform = merged(analysis, &meeting, location, false);
    value_id divergent = merged(analysis, &meeting, location, true);
    if (old == divergent || value_is_divergent(values, new) || value_is_divergent(values, old))
        return round < 2 * ROUNDS_BEFORE_WIDENING ? new : divergent;
    return uniform;
}

/* The edge, if it is the only one and nothing ends on it. */
static const struct flow_edge *plain_edge(const struct analysis *analysis) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    if (block->count != 1 || analysis->block == 0 || analysis->flow->edges[block->first].leaves)
        return NULL;
    return &analysis->flow->edges[block->first];
}

/* Everything comes by one edge, which may say of a value that it is zero. */
static void come_by(struct analysis *analysis, const struct flow_edge *edge) {
    const struct slot_list *live = &analysis->lives.in[analysis->block];
    state_enter(analysis);
    for (uint32_t reg = 0; reg < STATE_SLOTS; reg++)
        analysis->state[reg] = meet_incoming(analysis, edge, reg);
    for (size_t i = 0; i < live->count; i++) {
        uint32_t slot = STATE_SLOTS + live->items[i];
        state_set_slot(analysis, slot, meet_incoming(analysis, edge, slot));
    }
}

/* old: its value in the round before; NULL: only edges that lead forward count. */
static value_id meet_in(struct analysis *analysis, uint32_t location, const value_id *old,
                        unsigned round) {
    value_id value;
    bool invariant = old && is_invariant(analysis, location);
    if (old && !invariant && induction_find(analysis, location, *old, &value))
        return value;
    value = meet_at(analysis, location, !old || invariant);
    return old ? widen(analysis, *old, value, location, round) : value;
}

void meet_again(struct analysis *analysis, const value_id *old, unsigned round) {
    const struct slot_list *live = &analysis->lives.in[analysis->block];
    state_enter(analysis);
    memcpy(analysis->state, analysis->entry, STATE_SLOTS * sizeof *analysis->state);
    for (uint32_t i = 0; i < analysis->touched_count; i++) {
        uint32_t reg = analysis->touched[i];
        analysis->state[reg] = meet_in(analysis, reg, old ? &old[reg] : NULL, round);
    }
    for (size_t i = 0; i < live->count; i++) {
        uint32_t slot = STATE_SLOTS + live->items[i];
        state_set_slot(analysis, slot,
                       meet_in(analysis, slot, old ? &old[STATE_SLOTS + i] : NULL, round));
    }
}

void meet_edges(struct analysis *analysis) {
    const struct flow_edge *edge = plain_edge(analysis);
    if (edge)
        come_by(analysis, edge);
    else
        meet_again(analysis, NULL, 0);
}
