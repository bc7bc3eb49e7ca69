#include "muonc/proof/state.h"

#include "support/alloc.h"

#include <string.h>

/* ---- slots ---- */

void state_enter(struct analysis *analysis) {
    analysis->visit++;
}

bool state_has(const struct analysis *analysis, uint32_t location) {
    return analysis->valid[location - STATE_SLOTS] == analysis->visit;
}

value_id state_slot(struct analysis *analysis, uint32_t location) {
    if (!state_has(analysis, location)) {
        if (analysis->phase != PHASE_SETTLE)
            slot_lives_expose(&analysis->lives, location - STATE_SLOTS, analysis->block);
        state_set_slot(analysis, location, analysis->entry[location]);
    }
    return analysis->state[location];
}

void state_set_slot(struct analysis *analysis, uint32_t location, value_id value) {
    analysis->valid[location - STATE_SLOTS] = analysis->visit;
    analysis->state[location] = value;
}

/* ---- states that are kept ---- */

value_id *state_save(struct analysis *analysis, const struct slot_list *slots, value_id *to) {
    if (!to)
        to = xcalloc(STATE_SLOTS + slots->count, sizeof *to);
    memcpy(to, analysis->state, STATE_SLOTS * sizeof *to);
    for (size_t i = 0; i < slots->count; i++)
        to[STATE_SLOTS + i] = state_slot(analysis, STATE_SLOTS + slots->items[i]);
    return to;
}

void state_load(struct analysis *analysis, const struct slot_list *slots, const value_id *from) {
    state_enter(analysis);
    memcpy(analysis->state, from, STATE_SLOTS * sizeof *from);
    for (size_t i = 0; i < slots->count; i++)
        state_set_slot(analysis, STATE_SLOTS + slots->items[i], from[STATE_SLOTS + i]);
}

bool state_equals(const struct analysis *analysis, const struct slot_list *slots,
                  const value_id *saved) {
    bool equal = !memcmp(saved, analysis->state, STATE_SLOTS * sizeof *saved);
    for (size_t i = 0; i < slots->count && equal; i++)
        equal = saved[STATE_SLOTS + i] == analysis->state[STATE_SLOTS + slots->items[i]];
    return equal;
}

value_id state_saved(const struct slot_list *slots, const value_id *saved, uint32_t location) {
    if (location < STATE_SLOTS)
        return saved[location];
    return saved[STATE_SLOTS + slot_list_find(slots, location - STATE_SLOTS)];
}

/* ---- what the current block and instruction make ---- */

void state_note_write(struct analysis *analysis, uint32_t location) {
    const struct flow *flow = analysis->flow;
    const uint64_t *cycles = &flow->in_cycles[analysis->block * flow->cycle_words];
    uint64_t *written = &analysis->written[location * flow->cycle_words];
    for (size_t word = 0; word < flow->cycle_words; word++) {
        analysis->facts += (cycles[word] & ~written[word]) != 0;
        written[word] |= cycles[word];
    }
}

value_id state_make(struct analysis *analysis, uint32_t location, enum value_reason reason,
                    value_id cause) {
    uint32_t scope = analysis->flow->blocks[analysis->block].scope;
    return value_made(&analysis->values, &(struct value_origin){.insn = analysis->insn,
                                                                .location = location,
                                                                .scope = scope,
                                                                .reason = reason,
                                                                .cause = cause});
}
