/* Any instruction of an operation, with fields drawn from a seeded generator. */
#ifndef TESTS_ISA_RANDOM_INSN_H
#define TESTS_ISA_RANDOM_INSN_H

#include "isa/isa.h"

#include <stdint.h>

static inline uint32_t draw(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 32);
}

/* Registers are below the given number; immediates have up to the given bits, signed. */
static inline struct muon_insn random_insn(enum muon_op op, unsigned registers, unsigned imm_bits,
                                           uint64_t *seed) {
    static const uint8_t rounding_modes[] = {0, 1, 2, 3, 4, 7};
    const struct muon_op_info *info = muon_op_info(op);
    struct muon_insn insn = {.op = op};
    uint8_t rd = draw(seed) % registers, rs1 = draw(seed) % registers;
    uint8_t rs2 = draw(seed) % registers, rs3 = draw(seed) % registers;
    int32_t imm = (int32_t)draw(seed) >> (32 - imm_bits);
    if (info->has_rm)
        insn.rm = rounding_modes[draw(seed) % sizeof rounding_modes];
    switch (info->format) {
    case MUON_FORMAT_R4: insn.rs3 = rs3; /* fall through */
    case MUON_FORMAT_R: insn.rs2 = rs2;  /* fall through */
    case MUON_FORMAT_R1:
    case MUON_FORMAT_RD_RS1: insn.rd = rd; /* fall through */
    case MUON_FORMAT_RS1: insn.rs1 = rs1; break;
    case MUON_FORMAT_I:
    case MUON_FORMAT_LOAD:
    case MUON_FORMAT_JALR:
        insn.rd = rd;
        insn.rs1 = rs1;
        insn.imm = imm;
        break;
    case MUON_FORMAT_SHIFT:
        insn.rd = rd;
        insn.rs1 = rs1;
        insn.imm = imm & 31;
        break;
    case MUON_FORMAT_STORE:
    case MUON_FORMAT_BRANCH: insn.imm = imm; /* fall through */
    case MUON_FORMAT_RS1_RS2:
        insn.rs1 = rs1;
        insn.rs2 = rs2;
        break;
    case MUON_FORMAT_U:
    case MUON_FORMAT_JAL:
        insn.rd = rd;
        insn.imm = op == MUON_LUI ? imm & 0xfffff : imm;
        break;
    case MUON_FORMAT_CSR:
    case MUON_FORMAT_CSRI:
        insn.rd = rd;
        insn.rs1 = rs1 & 31;
        insn.imm = imm & 0xfff;
        break;
    case MUON_FORMAT_NONE: break;
    case MUON_FORMAT_INVOKE:
    case MUON_FORMAT_INVOKEI:
        insn.rd = rd;
        insn.retire = draw(seed) % 3;
        insn.sync = draw(seed) & 1; /* fall through */
    case MUON_FORMAT_COMPLETE:
        insn.part = draw(seed) % 3;
        insn.elems = (uint8_t)(draw(seed) % 64 + 1); /* fall through */
    case MUON_FORMAT_PAYLOAD:
        if (info->format == MUON_FORMAT_INVOKEI)
            insn.imm = imm & 0xff;
        else
            insn.rs1 = rs1;
        if (info->format == MUON_FORMAT_PAYLOAD)
            insn.imm = imm & 63;
        if (info->format != MUON_FORMAT_COMPLETE) {
            insn.rs2 = rs2;
            insn.rs3 = rs3;
            insn.rs4 = draw(seed) % registers;
        }
        break;
    }
    return insn;
}

#endif
