#include "muonc/proof/values.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum kind { CONSTANT, ADDRESS, MADE, MERGED, ZEROED, OUTSIDE, COMPUTED, SUM };

/* SUM: key[1] is the uniform part, key[2…] pairs of a divergent value and its factor. */
enum { KEY_WORDS = 8, MAX_TERMS = 3 };

struct sum {
    struct {
        value_id value;
        uint32_t factor;
    } terms[2 * MAX_TERMS];
    unsigned count;
    value_id uniform;
};

/* ---- numbering ---- */

static size_t hash(const uint32_t key[KEY_WORDS]) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < KEY_WORDS; i++)
        sum = (sum ^ key[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ sum >> 29;
    return (size_t)(sum ^ sum >> 32);
}

static uint32_t *find(const struct values *values, const uint32_t key[KEY_WORDS]) {
    size_t slot = hash(key) & (values->table_size - 1);
    while (values->table[slot] &&
           memcmp(values->items[values->table[slot] - 1].key, key, KEY_WORDS * sizeof *key) != 0)
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

static value_id intern(struct values *values, const struct value *value) {
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
    return intern(values, &(struct value){.key = {CONSTANT, (uint32_t)number}});
}

value_id value_address(struct values *values, struct image_place place) {
    return intern(values, &(struct value){.key = {ADDRESS, place.section, place.address}});
}

bool value_is_constant(const struct values *values, value_id id, int32_t *number) {
    *number = (int32_t)value_of(values, id)->key[1];
    return value_of(values, id)->key[0] == CONSTANT;
}

bool value_is_address(const struct values *values, value_id id, struct image_place *place) {
    const struct value *value = value_of(values, id);
    *place = (struct image_place){value->key[1], value->key[2]};
    return value->key[0] == ADDRESS;
}

/* ---- what is zero on one way ---- */

static bool is_zeroed(const struct values *values, value_id id) {
    return value_of(values, id)->key[0] == ZEROED;
}

value_id value_zeroed(struct values *values, value_id id) {
    int32_t number;
    if (value_is_constant(values, id, &number) || is_zeroed(values, id))
        return id;
    return intern(values,
                  &(struct value){.key = {ZEROED, id}, .promised = value_of(values, id)->promised});
}

/* What it was before it was known to be zero. */
static value_id unzeroed(const struct values *values, value_id id) {
    return is_zeroed(values, id) ? value_of(values, id)->key[1] : id;
}

/* What it computes like. */
static value_id operand_of(const struct values *values, value_id id) {
    return is_zeroed(values, id) ? (value_id)VALUE_ZERO : id;
}

bool value_reconcile(const struct values *values, value_id a, value_id b, value_id *common) {
    value_id zeroed = is_zeroed(values, a) ? a : b;
    *common = zeroed == a ? b : a;
    return is_zeroed(values, zeroed) &&
           (*common == VALUE_ZERO || *common == unzeroed(values, zeroed));
}

/* ---- what instructions and blocks make ---- */

static value_id of_origin(struct values *values, enum kind kind, uint32_t where,
                          const struct value_origin *origin) {
    return intern(values, &(struct value){
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
    return of_origin(values, MADE, origin->insn, origin);
}

bool value_is_made(const struct values *values, value_id id, uint32_t *insn) {
    *insn = value_of(values, id)->insn;
    return value_of(values, id)->key[0] == MADE;
}

value_id value_merged(struct values *values, uint32_t block, const struct value_origin *origin) {
    return of_origin(values, MERGED, block, origin);
}

bool value_is_merged_at(const struct values *values, value_id id, uint32_t block,
                        uint32_t location) {
    const struct value *value = value_of(values, unzeroed(values, id));
    return value->key[0] == MERGED && value->key[1] == block && value->key[2] == location;
}

/* ---- sums ---- */

static struct sum as_sum(const struct values *values, value_id id) {
    id = operand_of(values, id);
    const struct value *value = value_of(values, id);
    struct sum sum = {.uniform = VALUE_ZERO};
    if (value->reason == VALUE_UNIFORM) {
        sum.uniform = id;
    } else if (value->key[0] != SUM) {
        sum.terms[sum.count].value = id;
        sum.terms[sum.count++].factor = 1;
    } else {
        sum.uniform = value->key[1];
        for (unsigned i = 2; i < KEY_WORDS && value->key[i + 1]; i += 2) {
            sum.terms[sum.count].value = value->key[i];
            sum.terms[sum.count++].factor = value->key[i + 1];
        }
    }
    return sum;
}

static void add_term(struct sum *sum, value_id value, uint32_t factor) {
    unsigned at = 0;
    while (at < sum->count && sum->terms[at].value < value)
        at++;
    if (at == sum->count || sum->terms[at].value != value) {
        memmove(&sum->terms[at + 1], &sum->terms[at], (sum->count - at) * sizeof *sum->terms);
        sum->terms[at].value = value;
        sum->terms[at].factor = 0;
        sum->count++;
    }
    sum->terms[at].factor += factor;
    if (sum->terms[at].factor == 0) {
        sum->count--;
        memmove(&sum->terms[at], &sum->terms[at + 1], (sum->count - at) * sizeof *sum->terms);
    }
}

static value_id uniform_computed(struct values *values, enum muon_op op, value_id left,
                                 value_id right) {
    int32_t a, b;
    if (value_is_constant(values, left, &a) && value_is_constant(values, right, &b))
        return value_constant(values, (int32_t)(op == MUON_ADD ? (uint32_t)a + (uint32_t)b
                                                               : (uint32_t)a * (uint32_t)b));
    if (right == VALUE_ZERO && op == MUON_ADD)
        return left;
    if (left == VALUE_ZERO && op == MUON_ADD)
        return right;
    if (left > right)
        return uniform_computed(values, op, right, left);
    return value_computed(values, &(struct muon_insn){.op = op}, 0, (value_id[]){left, right}, 2);
}

/* left + factor · right */
static struct sum add(struct values *values, value_id left, value_id right, uint32_t factor) {
    struct sum sum = as_sum(values, left), other = as_sum(values, right);
    for (unsigned i = 0; i < other.count; i++)
        add_term(&sum, other.terms[i].value, other.terms[i].factor * factor);
    value_id scaled = factor == 1 ? other.uniform
                                  : uniform_computed(values, MUON_MUL, other.uniform,
                                                     value_constant(values, (int32_t)factor));
    sum.uniform = uniform_computed(values, MUON_ADD, sum.uniform, scaled);
    return sum;
}

static bool is_representable(const struct sum *sum) {
    return sum->count <= MAX_TERMS;
}

static value_id of_sum(struct values *values, const struct sum *sum, uint32_t at) {
    if (sum->count == 0)
        return sum->uniform;
    if (sum->count == 1 && sum->terms[0].factor == 1 && sum->uniform == VALUE_ZERO)
        return sum->terms[0].value;
    const struct value *uniform = value_of(values, sum->uniform);
    struct value value = {.key = {SUM, sum->uniform},
                          .reason = VALUE_OPERAND,
                          .promised = uniform->promised,
                          .scope = uniform->scope,
                          .insn = at,
                          .cause = sum->terms[0].value};
    for (unsigned i = 0; i < sum->count; i++) {
        value.key[2 + 2 * i] = sum->terms[i].value;
        value.key[3 + 2 * i] = sum->terms[i].factor;
    }
    return intern(values, &value);
}

struct value_parts value_parts(struct values *values, value_id id) {
    struct sum sum = as_sum(values, id);
    struct value_parts parts = {VALUE_ZERO, sum.uniform};
    sum.uniform = VALUE_ZERO;
    parts.base = of_sum(values, &sum, value_of(values, id)->insn);
    return parts;
}

/* ---- what has operands ---- */

value_id value_outside(struct values *values, value_id id, uint32_t scope, bool parts) {
    const struct value *value = value_of(values, id);
    const struct flow_scope *of = &values->flow->scopes[scope];
    bool sum = value->key[0] == SUM;
    if ((value->reason != VALUE_UNIFORM && !sum) ||
        !flow_is_inside(values->flow, value->scope, scope))
        return id;
    enum value_reason reason = of->loop ? VALUE_LEFT : VALUE_JOINED;
    struct value outside = {.key = {OUTSIDE, scope, id, parts},
                            .reason = parts ? reason : VALUE_UNIFORM,
                            .promised = value->promised,
                            .scope = of->parent,
                            .insn = of->insn,
                            .cause = id};
    if (parts || !sum)
        return intern(values, &outside);
    struct sum renamed = as_sum(values, id);
    renamed.uniform = value_outside(values, renamed.uniform, scope, false);
    return of_sum(values, &renamed, value->insn);
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
    unsigned first = value->key[0] == OUTSIDE ? 2 : value->key[0] == SUM ? 1 : KEY_WORDS;
    unsigned step = value->key[0] == SUM ? 2 : KEY_WORDS;
    for (unsigned i = first; i < KEY_WORDS; i += i == 1 ? 1 : step) {
        int32_t of = value_lowest(values, value->key[i]);
        lowest = of < lowest ? of : lowest;
    }
    return lowest;
}

/* addi, add, sub, and products with constants. */
static bool as_arithmetic(struct values *values, const struct muon_insn *insn,
                          const value_id *operands, struct sum *sum) {
    int32_t factor;
    switch (insn->op) {
    case MUON_ADDI:
        *sum = add(values, operands[0], value_constant(values, insn->imm), 1);
        return true;
    case MUON_ADD: *sum = add(values, operands[0], operands[1], 1); return true;
    case MUON_SUB: *sum = add(values, operands[0], operands[1], UINT32_MAX); return true;
    case MUON_SLLI:
        *sum = add(values, VALUE_ZERO, operands[0], UINT32_C(1) << insn->imm);
        return true;
    case MUON_MUL:
        if (value_is_constant(values, operands[1], &factor))
            *sum = add(values, VALUE_ZERO, operands[0], (uint32_t)factor);
        else if (value_is_constant(values, operands[0], &factor))
            *sum = add(values, VALUE_ZERO, operands[1], (uint32_t)factor);
        else
            return false;
        return true;
    default: return false;
    }
}

static bool is_arithmetic(enum muon_op op) {
    return op == MUON_ADDI || op == MUON_ADD || op == MUON_SUB || op == MUON_SLLI || op == MUON_MUL;
}

/* Whether a value is zero in all lanes or in none, and if so a uniform value of which the same can
 * be said. */
static bool zeroness(struct values *values, value_id id, value_id *like) {
    const struct value *value = value_of(values, id);
    *like = id;
    if (value->reason == VALUE_UNIFORM)
        return true;
    if (value->key[0] != COMPUTED || (value->key[1] & 0xffff) != MUON_XOR)
        return false;
    struct sum difference = add(values, value->key[3], value->key[4], UINT32_MAX);
    *like = difference.uniform;
    return difference.count == 0;
}

/* seqz and snez of something that is zero in all lanes or in none. */
static value_id tested(struct values *values, const struct muon_insn *insn, value_id operand,
                       value_id like) {
    bool seqz = insn->op == MUON_SLTIU && insn->imm == 1;
    bool snez = insn->op == MUON_SLTU && insn->rs1 == 0;
    return (seqz || snez) && zeroness(values, operand, &like) ? like : operand;
}

static value_id opaque(struct values *values, const struct muon_insn *insn, uint32_t at,
                       const value_id *operands, int count) {
    struct value value = {
        .key = {COMPUTED, insn->op | (uint32_t)insn->rm << 16, (uint32_t)insn->imm}, .insn = at};
    for (int i = 0; i < count; i++) {
        const struct value *operand = value_of(values, operands[i]);
        value.key[3 + i] = operands[i];
        value.promised |= operand->promised;
        if (operand->reason != VALUE_UNIFORM && value.reason == VALUE_UNIFORM) {
            value.reason = VALUE_OPERAND;
            value.cause = operands[i];
        }
        if (values->flow->scopes[operand->scope].depth > values->flow->scopes[value.scope].depth)
            value.scope = operand->scope;
    }
    return intern(values, &value);
}

value_id value_computed(struct values *values, const struct muon_insn *insn, uint32_t at,
                        const value_id *operands, int count) {
    struct sum sum;
    value_id inputs[3] = {VALUE_ZERO, VALUE_ZERO, VALUE_ZERO};
    bool divergent = false;
    if (insn->op == MUON_ADDI && insn->imm == 0)
        return operands[0];
    for (int i = 0; i < count; i++) {
        inputs[i] = operand_of(values, operands[i]);
        divergent |= value_is_divergent(values, inputs[i]);
    }
    int32_t a, b = insn->imm;
    bool constant = is_arithmetic(insn->op) && value_is_constant(values, inputs[0], &a) &&
                    (count == 1 || value_is_constant(values, inputs[1], &b));
    if ((divergent || constant) && as_arithmetic(values, insn, inputs, &sum) &&
        is_representable(&sum))
        return of_sum(values, &sum, at);
    if (count)
        inputs[count - 1] = tested(values, insn, inputs[count - 1], inputs[count - 1]);
    return opaque(values, insn, at, inputs, count);
}

bool value_decides(struct values *values, enum muon_op branch, value_id left, value_id right) {
    value_id like;
    left = operand_of(values, left);
    right = operand_of(values, right);
    if (left == right || (!value_is_divergent(values, left) && !value_is_divergent(values, right)))
        return true;
    if (branch != MUON_BEQ && branch != MUON_BNE)
        return false;
    return add(values, left, right, UINT32_MAX).count == 0 ||
           (right == VALUE_ZERO && zeroness(values, left, &like)) ||
           (left == VALUE_ZERO && zeroness(values, right, &like));
}
