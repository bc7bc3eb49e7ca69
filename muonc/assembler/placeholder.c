#include "muonc/assembler/placeholder.h"

#include "isa/rv32.h"

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

void put_span(const struct assembly *assembly, struct span span, FILE *out) {
    fwrite(assembly->text + span.begin, 1, span.end - span.begin, out);
}

/* A register operand, or register number fixed where the statement has none. */
static void put_register(struct assembly *assembly, const struct operand *operand, unsigned fixed,
                         FILE *out) {
    if (!operand)
        fprintf(out, ", x%u", fixed);
    else if (operand->kind == OPERAND_REGISTER)
        fprintf(out, ", x%d", operand->reg & 31);
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

static void put_memory(struct assembly *assembly, const struct operand *operand, bool wide,
                       FILE *out) {
    fputs(", ", out);
    if (operand->kind != OPERAND_MEMORY) {
        if (wide)
            fputs("0(x0)", out);
        else
            put_span(assembly, operand->span, out);
        return;
    }
    if (wide || operand->offset.begin == operand->offset.end)
        fputc('0', out);
    else
        put_span(assembly, operand->offset, out);
    fputc('(', out);
    if (operand->reg >= 32)
        fprintf(out, "x%d", operand->reg & 31);
    else
        put_span(assembly, operand->base, out);
    fputc(')', out);
}

static void put_registers(struct assembly *assembly, uint64_t word, const struct binding *binding,
                          FILE *out) {
    put_register(assembly, binding->rd, word_rd(word), out);
    put_register(assembly, binding->rs1, 0, out);
    put_register(assembly, binding->rs2, word_rs2(word), out);
}

static void put_r(struct assembly *assembly, uint64_t word, const struct binding *binding,
                  FILE *out) {
    bool r4 = binding->rs3;
    fprintf(out, ".insn %s 0x%02x, %u, 0x%02x", r4 ? "r4" : "r", word_opcode(word),
            word_funct3(word), r4 ? word_funct7(word) & 3 : word_funct7(word));
    put_registers(assembly, word, binding, out);
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

void put_placeholder(struct assembly *assembly, const struct statement *statement,
                     const struct binding *binding, bool wide, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    const struct muon_op_info *info = muon_op_info(mnemonic->op);
    struct muon_insn insn = {.op = mnemonic->op, .rm = (uint8_t)binding->rm, .elems = 1};
    uint64_t word = muon_encode(&insn);
    switch (info->class) {
    case MUON_CLASS_NEUTRINO: put_neutrino(assembly, statement, binding, out); break;
    case MUON_CLASS_LOAD:
        fprintf(out, ".insn i 0x%02x, %u", RV32_LOAD_SHARED, word_funct3(word));
        put_register(assembly, binding->rd, 0, out);
        put_memory(assembly, binding->memory, wide, out);
        break;
    case MUON_CLASS_STORE:
        fprintf(out, ".insn s 0x%02x, %u", RV32_CUSTOM3, word_funct3(word));
        put_register(assembly, binding->rs2, 0, out);
        put_memory(assembly, binding->memory, wide, out);
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
        fprintf(out, ".insn r 0x%02x, %d, %d", RV32_CUSTOM3, RV32_FEXP, binding->rm);
        put_registers(assembly, word, binding, out);
        break;
    default: put_r(assembly, word, binding, out); break;
    }
}
