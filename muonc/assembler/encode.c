#include "muonc/assembler/encode.h"

#include "isa/rv32.h"
#include "muonc/assembler/distances.h"
#include "muonc/assembler/placeholder.h"

#include <string.h>

static bool is_high(int reg) {
    return reg >= RV32_REGISTERS;
}

/* The CSR that an operand names; -1 if there is none, or it is written as a number. */
static int named_csr(const struct assembly *assembly, const struct operand *operand) {
    if (!operand || operand->kind != OPERAND_EXPRESSION || operand->expression.constant)
        return -1;
    return muon_csr_number(assembly->text + operand->span.begin,
                           operand->span.end - operand->span.begin);
}

/* ---- immediates ---- */

static const struct operand *immediate_of(const struct binding *binding) {
    return binding->memory ? binding->memory : binding->immediate;
}

static bool fits(const struct expression *expression, int64_t low, int64_t high) {
    return expression->value >= low && expression->value <= high;
}

/* A number of 12 bits and %lo(…) are for stock assemblers; so is what a macro's parameter stands
 * for. An "i" operand of inline assembly is a number or a symbol. */
static bool is_wide_number(const struct assembly *assembly, const struct expression *expression) {
    enum { MIN = -0x800, MAX = 0x7ff };
    if (expression->constant)
        return !fits(expression, MIN, MAX);
    if (expression->substituted)
        return assembly->substitutes;
    return !expression->relocated;
}

static enum symbol_kind kind_of(const struct assembly *assembly, const struct operand *operand) {
    bool known = assembly->symbol && operand->expression.symbol;
    return known ? assembly->symbol(assembly, operand->span) : SYMBOL_ADDRESS;
}

/* A number as a target is a distance in Muon's bytes, which no RV32 branch has. What is called by a
 * symbol is at an address, whatever that is. */
static bool is_wide_target(const struct assembly *assembly, const struct statement *statement,
                           const struct operand *operand) {
    if (statement_has_high_register(statement) || !operand->expression.symbol)
        return true;
    enum symbol_kind kind = kind_of(assembly, operand);
    bool calls = statement->mnemonic.single;
    return kind == SYMBOL_DISTANCE || (kind != SYMBOL_ADDRESS && !calls);
}

/* Whether the immediate is to be a word of its own. */
static bool is_wide(const struct assembly *assembly, const struct statement *statement,
                    const struct binding *binding) {
    const struct operand *operand = immediate_of(binding);
    bool high = statement_has_high_register(statement);
    if (!operand || operand->expression.relocated)
        return false;
    switch (binding->role) {
    case 'i': return is_wide_number(assembly, &operand->expression);
    case 'l':
        return is_wide_number(assembly, &operand->expression) || operand->expression.substituted;
    case 'a': return high;
    case 'b': return is_wide_target(assembly, statement, operand);
    case 'g': return statement->mnemonic.op == MUON_AUIPC && !operand->expression.substituted;
    case 'm':
        if (operand->kind == OPERAND_MEMORY)
            return is_wide_number(assembly, &operand->expression);
        return operand->kind == OPERAND_EXPRESSION && (high || statement->mnemonic.muon_only);
    default: return false;
    }
}

static const char *immediate_fault(const struct assembly *assembly, const struct binding *binding) {
    const struct expression *expression = &immediate_of(binding)->expression;
    if (expression->constant && !fits(expression, INT32_MIN, UINT32_MAX))
        return "an immediate has 32 bits";
    if (binding->role == 'b' && !expression->constant && !expression->symbol &&
        !expression->substituted)
        return "a jump to a distance from a label: put a label there";
    if (binding->role == 'b' && kind_of(assembly, immediate_of(binding)) == SYMBOL_DISTANCE)
        return "the value of this symbol is a distance in code: put a label where the jump goes";
    return NULL;
}

/* ---- output ---- */

/* Writes the statement with some parts replaced. */
struct patching {
    struct assembly *assembly;
    FILE *out;
    size_t at; /* written so far */
};

static void skip_to(struct patching *patching, size_t begin, size_t end) {
    put_span(patching->assembly, (struct span){patching->at, begin}, patching->out);
    patching->at = end;
}

