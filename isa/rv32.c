#include "isa/rv32.h"

#include "isa/table.h"

#include <assert.h>
#include <string.h>

/* Except for the Neutrino placeholders, an RV32 word has the fields of its Muon counterpart in
 * other places. So it is widened to that Muon word, and muon_decode judges the result. */

enum rv32_layout { NO_LAYOUT, R, R4, I, I_UNSIGNED, OP_IMM, S, B, U, J };

/* How each RV32 major opcode widens, and to which Muon opcode (with opext in bits 8:7). */
static const struct {
    uint16_t muon;
    uint8_t layout;
} opcodes[128] = {
    [0x03] = {0x03, I},
    [0x0f] = {0x0f, I},
    [0x13] = {0x13, OP_IMM},
    [0x17] = {0x17, U},
    [0x23] = {0x23, S},
    [0x33] = {0x33, R},
    [0x37] = {0x37, U},
    [0x43] = {0x43, R4},
    [0x47] = {0x47, R4},
    [0x4b] = {0x4b, R4},
    [0x4f] = {0x4f, R4},
    [0x53] = {0x53, R},
    [0x63] = {0x63, B},
    [0x67] = {0x67, I},
    [0x6f] = {0x6f, J},
    [0x73] = {0x73, I_UNSIGNED},
    [RV32_SIMT] = {0x0b, R},
    [RV32_LOAD_SHARED] = {0x03 | 1 << 7, I},
    [RV32_CUSTOM3] = {0x23 | 1 << 7, S},
};
enum { MUON_CUSTOM3_FEXP = 0x7b | 1 << 7 };
enum { RV32_OP = 0x33, RV32_ZICOND_FUNCT7 = 7, RV32_EQZ_FUNCT3 = 5, RV32_NEZ_FUNCT3 = 7 };

/* Bits high:low. */
static uint32_t bits(uint32_t word, unsigned high, unsigned low) {
    return word >> low & ((2u << (high - low)) - 1);
}

static uint32_t sign_extend(uint32_t value, unsigned width) {
    uint32_t sign = 1u << (width - 1);
    return (value ^ sign) - sign;
}

static uint64_t rd(uint32_t word) {
    return (uint64_t)bits(word, 11, 7) << FIELD_RD;
}

static uint64_t rs1(uint32_t word) {
    return (uint64_t)bits(word, 19, 15) << FIELD_RS1;
}

static uint64_t rs2(uint32_t word) {
    return (uint64_t)bits(word, 24, 20) << FIELD_RS2;
}

static uint64_t funct7(uint32_t value) {
    return (uint64_t)value << FIELD_FUNCT7;
}

static uint32_t branch_offset(uint32_t word) {
    return sign_extend(bits(word, 31, 31) << 12 | bits(word, 7, 7) << 11 | bits(word, 30, 25) << 5 |
                           bits(word, 11, 8) << 1,
                       13);
}

static uint32_t jal_offset(uint32_t word) {
    return sign_extend(bits(word, 31, 31) << 20 | bits(word, 19, 12) << 12 |
                           bits(word, 20, 20) << 11 | bits(word, 30, 21) << 1,
                       21);
}

/* Shifts by a constant have their amount where op-imm has its immediate's low bits. */
static uint64_t widen_op_imm(uint32_t word) {
    uint32_t funct3 = bits(word, 14, 12);
    if (funct3 == 1 || funct3 == 5)
        return funct7(bits(word, 31, 25)) | (uint64_t)bits(word, 24, 20) << FIELD_IMM24;
    return muon_join_imm(sign_extend(bits(word, 31, 20), 12), FIELD_RS2);
}

