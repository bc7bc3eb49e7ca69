#include "muonc/assembler/encode.h"

#include "isa/rv32.h"

#include <string.h>

/* Opcodes of RISC-V that placeholders share. */
enum { OPCODE_MISC_MEM = 0x0f, OPCODE_SYSTEM = 0x73 };

/* Fields that Muon's words and RV32's have in common. */
static unsigned word_opcode(uint64_t word) {
    return word & 0x7f;
}
static unsigned word_rd(uint64_t word) {
    return word >> 9 & 0xff;
}
static unsigned word_funct3(uint64_t word) {
    return word >> 17 & 7;
}
static unsigned word_rs2(uint64_t word) {
    return word >> 28 & 0xff;
}
static unsigned word_funct7(uint64_t word) {
    return word >> 52 & 0x7f;
}

static bool is_high(const struct operand *operand) {
    return operand && operand->reg >= 32;
}

static bool has_high_register(const struct statement *statement) {
    for (size_t i = 0; i < statement->count; i++)
        if (is_high(&statement->operands[i]))
            return true;
    return false;
}

static bool is_csr(const struct mnemonic *mnemonic) {
    return muon_op_info(mnemonic->op)->class == MUON_CLASS_CSR;
}

/* The operand that is the name of a CSR we know; NULL if it is written as a number. */
static const struct operand *named_csr(const struct assembly *assembly,
                                       const struct statement *statement, int *number) {
    const char *role = strchr(statement->mnemonic.operands, 'c');
    if (!is_csr(&statement->mnemonic) || !role)
        return NULL;
    size_t index = (size_t)(role - statement->mnemonic.operands);
    if (index >= statement->count)
        return NULL;
    const struct operand *operand = &statement->operands[index];
    if (operand->kind != OPERAND_EXPRESSION || operand->expression.constant)
        return NULL;
    *number = muon_csr_number(assembly->text + operand->span.begin,
                              operand->span.end - operand->span.begin);
    return *number >= 0 ? operand : NULL;
}

bool encode_is_needed(struct assembly *assembly, const struct statement *statement) {
    int number;
    return statement->mnemonic.muon_only || statement->mnemonic.stem ||
           has_high_register(statement) || named_csr(assembly, statement, &number);
}

static void put_span(struct assembly *assembly, struct span span, FILE *out) {
    fwrite(assembly->text + span.begin, 1, span.end - span.begin, out);
}

/* A register operand, or register number fixed where the statement has none. */
static void put_register(struct assembly *assembly, const struct operand *operand, unsigned fixed,
                         FILE *out) {
    if (!operand)
        fprintf(out, ", x%u", fixed);
    else if (operand->kind == OPERAND_REGISTER)
        fprintf(out, ", x%d", operand->reg);
    else {
        fputs(", ", out);
        put_span(assembly, operand->span, out);
    }
}

/* A constant operand minus bias. */
static void put_number(struct assembly *assembly, const struct operand *operand, int bias,
                       FILE *out) {
    if (operand->expression.constant) {
        fprintf(out, "%lld", (long long)operand->expression.value - bias);
        return;
    }
    put_span(assembly, operand->span, out);
    if (bias)
        fprintf(out, "-%d", bias);
}

static void put_memory(struct assembly *assembly, const struct operand *operand, FILE *out) {
    fputs(", ", out);
    if (operand->kind == OPERAND_SUBSTITUTED) {
        put_span(assembly, operand->span, out);
        return;
    }
    if (operand->offset.begin == operand->offset.end)
        fputc('0', out);
    put_span(assembly, operand->offset, out);
    fputc('(', out);
    put_span(assembly, operand->base, out);
    fputc(')', out);
}

static void put_r(struct assembly *assembly, uint64_t word, const struct binding *binding,
                  FILE *out) {
    bool r4 = binding->rs3;
    fprintf(out, ".insn %s 0x%02x, %u, 0x%02x", r4 ? "r4" : "r", word_opcode(word),
            word_funct3(word), r4 ? word_funct7(word) & 3 : word_funct7(word));
    put_register(assembly, binding->rd, word_rd(word), out);
    put_register(assembly, binding->rs1, 0, out);
    put_register(assembly, binding->rs2, word_rs2(word), out);
    if (r4)
        put_register(assembly, binding->rs3, 0, out);
}