static void patch_operand(struct patching *patching, const struct operand *operand,
                          const struct binding *binding, bool wide) {
    int csr = operand == binding->csr ? named_csr(patching->assembly, operand) : -1;
    bool is_immediate = wide && operand == immediate_of(binding);
    if (csr >= 0) {
        skip_to(patching, operand->span.begin, operand->span.end);
        fprintf(patching->out, "0x%x", (unsigned)csr);
    } else if (is_immediate && operand->kind == OPERAND_MEMORY) {
        skip_to(patching, operand->span.begin, operand->base.begin - 1);
        fputc('0', patching->out);
    } else if (is_immediate) {
        skip_to(patching, operand->span.begin, operand->span.end);
        fputs(binding->role == 'm' ? "0(x0)" : "0", patching->out);
    }
    if (is_high(operand->reg)) {
        struct span span = operand->kind == OPERAND_MEMORY ? operand->base : operand->span;
        skip_to(patching, span.begin, span.end);
        fprintf(patching->out, "x%d", operand->reg % RV32_REGISTERS);
    }
}

/* An instruction that stock assemblers know but for some of its operands or the suffix .global. */
static void put_stock(struct assembly *assembly, const struct statement *statement,
                      const struct binding *binding, bool wide, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    struct patching patching = {assembly, out, statement->span.begin};
    bool single = mnemonic->single && (wide || statement_has_high_register(statement));
    if (single)
        fputs(mnemonic->single, out);
    else if (mnemonic->stem)
        put_span(assembly, (struct span){patching.at, patching.at + mnemonic->stem}, out);
    if (single || mnemonic->stem)
        patching.at = statement->head.end;
    for (size_t i = 0; i < statement->count; i++) {
        const struct operand *operand = &statement->operands[i];
        if (operand == binding->scratch && wide) /* with the comma before it */
            patching.at = operand->span.end;
        else
            patch_operand(&patching, operand, binding, wide);
    }
    skip_to(&patching, statement->span.end, statement->span.end);
}

static void put_wide_immediate(struct assembly *assembly, const struct binding *binding,
                               FILE *out) {
    const struct operand *operand = immediate_of(binding);
    struct span span = operand->kind == OPERAND_MEMORY ? operand->offset : operand->span;
    fprintf(out, ".insn i 0x%02x, %d, x0, x0, 0; ", RV32_NEUTRINO, RV32_WIDE_IMMEDIATE);
    if (distances_mentions_here(assembly->text, span))
        fputs(DISTANCES_BREAK "; ", out);
    fputs(".word ", out);
    if (operand->expression.constant)
        fprintf(out, "%d", (int)(uint32_t)operand->expression.value);
    else
        put_span(assembly, span, out);
    fputs("; ", out);
}

static uint8_t number_of(const struct operand *operand) {
    return operand && operand->reg > 0 ? (uint8_t)operand->reg : 0;
}

static void put_high_registers(const struct binding *binding, FILE *out) {
    const struct muon_insn insn = {
        .rd = number_of(binding->rd),
        .rs1 = number_of(binding->memory ? binding->memory : binding->rs1),
        .rs2 = number_of(binding->rs2),
        .rs3 = number_of(binding->rs3),
        .rs4 = number_of(binding->rs4),
    };
    unsigned high = rv32_high_registers(&insn);
    if (high)
        fprintf(out, "; .insn i 0x%02x, %d, x0, x0, 0x%x", RV32_NEUTRINO, RV32_HIGH_REGISTERS,
                high);
}

void encode_line_mark(const struct assembly *assembly, FILE *out) {
    if (assembly->marks_lines)
        fprintf(out, "sltiu x0, x0, 0x%x; ", RV32_LINE_MARK);
}

/* ---- statements ---- */

bool encode_is_needed(struct assembly *assembly, const struct statement *statement) {
    struct binding binding;
    if (statement->mnemonic.muon_only || statement->mnemonic.stem ||
        statement_has_high_register(statement))
        return true;
    return statement_bind(assembly, statement, &binding) &&
           (named_csr(assembly, binding.csr) >= 0 || is_wide(assembly, statement, &binding));
}

bool encode_has_wide_immediate(struct assembly *assembly, const struct statement *statement) {
    struct binding binding;
    return statement_bind(assembly, statement, &binding) && is_wide(assembly, statement, &binding);
}

bool encode_statement(struct assembly *assembly, const struct statement *statement, FILE *out) {
    struct binding binding;
    if (!encode_is_needed(assembly, statement))
        return false;
    if (!statement_bind(assembly, statement, &binding))
        return false;
    bool wide = is_wide(assembly, statement, &binding);
    const char *fault = wide ? immediate_fault(assembly, &binding) : NULL;
    if (fault) {
        assembly->error(assembly, immediate_of(&binding)->span, fault);
        return false;
    }
    if (wide || statement->mnemonic.muon_only)
        encode_line_mark(assembly, out);
    if (wide)
        put_wide_immediate(assembly, &binding, out);
    if (statement->mnemonic.muon_only)
        put_placeholder(assembly, statement, &binding, wide, out);
    else
        put_stock(assembly, statement, &binding, wide, out);
    put_high_registers(&binding, out);
    return true;
}
