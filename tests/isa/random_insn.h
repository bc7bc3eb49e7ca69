/* Any instruction of an operation, with fields drawn from a seeded generator. */
#ifndef TESTS_ISA_RANDOM_INSN_H
#define TESTS_ISA_RANDOM_INSN_H

#include "isa/isa.h"

#include <stdint.h>

static inline uint32_t draw(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 32);
}

static inline uint8_t draw_below(unsigned limit, uint64_t *seed) {
    return (uint8_t)(draw(seed) % limit);
}

/* Letters are those of isa/format.def. */
static inline void draw_operand(char letter, unsigned registers, int32_t imm,
                                struct muon_insn *insn, uint64_t *seed) {
    switch (letter) {
    case 'd': insn->rd = draw_below(registers, seed); break;
    case 's': insn->rs1 = draw_below(registers, seed); break;
    case 't': insn->rs2 = draw_below(registers, seed); break;
    case 'u': insn->rs3 = draw_below(registers, seed); break;
    case 'v': insn->rs4 = draw_below(registers, seed); break;
    case 'z': insn->rs1 = draw_below(32, seed); break;
    case 'e': insn->elems = (uint8_t)(draw_below(64, seed) + 1); break;
    case 'h': insn->imm = imm & 31; break;
    case 'q': insn->imm = imm & 63; break;
    case 'k': insn->imm = imm & 0xff; break;
    case 'c': insn->imm = imm & 0xfff; break;
    case 'g': insn->imm = insn->op == MUON_LUI ? imm & 0xfffff : imm; break;
    case 'm': insn->rs1 = draw_below(registers, seed); /* fall through */
    default: insn->imm = imm;
    }
}

static inline void draw_suffix(char letter, struct muon_insn *insn, uint64_t *seed) {
    switch (letter) {
    case 'r': insn->retire = draw_below(MUON_RETIRES, seed); break;
    case 'p': insn->part = draw_below(MUON_PARTS, seed); break;
    default: insn->sync = draw(seed) & 1;
    }
}

/* Registers are below the given number; immediates have up to the given bits, signed. */
static inline struct muon_insn random_insn(enum muon_op op, unsigned registers, unsigned imm_bits,
                                           uint64_t *seed) {
    static const uint8_t rounding_modes[] = {0, 1, 2, 3, 4, 7};
    const struct muon_op_info *info = muon_op_info(op);
    struct muon_insn insn = {.op = op};
    int32_t imm = (int32_t)draw(seed) >> (32 - imm_bits);
    if (info->has_rm)
        insn.rm = rounding_modes[draw(seed) % sizeof rounding_modes];
    for (const char *at = muon_operands(info->format); *at && *at != '|'; at++)
        draw_operand(*at, registers, imm, &insn, seed);
    for (const char *at = muon_suffixes(info->format); *at; at++)
        draw_suffix(*at, &insn, seed);
    return insn;
}

#endif
