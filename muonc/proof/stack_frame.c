#include "muonc/proof/stack_frame.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

static void add_base(struct analysis *analysis, value_id value) {
    *ARRAY_ADD(analysis->bases, analysis->base_count) =
        (struct stack_base){value, INT32_MAX, INT32_MAX};
}

static struct stack_base *find_base(const struct analysis *analysis, value_id value) {
    for (size_t i = 0; i < analysis->base_count; i++)
        if (analysis->bases[i].value == value)
            return &analysis->bases[i];
    return NULL;
}

bool stack_frame_is_base(const struct analysis *analysis, value_id value) {
    return find_base(analysis, value) != NULL;
}

void stack_frame_begin(struct analysis *analysis) {
    analysis->base_count = 0;
    add_base(analysis, analysis->entry[MUON_REGISTER_SP]);
}

bool stack_frame_address(struct analysis *analysis, value_id value, struct stack_slot *slot) {
    if (!value_is_divergent(&analysis->values, value))
        return false;
    struct value_parts parts = value_parts(&analysis->values, value);
    slot->base = parts.base;
    return find_base(analysis, parts.base) &&
           value_is_constant(&analysis->values, parts.offset, &slot->offset);
}

static uint32_t *find_slot(const struct analysis *analysis, struct stack_slot_key key) {
    size_t mask = 2 * analysis->slot_capacity - 1;
    size_t at = (key.base * 31u + (uint32_t)key.offset / 4 * 7u) & mask;
    for (;; at = (at + 1) & mask) {
        uint32_t number = analysis->slot_table[at];
        if (!number || (analysis->slots[number - 1].base == key.base &&
                        analysis->slots[number - 1].offset == key.offset))
            return &analysis->slot_table[at];
    }
}

uint32_t stack_frame_location(struct analysis *analysis, struct stack_slot slot) {
    uint32_t base = (uint32_t)(find_base(analysis, slot.base) - analysis->bases);
    struct stack_slot_key key = {base, slot.offset};
    uint32_t *number = find_slot(analysis, key);
    if (!*number && analysis->slot_count == analysis->slot_capacity) {
        analysis->overflow = true; /* the analysis starts again, with more room */
        return STATE_SLOTS;
    }
    if (!*number) {
        analysis->slots[analysis->slot_count++] = key;
        *number = (uint32_t)analysis->slot_count;
    }
    return STATE_SLOTS + *number - 1;
}

value_id stack_frame_move(struct analysis *analysis, value_id sp) {
    struct stack_slot slot;
    if (stack_frame_address(analysis, sp, &slot))
        return sp;
    value_id base = state_make(analysis, MUON_REGISTER_SP, VALUE_STACK, sp);
    if (!find_base(analysis, base))
        add_base(analysis, base);
    return base;
}

static void hand_out_from(struct analysis *analysis, value_id of, int32_t offset) {
    struct stack_base *base = find_base(analysis, of);
    int32_t *lowest = offset < 0 ? &base->frame : &base->arguments;
    if (offset < *lowest) {
        *lowest = offset;
        analysis->facts++;
    }
}

void stack_frame_hand_out(struct analysis *analysis, value_id value) {
    struct stack_slot slot;
    int32_t lowest = value_lowest(&analysis->values, value);
    if (stack_frame_address(analysis, value, &slot))
        hand_out_from(analysis, slot.base, slot.offset);
    else if (lowest != VALUE_NO_OFFSET)
        hand_out_from(analysis, analysis->bases[0].value, lowest);
}

/* What the register allocator keeps on the stack has no address for others. */
static bool is_spill(const struct analysis *analysis, struct stack_slot slot) {
    const struct slot_frame *slots = analysis->of->slots;
    size_t low = 0, high = slots && slot.base == analysis->bases[0].value ? slots->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slots->slots[middle].offset == slot.offset)
            return true;
        if (slots->slots[middle].offset < slot.offset)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool stack_frame_is_handed_out(const struct analysis *analysis, struct stack_slot slot) {
    if (is_spill(analysis, slot))
        return false;
    const struct stack_base *base = find_base(analysis, slot.base);
    return slot.offset >= 0 ? slot.offset >= base->arguments : slot.offset >= base->frame;
}