/* elems and seq share a field; elems of 1 to 64 are written as 0 to 63. */
static void put_elems(struct assembly *assembly, const struct statement *statement,
                      const struct binding *binding, FILE *out) {
    if (binding->elems)
        put_number(assembly, binding->elems, 1, out);
    else if (statement->mnemonic.elems)
        fprintf(out, "%d", statement->mnemonic.elems - 1);
    else
        put_number(assembly, binding->immediate, 0, out);
}

static void put_suffix(struct assembly *assembly, const struct statement *statement,
                       const struct binding *binding, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    unsigned fields = mnemonic->retire | mnemonic->part << 2 | (unsigned)mnemonic->sync << 4;
    fprintf(out, "; .insn r 0x%02x, %d, ", RV32_NEUTRINO, RV32_NU_SUFFIX);
    put_elems(assembly, statement, binding, out);
    fprintf(out, ", x%u", fields);
    put_register(assembly, binding->rs3, 0, out);
    put_register(assembly, binding->rs4, 0, out);
}

static void put_neutrino(struct assembly *assembly, const struct statement *statement,
                         const struct binding *binding, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    switch (mnemonic->op) {
    case MUON_NU_INVOKEI:
        fprintf(out, ".insn i 0x%02x, %d", RV32_NEUTRINO, RV32_NU_INVOKEI);
        put_register(assembly, binding->rd, 0, out);
        put_register(assembly, binding->rs2, 0, out);
        fputs(", ", out);
        put_number(assembly, binding->immediate, 0, out);
        break;
    case MUON_NU_COMPLETE:
        fprintf(out, ".insn r 0x%02x, %d, ", RV32_NEUTRINO, RV32_NU_COMPLETE);
        put_elems(assembly, statement, binding, out);
        fprintf(out, ", x%u", (unsigned)mnemonic->part);
        put_register(assembly, binding->rs1, 0, out);
        fputs(", x0", out);
        return;
    default:
        fprintf(out, ".insn r 0x%02x, %d, 0", RV32_NEUTRINO,
                mnemonic->op == MUON_NU_PAYLOAD ? RV32_NU_PAYLOAD : RV32_NU_INVOKE);
        put_register(assembly, binding->rd, 0, out);
        put_register(assembly, binding->rs1, 0, out);
        put_register(assembly, binding->rs2, 0, out);
        break;
    }
    put_suffix(assembly, statement, binding, out);
}

static bool put_placeholder(struct assembly *assembly, const struct statement *statement,
                            const struct binding *binding, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    const struct muon_op_info *info = muon_op_info(mnemonic->op);
    struct muon_insn insn = {.op = mnemonic->op, .rm = (uint8_t)binding->rm, .elems = 1};
    uint64_t word = muon_encode(&insn);
    switch (info->class) {
    case MUON_CLASS_NEUTRINO: put_neutrino(assembly, statement, binding, out); break;
    case MUON_CLASS_LOAD:
        fprintf(out, ".insn i 0x%02x, %u", RV32_LOAD_SHARED, word_funct3(word));
        put_register(assembly, binding->rd, 0, out);
        put_memory(assembly, binding->memory, out);
        break;
    case MUON_CLASS_STORE:
        fprintf(out, ".insn s 0x%02x, %u", RV32_CUSTOM3, word_funct3(word));
        put_register(assembly, binding->rs2, 0, out);
        put_memory(assembly, binding->memory, out);
        break;
    case MUON_CLASS_SYSTEM:
        if (mnemonic->op == MUON_FENCE_S) {
            fprintf(out, ".insn i 0x%02x, 2, x0, x0, 0", OPCODE_MISC_MEM);
        } else {
            fprintf(out, ".insn i 0x%02x, 0, x0", OPCODE_SYSTEM);
            put_register(assembly, binding->rs1, 0, out);
            fputs(", 2", out);
        }
        break;
    case MUON_CLASS_FEXP:
        if (binding->rm != 7) {
            assembly->error(assembly, statement->span,
                            "only the dynamic rounding mode is possible");
            return false;
        }
        put_r(assembly, word, binding, out);
        break;
    default: put_r(assembly, word, binding, out); break;
    }
    return true;
}

/* Puts a known register number into a field; false if the operand's text is not known yet. */
static bool set_register(uint8_t *field, const struct operand *operand) {
    if (!operand)
        return true;
    *field = (uint8_t)operand->reg;
    return operand->reg >= 0;
}

static bool set_immediate(int32_t *field, const struct operand *operand) {
    int64_t value = operand->expression.value;
    *field = (int32_t)(uint32_t)value;
    return operand->expression.constant && value >= INT32_MIN && value <= UINT32_MAX;
}

