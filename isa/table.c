#include "isa/table.h"

#define MUON_INSN(id, mnemonic, format, class, opcode, opext, funct3, funct7, fixed, description)  \
    [MUON_##                                                                                       \
        id] = {{mnemonic, MUON_FORMAT_##format, MUON_CLASS_##class, (funct3) == RM, description},  \
               (opcode) | (opext) << 7,                                                            \
               (funct3),                                                                           \
               (funct7),                                                                           \
               (fixed)},

const struct muon_row muon_rows[MUON_OP_COUNT] = {
    [MUON_ILLEGAL] = {.info = {"<unknown>", MUON_FORMAT_NONE, MUON_CLASS_SYSTEM, false,
                               "illegal instruction"}},
#include "isa/muon.def"
};

const struct muon_op_info *muon_op_info(enum muon_op op) {
    return &muon_rows[op].info;
}

uint64_t muon_fixed_bits(const struct muon_row *row) {
    uint64_t word = row->opcode;
    if (row->funct3 > 0)
        word |= (uint64_t)row->funct3 << FIELD_FUNCT3;
    if (row->funct7 > 0)
        word |= (uint64_t)row->funct7 << FIELD_FUNCT7;
    if (row->fixed == ANY)
        return word;
    switch (row->info.format) {
    case MUON_FORMAT_NONE:
    case MUON_FORMAT_RS1: return word | muon_join_imm((uint32_t)row->fixed, FIELD_RS2);
    case MUON_FORMAT_RS1_RS2: return word | (uint64_t)row->fixed << FIELD_RD;
    default: return word | (uint64_t)row->fixed << FIELD_RS2;
    }
}
