#include "isa/table.h"

#include <assert.h>

/* A field's bits. A value out of range is a caller's error; it must not run into other fields. */
static uint64_t put(unsigned value, enum muon_field low, unsigned width) {
    unsigned mask = (1u << width) - 1;
    assert(value <= mask);
    return (uint64_t)(value & mask) << low;
}

static uint64_t put_register(unsigned number, enum muon_field low) {
    assert(number < MUON_REGISTERS);
    return put(number, low, 7);
}

static uint64_t encode_neutrino(const struct muon_insn *insn, enum muon_format format) {
    uint64_t word = format == MUON_FORMAT_INVOKEI ? put((unsigned)insn->imm, FIELD_RS1, 8)
                                                  : put_register(insn->rs1, FIELD_RS1);
    if (format != MUON_FORMAT_COMPLETE)
        word |= put_register(insn->rs2, FIELD_RS2) | put_register(insn->rs3, FIELD_RS3) |
                put_register(insn->rs4, FIELD_RS4);
    if (format == MUON_FORMAT_PAYLOAD)
        return word | put((unsigned)insn->imm, FIELD_ELEMS, 6);
    assert(insn->part <= MUON_PART_CORES && insn->retire <= MUON_RETIRE_MANUAL);
    word |= put(insn->elems - 1u, FIELD_ELEMS, 6) | put(insn->part, FIELD_PART, 2);
    if (format == MUON_FORMAT_COMPLETE)
        return word;
    return word | put_register(insn->rd, FIELD_RD) | put(insn->retire, FIELD_RETIRE, 2) |
           put(insn->sync, FIELD_SYNC, 1);
}

static uint64_t encode_fields(const struct muon_insn *insn, enum muon_format format) {
    uint64_t rd = put_register(insn->rd, FIELD_RD);
    uint64_t rs2 = put_register(insn->rs2, FIELD_RS2);
    uint64_t rs1 = put_register(insn->rs1, FIELD_RS1);
    uint32_t imm = (uint32_t)insn->imm;
    switch (format) {
    case MUON_FORMAT_NONE: return 0;
    case MUON_FORMAT_RS1: return rs1;
    case MUON_FORMAT_RS1_RS2: return rs1 | rs2;
    case MUON_FORMAT_R1:
    case MUON_FORMAT_RD_RS1: return rd | rs1;
    case MUON_FORMAT_R: return rd | rs1 | rs2;
    case MUON_FORMAT_R4: return rd | rs1 | rs2 | put_register(insn->rs3, FIELD_RS3);
    case MUON_FORMAT_U:
        assert(insn->op != MUON_LUI || imm <= 0xfffff);
        /* fall through */
    case MUON_FORMAT_JAL: return rd | muon_join_imm(imm, FIELD_RS2);
    case MUON_FORMAT_I:
    case MUON_FORMAT_LOAD:
    case MUON_FORMAT_JALR: return rd | rs1 | muon_join_imm(imm, FIELD_RS2);
    case MUON_FORMAT_SHIFT: return rd | rs1 | put(imm, FIELD_IMM24, 5);
    case MUON_FORMAT_STORE:
    case MUON_FORMAT_BRANCH: return rs1 | rs2 | muon_join_imm(imm, FIELD_RD);
    case MUON_FORMAT_CSR:
    case MUON_FORMAT_CSRI: return rd | rs1 | put(imm, FIELD_IMM24, 12);
    case MUON_FORMAT_INVOKE:
    case MUON_FORMAT_INVOKEI:
    case MUON_FORMAT_PAYLOAD:
    case MUON_FORMAT_COMPLETE: return encode_neutrino(insn, format);
    }
    return 0;
}

uint64_t muon_encode(const struct muon_insn *insn) {
    assert(insn->op > MUON_ILLEGAL && insn->op < MUON_OP_COUNT);
    const struct muon_row *row = &muon_rows[insn->op];
    uint64_t word = muon_fixed_bits(row) | encode_fields(insn, row->info.format);
    if (row->info.has_rm)
        word |= put(insn->rm, FIELD_FUNCT3, 3);
    return word;
}
