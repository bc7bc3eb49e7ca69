#include "muonc/assembler/statement.h"

#include "isa/rv32.h"

#include <stdio.h>
#include <string.h>

bool statement_has_high_register(const struct statement *statement) {
    for (size_t i = 0; i < statement->count; i++)
        if (statement->operands[i].reg >= RV32_REGISTERS)
            return true;
    return false;
}

static bool fail(struct assembly *assembly, const struct statement *statement, struct span where,
                 const char *message) {
    if (statement->mnemonic.muon_only || statement_has_high_register(statement))
        assembly->error(assembly, where, message);
    return false;
}

static const char *role_name(char role) {
    switch (role) {
    case 'i':
    case 'h':
    case 'l':
    case 'g': return "an immediate";
    case 'a': return "a symbol";
    case 'b': return "a label";
    case 'c': return "a CSR";
    case 'z': return "an immediate of 0 to 31";
    case 'm': return "offset(register)";
    case 'e': return "a number of participants";
    case 'q': return "a sequence number";
    case 'k': return "a task id";
    default: return "a register";
    }
}

static bool in_range(const struct operand *operand, int64_t low, int64_t high) {
    return !operand->expression.constant ||
           (operand->expression.value >= low && operand->expression.value <= high);
}

/* What is wrong with the operand in its role, or NULL. */
static const char *check(char role, const struct operand *operand, char *buffer, size_t size) {
    bool substituted = operand->kind == OPERAND_SUBSTITUTED;
    bool expression = substituted || operand->kind == OPERAND_EXPRESSION;
    bool fits;
    switch (role) {
    case 'i':
    case 'h':
    case 'l':
    case 'a':
    case 'g':
    case 'b':
    case 'c': fits = expression; break;
    case 'z': fits = expression && in_range(operand, 0, 31); break;
    case 'm': fits = expression || operand->kind == OPERAND_MEMORY; break;
    case 'e':
        if (expression && !in_range(operand, 1, 64))
            return "participants must be 1 to 64";
        fits = expression;
        break;
    case 'q':
        if (expression && !in_range(operand, 0, 63))
            return "the sequence number must be 0 to 63";
        fits = expression;
        break;
    case 'k':
        if (expression && !in_range(operand, 0, 255))
            return "a task id must be 0 to 255";
        fits = expression;
        break;
    default: fits = substituted || operand->kind == OPERAND_REGISTER; break;
    }
    if (fits)
        return NULL;
    snprintf(buffer, size, "expected %s", role_name(role));
    return buffer;
}

static void assign(struct binding *binding, char role, const struct operand *operand) {
    switch (role) {
    case 'd': binding->rd = operand; break;
    case 's': binding->rs1 = operand; break;
    case 't': binding->rs2 = operand; break;
    case 'u': binding->rs3 = operand; break;
    case 'v': binding->rs4 = operand; break;
    case 'T': binding->rs1 = binding->rs2 = operand; break;
    case 'x': binding->scratch = operand; break;
    case 'c': binding->csr = operand; break;
    case 'e': binding->elems = operand; break;
    case 'm':
        binding->memory = operand;
        binding->role = role;
        break;
    default:
        binding->immediate = operand;
        binding->role = role;
        break;
    }
}

/* A trailing rounding mode: its number, or -1. */
static int rounding_mode(const struct assembly *assembly, const struct operand *operand) {
    const char *text = assembly->text + operand->span.begin;
    size_t length = operand->span.end - operand->span.begin;
    for (int mode = 0; mode < MUON_ROUNDING_MODES; mode++)
        if (length == 3 && muon_rounding_modes[mode] &&
            memcmp(text, muon_rounding_modes[mode], 3) == 0)
            return mode;
    return -1;
}

struct mismatch {
    struct span where;
    char message[160];
};

/* One way to write the operands. Returns false with the first mismatch. */
static bool bind_form(struct assembly *assembly, const struct statement *statement, size_t given,
                      const char *form, size_t length, struct binding *binding,
                      struct mismatch *mismatch) {
    size_t size = sizeof mismatch->message;
    for (size_t i = 0; i < given && i < length; i++) {
        const struct operand *operand = &statement->operands[i];
        const char *wrong = check(form[i], operand, mismatch->message, size);
        if (wrong) {
            mismatch->where = operand->span;
            memmove(mismatch->message, wrong, strlen(wrong) + 1);
            return false;
        }
        assign(binding, form[i], operand);
    }
    if (given == length)
        return true;
    mismatch->where = statement->head;
    snprintf(mismatch->message, size, "'%.*s' takes %zu operand%s, not %zu",
             (int)(statement->head.end - statement->head.begin),
             assembly->text + statement->head.begin, length, length == 1 ? "" : "s", given);
    return false;
}

bool statement_bind(struct assembly *assembly, const struct statement *statement,
                    struct binding *binding) {
    const struct muon_op_info *info = muon_op_info(statement->mnemonic.op);
    size_t given = statement->count;
    int rm = info->has_rm ? MUON_ROUNDING_DYNAMIC : 0;
    struct mismatch first, other;

    const char *form = statement->mnemonic.operands;
    if (info->has_rm && given == strcspn(form, "|") + 1) {
        rm = rounding_mode(assembly, &statement->operands[given - 1]);
        if (rm < 0)
            return fail(assembly, statement, statement->operands[given - 1].span,
                        "expected a rounding mode: rne, rtz, rdn, rup, rmm or dyn");
        given--;
    }
    for (struct mismatch *mismatch = &first;; mismatch = &other) {
        size_t length = strcspn(form, "|");
        *binding = (struct binding){.rm = rm};
        if (bind_form(assembly, statement, given, form, length, binding, mismatch))
            return true;
        if (!form[length])
            return fail(assembly, statement, first.where, first.message);
        form += length + 1;
    }
}
