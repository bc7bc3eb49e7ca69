#include "muonc/proof/values.h"

#include "muonc/proof/sums.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- numbering ---- */

static size_t hash(const uint32_t key[VALUE_KEY_WORDS]) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < VALUE_KEY_WORDS; i++)
        sum = (sum ^ key[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ sum >> 29;
    return (size_t)(sum ^ sum >> 32);
}

static uint32_t *find(const struct values *values, const uint32_t key[VALUE_KEY_WORDS]) {
    size_t slot = hash(key) & (values->table_size - 1);
    while (values->table[slot] && memcmp(values->items[values->table[slot] - 1].key, key,
                                         VALUE_KEY_WORDS * sizeof *key) != 0)
        slot = (slot + 1) & (values->table_size - 1);
    return &values->table[slot];
}

static void grow(struct values *values) {
    enum { FIRST = 512 };
    values->table_size = values->table_size ? 2 * values->table_size : 2 * FIRST;
    values->capacity = values->table_size / 2;
    values->items = xrealloc(values->items, values->capacity * sizeof *values->items);
    free(values->table);
    values->table = xcalloc(values->table_size, sizeof *values->table);
    for (size_t i = 0; i < values->count; i++)
        *find(values, values->items[i].key) = (uint32_t)i + 1;
}

value_id value_intern(struct values *values, const struct value *value) {
    uint32_t *slot = find(values, value->key);
    if (*slot)
        return *slot - 1;
    if (values->count == values->capacity) {
        grow(values);
        slot = find(values, value->key);
    }
    values->items[values->count] = *value;
    values->items[values->count++].lowest = VALUE_NO_OFFSET;
    *slot = (uint32_t)values->count;
    return *slot - 1;
}

void values_begin(struct values *values, const struct flow *flow) {
    values->flow = flow;
    values->count = 0;
    if (values->table)
        memset(values->table, 0, values->table_size * sizeof *values->table);
    else
        grow(values);
    value_constant(values, 0); /* VALUE_ZERO */
}

void values_free(struct values *values) {
    free(values->items);
    free(values->table);
    *values = (struct values){0};
}

/* ---- what has no operands ---- */

value_id value_constant(struct values *values, int32_t number) {
    return value_intern(values, &(struct value){.key = {KIND_CONSTANT, (uint32_t)number}});
}

value_id value_address(struct values *values, struct image_place place) {
    return value_intern(values,
                        &(struct value){.key = {KIND_ADDRESS, place.section, place.address}});
}

bool value_is_constant(const struct values *values, value_id id, int32_t *number) {
    *number = (int32_t)value_of(values, id)->key[1];
    return value_of(values, id)->key[0] == KIND_CONSTANT;
}

/* ---- what is zero on one way ---- */

static bool is_zeroed(const struct values *values, value_id id) {
    return value_of(values, id)->key[0] == KIND_ZEROED;
}

value_id value_zeroed(struct values *values, value_id id) {
    int32_t number;
    if (value_is_constant(values, id, &number) || is_zeroed(values, id))
        return id;
    return value_intern(values, &(struct value){.key = {KIND_ZEROED, id},
                                                .promised = value_of(values, id)->promised});
}

/* What it was before it was known to be zero. */
static value_id unzeroed(const struct values *values, value_id id) {
    return is_zeroed(values, id) ? value_of(values, id)->key[1] : id;
}

value_id value_as_operand(const struct values *values, value_id id) {
    return is_zeroed(values, id) ? (value_id)VALUE_ZERO : id;
}

bool value_reconcile(const struct values *values, value_id a, value_id b, value_id *common) {
    value_id zeroed = is_zeroed(values, a) ? a : b, other = zeroed == a ? b : a;
    if (!is_zeroed(values, zeroed) || (other != VALUE_ZERO && other != unzeroed(values, zeroed)))
        return false;
    *common = other;
    return true;
}

/* ---- what instructions and blocks make ---- */

static value_id of_origin(struct values *values, enum value_kind kind, uint32_t where,
                          const struct value_origin *origin) {
    return value_intern(values, &(struct value){
                                    .key = {kind, where, origin->location,
                                            origin->reason != VALUE_UNIFORM, origin->promised},
                                    .reason = origin->reason,
                                    .promised = origin->promised,
                                    .scope = origin->scope,
                                    .insn = origin->insn,
                                    .cause = origin->cause,
                                });
}

value_id value_made(struct values *values, const struct value_origin *origin) {
    return of_origin(values, KIND_MADE, origin->insn, origin);
}

bool value_is_made(const struct values *values, value_id id, uint32_t *insn) {
    *insn = value_of(values, id)->insn;
    return value_of(values, id)->key[0] == KIND_MADE;
}

value_id value_merged(struct values *values, uint32_t block, const struct value_origin *origin) {
    return of_origin(values, KIND_MERGED, block, origin);
}

bool value_is_merged_at(const struct values *values, value_id id, uint32_t block,
                        uint32_t location) {
    const struct value *value = value_of(values, unzeroed(values, id));
    return value->key[0] == KIND_MERGED && value->key[1] == block && value->key[2] == location;
}

/* ---- scopes ---- */

value_id value_outside(struct values *values, value_id id, uint32_t scope, bool parts) {
    const struct value *value = value_of(values, id);
    const struct flow_scope *of = &values->flow->scopes[scope];
    bool sum = value->key[0] == KIND_SUM;
    if ((value->reason != VALUE_UNIFORM && !sum) ||
        !flow_is_inside(values->flow, value->scope, scope))
        return id;
    enum value_reason reason = of->loop ? VALUE_LEFT : VALUE_JOINED;
    struct value outside = {.key = {KIND_OUTSIDE, scope, id, parts},
                            .reason = parts ? reason : VALUE_UNIFORM,
                            .promised = value->promised,
                            .scope = of->parent,
                            .insn = of->insn,
                            .cause = id};
    if (parts || !sum)
        return value_intern(values, &outside);
    uint32_t insn = value->insn; /* value may move */
    struct sum renamed = sum_of(values, id);
    renamed.uniform = value_outside(values, renamed.uniform, scope, false);
    return sum_value(values, &renamed, insn);
}

void value_add_source(struct values *values, value_id merged, value_id source, int32_t frame) {
    int32_t lowest = value_lowest(values, source);
    lowest = frame < lowest ? frame : lowest;
    if (merged != source && lowest < values->items[merged].lowest)
        values->items[merged].lowest = lowest;
}

/* Operands come before what is made of them, so this ends. */
int32_t value_lowest(const struct values *values, value_id id) {
    const struct value *value = value_of(values, id);
    int32_t lowest = value->lowest;
    bool sum = value->key[0] == KIND_SUM || value->key[0] == KIND_UNIFORM_SUM;
    unsigned first = value->key[0] == KIND_OUTSIDE ? 2 : sum ? 1 : VALUE_KEY_WORDS;
    unsigned step = sum ? 2 : VALUE_KEY_WORDS;
    for (unsigned i = first; i < VALUE_KEY_WORDS; i += i == 1 ? 1 : step) {
        int32_t of = value_lowest(values, value->key[i]);
        lowest = of < lowest ? of : lowest;
    }
    return lowest;
}
