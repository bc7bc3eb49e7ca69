#include "muonc/proof/sums.h"

#include <string.h>

static bool is_sum(const struct value *value) {
    return value->key[0] == KIND_SUM || value->key[0] == KIND_UNIFORM_SUM;
}

static void take_terms(const struct value *value, struct sum *sum) {
    sum->uniform = value->key[1];
    for (unsigned i = 2; i < VALUE_KEY_WORDS && value->key[i + 1]; i += 2) {
        sum->terms[sum->count].value = value->key[i];
        sum->terms[sum->count++].factor = value->key[i + 1];
    }
}

static void take_term(value_id id, struct sum *sum) {
    sum->terms[sum->count].value = id;
    sum->terms[sum->count++].factor = 1;
}

/* Of a value that is the whole number of a sum, or a sum, or a term. */
static struct sum split(const struct value *value, value_id id, bool is_number) {
    struct sum sum = {.uniform = VALUE_ZERO};
    if (is_number)
        sum.uniform = id;
    else if (is_sum(value))
        take_terms(value, &sum);
    else
        take_term(id, &sum);
    return sum;
}

/* A uniform value is the number of a sum, … */
struct sum sum_of(const struct values *values, value_id id) {
    id = value_as_operand(values, id);
    const struct value *value = value_of(values, id);
    return split(value, id, value->reason == VALUE_UNIFORM);
}

/* … and itself one, whose number is a constant. */
static struct sum uniform_sum_of(const struct values *values, value_id id) {
    const struct value *value = value_of(values, id);
    return split(value, id, value->key[0] == KIND_CONSTANT);
}

static bool is_address(const struct values *values, value_id id, struct image_place *place) {
    const struct value *value = value_of(values, id);
    *place = (struct image_place){value->key[1], value->key[2]};
    return value->key[0] == KIND_ADDRESS;
}

bool value_points_near(const struct values *values, value_id id, struct image_place *place) {
    struct sum sum = uniform_sum_of(values, id);
    bool found = false;
    for (unsigned i = 0; i < sum.count; i++) {
        struct image_place term;
        if (!is_address(values, sum.terms[i].value, &term))
            continue;
        if (found || sum.terms[i].factor != 1)
            return false;
        *place = term;
        found = true;
    }
    return found;
}

