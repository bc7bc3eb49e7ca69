/* What instructions compute of values, and what branches decide by them. */
#include "muonc/proof/sums.h"

value_id value_opaque(struct values *values, const struct muon_insn *insn, uint32_t at,
                      const value_id *operands, int count) {
    struct value value = {
        .key = {KIND_COMPUTED, insn->op | (uint32_t)insn->rm << 16, (uint32_t)insn->imm},
        .insn = at};
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
    return value_intern(values, &value);
}

/* addi, add, sub, shifts by a number, and products of which a factor is uniform. */
static bool as_arithmetic(struct values *values, const struct muon_insn *insn,
                          const value_id *operands, struct sum *sum) {
    switch (insn->op) {
    case MUON_ADDI:
        *sum = sum_add(values, operands[0], value_constant(values, insn->imm), 1);
        return true;
    case MUON_ADD: *sum = sum_add(values, operands[0], operands[1], 1); return true;
    case MUON_SUB: *sum = sum_add(values, operands[0], operands[1], UINT32_MAX); return true;
    case MUON_SLLI:
        *sum = sum_add(values, VALUE_ZERO, operands[0], UINT32_C(1) << insn->imm);
        return true;
    case MUON_MUL:
        if (!value_is_divergent(values, operands[1]))
            *sum = sum_add_product(values, VALUE_ZERO, operands[0], operands[1]);
        else if (!value_is_divergent(values, operands[0]))
            *sum = sum_add_product(values, VALUE_ZERO, operands[1], operands[0]);
        else
            return false;
        return true;
    default: return false;
    }
}

/* The value by a power of two, up to 2³². */
static struct sum shifted(struct values *values, value_id id, unsigned bits) {
    return sum_add(values, VALUE_ZERO, id, bits < 32 ? UINT32_C(1) << bits : 0);
}

/* Some of a value's bits, as of an integer of 8 or 16: two of the same kind are equal if the
 * difference of the values is 0 when it is shifted left by so many bits. (The others are shifted
 * out, or are 0 anyway.) */
static bool is_part(struct values *values, const struct value *value, unsigned *bits) {
    uint32_t imm = value->key[2];
    if (value->key[0] != KIND_COMPUTED)
        return false;
    switch ((enum muon_op)(value->key[1] & 0xffff)) {
    case MUON_ANDI: *bits = (unsigned)__builtin_clz(imm | 1); return imm && !(imm & (imm + 1));
    case MUON_SRLI:
    case MUON_SRAI: {
        struct sum lost = shifted(values, value->key[3], 32 - imm);
        *bits = 0;
        return imm && lost.count == 0 && lost.uniform == VALUE_ZERO;
    }
    default: return false;
    }
}

/* Whether two values are the same in all lanes or in none, and if so a uniform value that is 0 if
 * they are. */
static bool differ_alike(struct values *values, value_id left, value_id right, value_id *like) {
    struct sum difference = sum_add(values, left, right, UINT32_MAX);
    const struct value a = *value_of(values, left),
                       b = *value_of(values, right); /* they may move */
    unsigned bits;
    if (difference.count && a.key[1] == b.key[1] && a.key[2] == b.key[2] &&
        is_part(values, &a, &bits) && is_part(values, &b, &bits)) {
        difference = sum_add(values, a.key[3], b.key[3], UINT32_MAX);
        if (sum_is_representable(&difference))
            difference = shifted(values, sum_value(values, &difference, a.insn), bits);
    }
    *like = difference.uniform;
    return difference.count == 0 && !difference.failed;
}

/* Whether a value is zero in all lanes or in none, and if so a uniform value of which the same can
 * be said. */
static bool zeroness(struct values *values, value_id id, value_id *like) {
    const struct value *value = value_of(values, id);
    *like = id;
    if (value->reason == VALUE_UNIFORM)
        return true;
    if (value->key[0] != KIND_COMPUTED || (value->key[1] & 0xffff) != MUON_XOR)
        return false;
    return differ_alike(values, value->key[3], value->key[4], like);
}

/* seqz and snez of something that is zero in all lanes or in none. */
static value_id tested(struct values *values, const struct muon_insn *insn, value_id operand,
                       value_id like) {
    bool seqz = insn->op == MUON_SLTIU && insn->imm == 1;
    bool snez = insn->op == MUON_SLTU && insn->rs1 == 0;
    return (seqz || snez) && zeroness(values, operand, &like) ? like : operand;
}

value_id value_computed(struct values *values, const struct muon_insn *insn, uint32_t at,
                        const value_id *operands, int count) {
    struct sum sum;
    value_id inputs[3] = {VALUE_ZERO, VALUE_ZERO, VALUE_ZERO};
    if (insn->op == MUON_ADDI && insn->imm == 0)
        return operands[0];
    for (int i = 0; i < count; i++)
        inputs[i] = value_as_operand(values, operands[i]);
    if (as_arithmetic(values, insn, inputs, &sum) && sum_is_representable(&sum))
        return sum_value(values, &sum, at);
    if (count)
        inputs[count - 1] = tested(values, insn, inputs[count - 1], inputs[count - 1]);
    return value_opaque(values, insn, at, inputs, count);
}

bool value_decides(struct values *values, enum muon_op branch, value_id left, value_id right) {
    value_id like;
    left = value_as_operand(values, left);
    right = value_as_operand(values, right);
    if (left == right || (!value_is_divergent(values, left) && !value_is_divergent(values, right)))
        return true;
    if (branch != MUON_BEQ && branch != MUON_BNE)
        return false;
    return differ_alike(values, left, right, &like) ||
           (right == VALUE_ZERO && zeroness(values, left, &like)) ||
           (left == VALUE_ZERO && zeroness(values, right, &like));
}
