/* The stack frame of a function under analysis. */
#include "muonc/link/analysis.h"

#include "support/alloc.h"

#include <stdlib.h>

static void add_base(struct analysis *analysis, value_id value) {
    analysis->bases =
        xrealloc(analysis->bases, (analysis->base_count + 1) * sizeof *analysis->bases);
    analysis->bases[analysis->base_count++] = (struct frame_base){value, INT32_MAX, INT32_MAX};
}

static struct frame_base *find_base(const struct analysis *analysis, value_id value) {
    for (size_t i = 0; i < analysis->base_count; i++)
        if (analysis->bases[i].value == value)
            return &analysis->bases[i];
    return NULL;
}

void frame_begin(struct analysis *analysis) {
    analysis->base_count = analysis->slot_count = 0;
    add_base(analysis, analysis->state[ANALYSIS_SP]);
}

bool frame_address(struct analysis *analysis, value_id value, struct frame_slot *slot) {
    if (!value_is_divergent(&analysis->values, value))
        return false;
    struct value_parts parts = value_parts(&analysis->values, value);
    slot->base = parts.base;
    return find_base(analysis, parts.base) &&
           value_is_constant(&analysis->values, parts.offset, &slot->offset);
}

uint32_t frame_location(struct analysis *analysis, struct frame_slot slot) {
    size_t i = 0;
    while (i < analysis->slot_count && (analysis->slots[i].base != slot.base ||
                                        analysis->slots[i].offset != slot.offset))
        i++;
    if (i == analysis->slot_capacity) {
        analysis->overflow = true;
        i--; /* whatever it is: the analysis starts again with more room */
    } else if (i == analysis->slot_count) {
        analysis->slots[analysis->slot_count++] = slot;
    }
    return ANALYSIS_SLOTS + (uint32_t)i;
}

value_id frame_move(struct analysis *analysis, value_id sp) {
    struct frame_slot slot;
    if (frame_address(analysis, sp, &slot))
        return sp;
    value_id base = step_make(analysis, ANALYSIS_SP, VALUE_STACK, sp);
    if (!find_base(analysis, base))
        add_base(analysis, base);
    return base;
}

void frame_hand_out(struct analysis *analysis, value_id value) {
    struct frame_slot slot;
    if (!frame_address(analysis, value, &slot))
        return;
    struct frame_base *base = find_base(analysis, slot.base);
    int32_t *lowest = slot.offset < 0 ? &base->frame : &base->arguments;
    if (slot.offset < *lowest) {
        *lowest = slot.offset;
        analysis->changed = true;
    }
}

static bool is_handed_out(const struct analysis *analysis, const struct frame_slot *slot) {
    const struct frame_base *base = find_base(analysis, slot->base);
    return slot->offset >= 0 ? slot->offset >= base->arguments : slot->offset >= base->frame;
}

void frame_forget(struct analysis *analysis) {
    for (uint32_t i = 0; i < analysis->slot_count; i++)
        if (is_handed_out(analysis, &analysis->slots[i]))
            analysis->state[ANALYSIS_SLOTS + i] =
                step_make(analysis, ANALYSIS_SLOTS + i, VALUE_FRAME, VALUE_ZERO);
}