static void add_term(struct sum *sum, value_id value, uint32_t factor) {
    unsigned at = 0;
    while (at < sum->count && sum->terms[at].value < value)
        at++;
    if (at == sum->count || sum->terms[at].value != value) {
        sum->failed |= sum->count == 2 * MAX_TERMS;
        if (sum->failed)
            return;
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

static void add_terms(struct sum *sum, const struct sum *other, uint32_t factor) {
    for (unsigned i = 0; i < other->count; i++)
        add_term(sum, other->terms[i].value, other->terms[i].factor * factor);
}

bool sum_is_representable(const struct sum *sum) {
    return !sum->failed && sum->count <= MAX_TERMS;
}

/* The innermost scope in which any of it was made. */
static void add_scope(const struct values *values, value_id id, struct value *to) {
    const struct value *value = value_of(values, id);
    to->promised |= value->promised;
    if (values->flow->scopes[value->scope].depth > values->flow->scopes[to->scope].depth)
        to->scope = value->scope;
}

value_id sum_value(struct values *values, const struct sum *sum, uint32_t at) {
    if (sum->count == 0)
        return sum->uniform;
    if (sum->count == 1 && sum->terms[0].factor == 1 && sum->uniform == VALUE_ZERO)
        return sum->terms[0].value;
    bool divergent = value_is_divergent(values, sum->terms[0].value);
    struct value value = {.key = {divergent ? KIND_SUM : KIND_UNIFORM_SUM, sum->uniform},
                          .reason = divergent ? VALUE_OPERAND : VALUE_UNIFORM,
                          .insn = at,
                          .cause = sum->terms[0].value};
    add_scope(values, sum->uniform, &value);
    for (unsigned i = 0; i < sum->count; i++) {
        value.key[2 + 2 * i] = sum->terms[i].value;
        value.key[3 + 2 * i] = sum->terms[i].factor;
        if (!divergent)
            add_scope(values, sum->terms[i].value, &value);
    }
    return value_intern(values, &value);
}

/* ---- addition ---- */

static int32_t number_of(const struct values *values, value_id constant) {
    return (int32_t)value_of(values, constant)->key[1];
}

static value_id opaque(struct values *values, enum muon_op op, value_id left, value_id right) {
    value_id operands[] = {left < right ? left : right, left < right ? right : left};
    return value_opaque(values, &(struct muon_insn){.op = op}, 0, operands, 2);
}

/* Of uniform values. */
static value_id uniform_add(struct values *values, value_id left, value_id right, uint32_t factor) {
    struct sum sum = uniform_sum_of(values, left), other = uniform_sum_of(values, right);
    add_terms(&sum, &other, factor);
    uint32_t number = (uint32_t)number_of(values, other.uniform) * factor;
    number += (uint32_t)number_of(values, sum.uniform);
    sum.uniform = value_constant(values, (int32_t)number);
    if (sum_is_representable(&sum))
        return sum_value(values, &sum, 0);
    value_id scaled =
        factor == 1 ? right
                    : opaque(values, MUON_MUL, right, value_constant(values, (int32_t)factor));
    return left == VALUE_ZERO ? scaled : opaque(values, MUON_ADD, left, scaled);
}

struct sum sum_add(struct values *values, value_id left, value_id right, uint32_t factor) {
    struct sum sum = sum_of(values, left), other = sum_of(values, right);
    add_terms(&sum, &other, factor);
    sum.uniform = uniform_add(values, sum.uniform, other.uniform, factor);
    return sum;
}

/* ---- multiplication ---- */

/* A term with itself as a factor of 1, or one that is a constant. */
static void add_product(struct values *values, struct sum *sum, value_id term, uint32_t factor,
                        const struct sum *by) {
    for (unsigned i = 0; i < by->count; i++)
        add_term(sum, opaque(values, MUON_MUL, term, by->terms[i].value),
                 factor * by->terms[i].factor);
    add_term(sum, term, factor * (uint32_t)number_of(values, by->uniform));
}

static value_id uniform_multiply(struct values *values, value_id left, value_id right) {
    struct sum sum = {.uniform = VALUE_ZERO};
    struct sum of = uniform_sum_of(values, left), by = uniform_sum_of(values, right);
    for (unsigned i = 0; i < of.count; i++)
        add_product(values, &sum, of.terms[i].value, of.terms[i].factor, &by);
    add_terms(&sum, &by, (uint32_t)number_of(values, of.uniform));
    sum.uniform = value_constant(values, (int32_t)((uint32_t)number_of(values, of.uniform) *
                                                   (uint32_t)number_of(values, by.uniform)));
    return sum_is_representable(&sum) ? sum_value(values, &sum, 0)
                                      : opaque(values, MUON_MUL, left, right);
}

struct sum sum_add_product(struct values *values, value_id left, value_id right, value_id by) {
    struct sum sum = sum_of(values, left), of = sum_of(values, right);
    struct sum factor = uniform_sum_of(values, value_as_operand(values, by));
    for (unsigned i = 0; i < of.count; i++)
        add_product(values, &sum, of.terms[i].value, of.terms[i].factor, &factor);
    value_id number = uniform_multiply(values, of.uniform, value_as_operand(values, by));
    sum.uniform = uniform_add(values, sum.uniform, number, 1);
    return sum;
}

/* ---- parts ---- */

struct value_parts value_parts(struct values *values, value_id id) {
    struct sum sum = sum_of(values, id);
    struct value_parts parts = {VALUE_ZERO, sum.uniform};
    sum.uniform = VALUE_ZERO;
    parts.base = sum_value(values, &sum, value_of(values, id)->insn);
    return parts;
}