static uint64_t widen(uint32_t word, uint16_t opcode, enum rv32_layout layout) {
    uint64_t wide = opcode | (uint64_t)bits(word, 14, 12) << FIELD_FUNCT3;
    switch (layout) {
    case NO_LAYOUT: break;
    case R: return wide | rd(word) | rs1(word) | rs2(word) | funct7(bits(word, 31, 25));
    case R4:
        return wide | rd(word) | rs1(word) | rs2(word) | funct7(bits(word, 26, 25)) |
               (uint64_t)bits(word, 31, 27) << FIELD_RS3;
    case I:
        return wide | rd(word) | rs1(word) |
               muon_join_imm(sign_extend(bits(word, 31, 20), 12), FIELD_RS2);
    case I_UNSIGNED:
        return wide | rd(word) | rs1(word) | muon_join_imm(bits(word, 31, 20), FIELD_RS2);
    case OP_IMM: return wide | rd(word) | rs1(word) | widen_op_imm(word);
    case S:
        return wide | rs1(word) | rs2(word) |
               muon_join_imm(sign_extend(bits(word, 31, 25) << 5 | bits(word, 11, 7), 12),
                             FIELD_RD);
    case B: return wide | rs1(word) | rs2(word) | muon_join_imm(branch_offset(word), FIELD_RD);
    case U: {
        uint32_t imm = opcode == 0x37 ? bits(word, 31, 12) : word & 0xfffff000;
        return opcode | rd(word) | muon_join_imm(imm, FIELD_RS2);
    }
    case J: return opcode | rd(word) | muon_join_imm(jal_offset(word), FIELD_RS2);
    }
    return 0;
}

/* The one placeholder whose rounding mode is not in funct3. */
static bool decode_fexp(uint32_t word, struct muon_insn *insn) {
    enum { MUON_FEXP_FUNCT7 = 0x2e };
    uint64_t wide = MUON_CUSTOM3_FEXP | rd(word) | rs1(word) | rs2(word) | funct7(MUON_FEXP_FUNCT7);
    uint32_t rounding = bits(word, 31, 25);
    return rounding < 8 && muon_decode(wide | (uint64_t)rounding << FIELD_FUNCT3, insn);
}

/* vx_bar in custom-0, which is nu.invoke.ri.pw.sync x0, rs1, rs2, x0, x0, 64 for Muon. */
static bool decode_barrier(uint32_t word, struct muon_insn *insn) {
    *insn = (struct muon_insn){.op = MUON_NU_INVOKE,
                               MUON_BARRIER,
                               .rs1 = (uint8_t)bits(word, 19, 15),
                               .rs2 = (uint8_t)bits(word, 24, 20)};
    return bits(word, 11, 7) == 0 && bits(word, 31, 25) == 0;
}

/* SYSTEM, funct3 0, without a register. Of what stock assemblers mean by it ecall and ebreak stand
 * for an illegal instruction, unimp; mret and the like are nothing. */
static bool decode_bare_system(uint32_t word, struct muon_insn *insn) {
    enum { ECALL = 0x00000073, EBREAK = 0x00100073 };
    *insn = (struct muon_insn){.op = MUON_CSRRW, .imm = MUON_CSR_CYCLE};
    return word == ECALL || word == EBREAK;
}

static bool is_bare_system(uint32_t word) {
    enum { SYSTEM = 0x73, TOHOST_IMMEDIATE = 2 };
    return bits(word, 6, 0) == SYSTEM && bits(word, 14, 12) == 0 && bits(word, 19, 15) == 0 &&
           bits(word, 31, 20) != TOHOST_IMMEDIATE;
}

static bool decode_word(uint32_t word, struct rv32_insn *out) {
    uint32_t opcode = bits(word, 6, 0), funct3 = bits(word, 14, 12);
    out->kind = RV32_PLAIN;
    if (opcode == RV32_SIMT && funct3 == RV32_VX_BAR)
        return decode_barrier(word, &out->insn);
    if (opcode == RV32_CUSTOM3 && funct3 == RV32_FEXP)
        return decode_fexp(word, &out->insn);
    if (is_bare_system(word))
        return decode_bare_system(word, &out->insn);
    if (opcode == RV32_OP && bits(word, 31, 25) == RV32_ZICOND_FUNCT7 &&
        (funct3 == RV32_EQZ_FUNCT3 || funct3 == RV32_NEZ_FUNCT3)) {
        out->kind = funct3 == RV32_EQZ_FUNCT3 ? RV32_CZERO_EQZ : RV32_CZERO_NEZ;
        out->insn = (struct muon_insn){.rd = (uint8_t)bits(word, 11, 7),
                                       .rs1 = (uint8_t)bits(word, 19, 15),
                                       .rs2 = (uint8_t)bits(word, 24, 20)};
        return true;
    }
    return muon_decode(widen(word, opcodes[opcode].muon, opcodes[opcode].layout), &out->insn);
}

