#include "muonc/proof/inductions.h"

#include "muonc/proof/meet.h"
#include "muonc/proof/stack_frame.h"
#include "muonc/proof/sums.h"

enum {
    MAX_DEPTH = 6,       /* of what a step is computed from */
    ROUNDS = UINT32_MAX, /* the location of the number of rounds, which is in no register */
};

static uint64_t *refuted(struct analysis *analysis, uint32_t location, uint32_t loop) {
    return &analysis->refuted[location * analysis->flow->cycle_words + loop / 64];
}

void inductions_begin(struct analysis *analysis, uint32_t loop) {
    const struct slot_list *live = &analysis->lives.in[analysis->flow->cycles[loop].header];
    const uint64_t others = ~(UINT64_C(1) << loop % 64);
    for (uint32_t reg = 0; reg < STATE_SLOTS; reg++)
        *refuted(analysis, reg, loop) &= others;
    for (size_t i = 0; i < live->count; i++)
        *refuted(analysis, STATE_SLOTS + live->items[i], loop) &= others;
}

/* ---- what a loop does not change ---- */

static bool is_in_loop(const struct analysis *analysis, uint32_t block, uint32_t loop) {
    return block < analysis->flow->count && flow_is_in_cycle(analysis->flow, block, loop);
}

/* Whether a value was made outside of the loop, with all that it is computed from. */
static bool is_from_outside(const struct analysis *analysis, value_id id, uint32_t loop,
                            unsigned depth) {
    const struct value *value = value_of(&analysis->values, id);
    unsigned first = VALUE_KEY_WORDS, step = 1;
    switch ((enum value_kind)value->key[0]) {
    case KIND_CONSTANT:
    case KIND_ADDRESS: return true;
    case KIND_MADE: return !is_in_loop(analysis, analysis->flow->block_of[value->key[1]], loop);
    case KIND_MERGED: return !is_in_loop(analysis, value->key[1], loop);
    case KIND_ZEROED: return is_from_outside(analysis, value->key[1], loop, depth);
    case KIND_OUTSIDE: return is_from_outside(analysis, value->key[2], loop, depth);
    case KIND_COMPUTED: first = 3; break;
    case KIND_UNIFORM_SUM:
    case KIND_SUM:
        if (!is_from_outside(analysis, value->key[1], loop, depth))
            return false;
        first = step = 2;
        break;
    }
    for (unsigned i = first; i < VALUE_KEY_WORDS; i += step)
        if (depth == MAX_DEPTH || !is_from_outside(analysis, value->key[i], loop, depth + 1))
            return false;
    return true;
}

/* Whether it is told as a place in the frame, of which stack_frame.c keeps account. */
static bool is_frame_address(struct analysis *analysis, value_id id) {
    struct sum sum = sum_of(&analysis->values, id);
    bool found = value_lowest(&analysis->values, id) != VALUE_NO_OFFSET;
    for (unsigned i = 0; i < sum.count; i++)
        found |= stack_frame_is_base(analysis, sum.terms[i].value);
    return found;
}

/* ---- what comes in, and what comes round ---- */

/* The one value that all edges of one kind bring. */
static bool find_common(struct analysis *analysis, uint32_t location, bool retreating,
                        value_id *value) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    bool any = false;
    for (uint32_t e = block->first; e < block->first + block->count; e++) {
        const struct flow_edge *edge = &analysis->flow->edges[e];
        if (!analysis->passed[edge->from] || flow_is_retreating(edge) != retreating)
            continue;
        value_id brought = meet_incoming(analysis, edge, location);
        if (!any)
            *value = brought;
        else if (brought != *value && !value_reconcile(&analysis->values, *value, brought, value))
            return false;
        any = true;
    }
    return any;
}

static value_id rounds(struct analysis *analysis) {
    const struct flow_block *block = &analysis->flow->blocks[analysis->block];
    struct value_origin origin = {
        .insn = block->begin, .location = ROUNDS, .scope = block->scope, .reason = VALUE_UNIFORM};
    return value_merged(&analysis->values, analysis->block, &origin);
}

/* Whether what comes round is one step more than what was there, which is then told by the rounds.
 */
static bool is_confirmed(struct analysis *analysis, value_id begin, value_id old, value_id round,
                         uint32_t loop, value_id *value) {
    struct values *values = &analysis->values;
    struct sum difference = sum_add(values, round, old, UINT32_MAX);
    if (!sum_is_representable(&difference))
        return false;
    value_id step = sum_value(values, &difference, analysis->insn);
    if (is_frame_address(analysis, begin) || is_frame_address(analysis, step) ||
        !is_from_outside(analysis, step, loop, 0))
        return false;
    struct sum sum = sum_add_product(values, begin, step, rounds(analysis));
    if (!sum_is_representable(&sum))
        return false;
    *value = sum_value(values, &sum, analysis->flow->blocks[analysis->block].begin);
    return old == begin || old == *value;
}

bool induction_find(struct analysis *analysis, uint32_t location, value_id old, value_id *value) {
    uint32_t loop = analysis->flow->blocks[analysis->block].cycle;
    uint64_t bit = UINT64_C(1) << loop % 64;
    value_id begin, round;
    if (analysis->block == 0 || analysis->flow->cycles[loop].irreducible ||
        *refuted(analysis, location, loop) & bit || !find_common(analysis, location, false, &begin))
        return false;
    bool comes = find_common(analysis, location, true, &round);
    if (comes && value_reconcile(&analysis->values, begin, round, &round))
        begin = round; /* it is known to be zero on a way through the loop */
    if (old == begin && (!comes || round == begin))
        return false; /* it does not change, as far as is known */
    if (comes && is_confirmed(analysis, begin, old, round, loop, value))
        return true;
    *refuted(analysis, location, loop) |= bit;
    return false;
}