/* The whole Muon word of a statement whose operands are all literal. */
static bool literal_insn(struct assembly *assembly, const struct statement *statement,
                         const struct binding *binding, struct muon_insn *insn) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    int csr;
    *insn = (struct muon_insn){.op = mnemonic->op,
                               .rm = (uint8_t)binding->rm,
                               .retire = mnemonic->retire,
                               .part = mnemonic->part,
                               .sync = mnemonic->sync,
                               .elems = (uint8_t)(mnemonic->elems ? mnemonic->elems : 1),
                               .imm = mnemonic->immediate};
    bool known = set_register(&insn->rd, binding->rd) && set_register(&insn->rs1, binding->rs1) &&
                 set_register(&insn->rs2, binding->rs2) && set_register(&insn->rs3, binding->rs3) &&
                 set_register(&insn->rs4, binding->rs4);
    if (binding->memory)
        known = known && set_register(&insn->rs1, binding->memory) &&
                set_immediate(&insn->imm, binding->memory);
    if (named_csr(assembly, statement, &csr))
        insn->imm = csr;
    else if (binding->immediate)
        known = known && set_immediate(&insn->imm, binding->immediate);
    if (binding->elems) {
        insn->elems = (uint8_t)binding->elems->expression.value;
        known = known && binding->elems->expression.constant;
    }
    return known;
}

/* Whether the immediate fits its field; the other fields were checked when they were bound. */
static bool immediate_fits(const struct muon_insn *insn) {
    switch (muon_op_info(insn->op)->format) {
    case MUON_FORMAT_SHIFT: return insn->imm >= 0 && insn->imm < 32;
    case MUON_FORMAT_CSR:
    case MUON_FORMAT_CSRI: return insn->imm >= 0 && insn->imm < 0x1000;
    case MUON_FORMAT_U: return insn->imm >= 0 && insn->imm < 0x100000;
    default: return true;
    }
}

static bool put_raw(struct assembly *assembly, const struct statement *statement,
                    const struct binding *binding, FILE *out) {
    struct muon_insn insn;
    enum muon_format format = muon_op_info(statement->mnemonic.op)->format;
    const char *wrong = NULL;
    if (format == MUON_FORMAT_BRANCH || format == MUON_FORMAT_JAL ||
        statement->mnemonic.op == MUON_AUIPC)
        wrong = "an instruction with a code address cannot use a register above x31";
    else if (format == MUON_FORMAT_CSRI)
        wrong = "use csrrw, csrrs or csrrc with a register above x31";
    else if (!literal_insn(assembly, statement, binding, &insn))
        wrong = "with a register above x31 every operand must be a register or a number";
    else if (!immediate_fits(&insn))
        wrong = "immediate out of range";
    if (wrong) {
        assembly->error(assembly, statement->span, wrong);
        return false;
    }
    uint64_t word = muon_encode(&insn);
    fprintf(out, ".insn i 0x%02x, %d, x0, x0, 0; .word 0x%08x; .word 0x%08x", RV32_NEUTRINO,
            RV32_NU_RAW, (unsigned)(word & UINT32_MAX), (unsigned)(word >> 32));
    return true;
}

/* An instruction that stock assemblers know but for a CSR's name or the suffix .global. */
static void put_stock(struct assembly *assembly, const struct statement *statement, FILE *out) {
    int number = 0;
    const struct operand *csr = named_csr(assembly, statement, &number);
    size_t from = statement->span.begin;
    if (statement->mnemonic.stem) {
        put_span(assembly, (struct span){from, from + statement->mnemonic.stem}, out);
        from = statement->head.end;
    }
    if (csr) {
        put_span(assembly, (struct span){from, csr->span.begin}, out);
        fprintf(out, "0x%x", (unsigned)number);
        from = csr->span.end;
    }
    put_span(assembly, (struct span){from, statement->span.end}, out);
}

bool encode_statement(struct assembly *assembly, const struct statement *statement, FILE *out) {
    struct binding binding;
    if (!encode_is_needed(assembly, statement))
        return false;
    if (!statement->mnemonic.muon_only && !has_high_register(statement)) {
        put_stock(assembly, statement, out);
        return true;
    }
    if (!statement_bind(assembly, statement, &binding)) {
        if (!statement->mnemonic.muon_only)
            assembly->error(assembly, statement->span, "this form cannot use a register above x31");
        return false;
    }
    if (has_high_register(statement))
        return put_raw(assembly, statement, &binding, out);
    return put_placeholder(assembly, statement, &binding, out);
}