static bool set_elems(struct muon_insn *insn, uint32_t funct7) {
    insn->elems = (uint8_t)(funct7 + 1);
    return funct7 < 64;
}

/* The fields that a suffix word adds to nu.invoke, nu.invokei or nu.payload. */
static bool add_suffix(struct muon_insn *insn, uint32_t word) {
    if (bits(word, 6, 0) != RV32_NEUTRINO || bits(word, 14, 12) != RV32_NU_SUFFIX)
        return false;
    insn->rs3 = (uint8_t)bits(word, 19, 15);
    insn->rs4 = (uint8_t)bits(word, 24, 20);
    if (insn->op == MUON_NU_PAYLOAD) {
        insn->imm = (int32_t)bits(word, 31, 25);
        return insn->imm < 64;
    }
    insn->retire = (uint8_t)bits(word, 8, 7);
    insn->part = (uint8_t)bits(word, 10, 9);
    insn->sync = bits(word, 11, 11);
    return insn->retire <= MUON_RETIRE_MANUAL && insn->part <= MUON_PART_CORES &&
           set_elems(insn, bits(word, 31, 25));
}

static bool decode_neutrino(const uint32_t *words, size_t count, struct rv32_insn *out) {
    uint32_t word = words[0];
    uint8_t first = (uint8_t)bits(word, 19, 15), second = (uint8_t)bits(word, 24, 20);
    struct muon_insn *insn = &out->insn;
    out->kind = RV32_PLAIN;
    switch (bits(word, 14, 12)) {
    case RV32_NU_INVOKE:
        out->words = 2;
        *insn = (struct muon_insn){.op = MUON_NU_INVOKE, .rs1 = first, .rs2 = second};
        insn->rd = (uint8_t)bits(word, 11, 7);
        return count >= 2 && add_suffix(insn, words[1]);
    case RV32_NU_INVOKEI:
        out->words = 2;
        *insn = (struct muon_insn){.op = MUON_NU_INVOKEI, .rs2 = first};
        insn->rd = (uint8_t)bits(word, 11, 7);
        insn->imm = (int32_t)bits(word, 31, 20);
        return insn->imm <= UINT8_MAX && count >= 2 && add_suffix(insn, words[1]);
    case RV32_NU_PAYLOAD:
        out->words = 2;
        *insn = (struct muon_insn){.op = MUON_NU_PAYLOAD, .rs1 = first, .rs2 = second};
        return count >= 2 && add_suffix(insn, words[1]);
    case RV32_NU_COMPLETE:
        *insn = (struct muon_insn){.op = MUON_NU_COMPLETE, .rs1 = first};
        insn->part = (uint8_t)bits(word, 11, 7);
        return insn->part <= MUON_PART_CORES && set_elems(insn, bits(word, 31, 25));
    }
    return false;
}

static bool is_neutrino(uint32_t word, unsigned funct3) {
    return bits(word, 6, 0) == RV32_NEUTRINO && bits(word, 14, 12) == funct3;
}

/* The registers in the order of the suffix's fields. */
static uint8_t *register_field(struct muon_insn *insn, unsigned index) {
    uint8_t *const fields[] = {&insn->rd, &insn->rs1, &insn->rs2, &insn->rs3, &insn->rs4};
    return fields[index];
}

enum { REGISTER_FIELDS = 5, LOW_BITS = 5, HIGH_BITS = 2 };

unsigned rv32_high_registers(const struct muon_insn *insn) {
    struct muon_insn copy = *insn;
    unsigned high = 0;
    for (unsigned i = 0; i < REGISTER_FIELDS; i++)
        high |= (unsigned)*register_field(&copy, i) >> LOW_BITS << HIGH_BITS * i;
    return high;
}

/* The rest of a suffix and the fields that the instruction does not have must be zero: decoding
 * what the word then says has to give the instruction again. */
static bool add_high_registers(struct rv32_insn *out, uint32_t word) {
    struct muon_insn *insn = &out->insn, again;
    unsigned high = bits(word, 31, 20);
    if (high >> HIGH_BITS * REGISTER_FIELDS || bits(word, 11, 7) || bits(word, 19, 15))
        return false;
    for (unsigned i = 0; i < REGISTER_FIELDS; i++)
        *register_field(insn, i) |= (uint8_t)((high >> HIGH_BITS * i & 3) << LOW_BITS);
    return out->kind != RV32_PLAIN
               ? (high >> 3 * HIGH_BITS) == 0
               : muon_decode(muon_encode(insn), &again) && rv32_high_registers(&again) == high;
}

static bool has_wide_immediate(const struct muon_insn *insn) {
    return insn->op == MUON_AUIPC || strpbrk(muon_operands(muon_op_info(insn->op)->format), "imb");
}

/* Instruction and suffix, without a prefix. */
static bool decode_suffixed(const uint32_t *words, size_t count, struct rv32_insn *out) {
    if (count == 0 || !(bits(words[0], 6, 0) == RV32_NEUTRINO ? decode_neutrino(words, count, out)
                                                              : decode_word(words[0], out)))
        return false;
    if (out->words == count || !is_neutrino(words[out->words], RV32_HIGH_REGISTERS))
        return true;
    return add_high_registers(out, words[out->words++]);
}

static bool decode_prefixed(const uint32_t *words, size_t count, struct rv32_insn *out) {
    enum { PREFIX = 2 };
    if (count <= PREFIX || !decode_suffixed(words + PREFIX, count - PREFIX, out) ||
        out->kind != RV32_PLAIN || !has_wide_immediate(&out->insn))
        return false;
    out->insn.imm = (int32_t)words[1];
    out->words += PREFIX;
    out->wide = true;
    return true;
}

bool rv32_decode(const uint32_t *words, size_t count, struct rv32_insn *out) {
    *out = (struct rv32_insn){.words = 1};
    bool prefixed = count > 0 && is_neutrino(words[0], RV32_WIDE_IMMEDIATE);
    if ((prefixed ? decode_prefixed : decode_suffixed)(words, count, out))
        return true;
    *out = (struct rv32_insn){.kind = RV32_ILLEGAL, .words = 1};
    return false;
}

static unsigned opcode_of(const struct muon_row *row) {
    enum { RV32_OPCODES = sizeof opcodes / sizeof *opcodes };
    unsigned opcode = 0;
    while (opcode < RV32_OPCODES &&
           (opcodes[opcode].layout == NO_LAYOUT || opcodes[opcode].muon != row->opcode))
        opcode++;
    assert(opcode < RV32_OPCODES);
    return opcode;
}

struct rv32_form rv32_form(enum muon_op op, unsigned rounding_mode) {
    enum { FUNCT2 = 3 };
    const struct muon_row *row = &muon_rows[op];
    uint64_t word = muon_fixed_bits(row);
    struct rv32_form form = {
        .funct3 = (uint8_t)(row->info.has_rm ? rounding_mode : muon_field(word, FIELD_FUNCT3, 3)),
        .funct7 = (uint8_t)muon_field(word, FIELD_FUNCT7, 7),
        .rd = (uint8_t)muon_field(word, FIELD_RD, 5),
        .rs2 = (uint8_t)muon_field(word, FIELD_RS2, 5),
        .imm = (int16_t)muon_field(word, FIELD_IMM24, 12),
    };
    if (row->opcode == MUON_CUSTOM3_FEXP) {
        form.opcode = RV32_CUSTOM3;
        form.funct7 = form.funct3;
        form.funct3 = RV32_FEXP;
        return form;
    }
    form.opcode = (uint8_t)opcode_of(row);
    switch (opcodes[form.opcode].layout) {
    case R: form.layout = RV32_FORM_R; break;
    case R4:
        form.layout = RV32_FORM_R4;
        form.funct7 &= FUNCT2;
        break;
    case S: form.layout = RV32_FORM_S; break;
    default: form.layout = RV32_FORM_I; break;
    }
    return form;
}

bool rv32_is_line_mark(const struct rv32_insn *decoded) {
    const struct muon_insn *insn = &decoded->insn;
    return decoded->kind == RV32_PLAIN && insn->op == MUON_SLTIU && insn->rd == 0 &&
           insn->rs1 == 0 && insn->imm == RV32_LINE_MARK && !decoded->wide;
}
