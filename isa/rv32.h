/* The intermediate form: RV32 words as stock clang and lld handle them, each of which has one Muon
 * counterpart, plus placeholders for what RV32 cannot say. muonc's assembler writes it, muonc's
 * re-encoder reads it. It is internal to one compilation and may change with any version.
 *
 *   opcode funct3  format  stands for
 *   0x0b   0,1,2,3,5  R    vx_tmc … vx_pred: the fields of the Muon word, funct7 0
 *   0x0b   4          R    vx_bar rs1, rs2: the word that other assemblers know it by
 *   0x2b   0,1,2,4,5  I    lb, lh, lw, lbu, lhu .shared
 *   0x7b   0,1,2      S    sb, sh, sw .shared
 *   0x7b   7          R    fexp.h, fnexp.h: the registers of the Muon word, funct7 = rounding mode
 *   0x73   0          I    tohost rs1: imm 2 or, with an rs1 that is not x0, any. Without one,
 *                          ecall and ebreak are csrrw x0, cycle, x0, the illegal instruction that
 *                          unimp is: as Muon's words they would be an end that passes
 *   0x0f   2          I    fence.s
 *   0x53/0x43–0x4f    R,R4 .h arithmetic: format field 2 (the encodings of Zhinx)
 *   0x33   5,7        R    czero.eqz, czero.nez (Zicond): two or three Muon instructions
 *   0x5b   0          R    nu.invoke   rd, rs1 = task, rs2 = dep0; then a suffix word
 *   0x5b   1          I    nu.invokei  rd, rs1 = dep0, imm12 = task id; then a suffix word
 *   0x5b   2          R    nu.payload  rs1 = task, rs2 = p0; then a suffix word
 *   0x5b   3          R    nu.complete rs1 = run, rd = part, funct7 = elems - 1
 *   0x5b   4          I    suffix of any instruction: its high register numbers. imm12 has the high
 *                          two bits of rd, rs1, rs2, rs3 and rs4, two bits each from bit 0 on
 *   0x5b   5          I    prefix of any instruction with an immediate: the next word is all of it;
 *                          what the instruction itself has there does not count
 *   0x5b   7          R    suffix: rs1 = dep1 or p1, rs2 = dep2 or p2,
 *                          rd = retire | part << 2 | sync << 4, funct7 = elems - 1 or seq
 *   0x13   3          I    sltiu x0, x0, RV32_LINE_MARK: nothing. Stock assemblers give the lines
 *                          of debug information to instructions, but none to .insn: this one
 *                          is for the word behind it. Muon code is the same without it
 *
 * Relocations: an instruction keeps those that RV32 has for it, at its first word, whatever suffix
 * follows. A wide immediate is a word of data, and has those of data.
 */
#ifndef ISA_RV32_H
#define ISA_RV32_H

#include "isa/isa.h"

/* Opcodes and funct3 values of the table above, for the assembler and the decoder. */
enum {
    RV32_REGISTERS = 32, /* those that its fields can name */
    RV32_SIMT = 0x0b,
    RV32_VX_BAR = 4,
    RV32_LOAD_SHARED = 0x2b,
    RV32_NEUTRINO = 0x5b,
    RV32_CUSTOM3 = 0x7b, /* .shared stores, fexp */
    RV32_FEXP = 7,       /* funct3 */
    RV32_NU_INVOKE = 0,
    RV32_NU_INVOKEI = 1,
    RV32_NU_PAYLOAD = 2,
    RV32_NU_COMPLETE = 3,
    RV32_HIGH_REGISTERS = 4,
    RV32_WIDE_IMMEDIATE = 5,
    RV32_NU_SUFFIX = 7,
    RV32_LINE_MARK = 0x7e0,
};

/* One instruction of the intermediate form. czero has no Muon op of its own and comes as kind. */
struct rv32_insn {
    enum { RV32_ILLEGAL, RV32_PLAIN, RV32_CZERO_EQZ, RV32_CZERO_NEZ } kind;
    struct muon_insn
        insn;       /* offsets of branches, jal, auipc (shifted) are still RV32's, in bytes */
    unsigned words; /* 32-bit words it takes: 1 to 5 */
    bool wide;      /* words[1] is the immediate */
};

/* Decodes the instruction at words[0]; count words are readable. Returns false for RV32_ILLEGAL
 * (words is then 1) and for a placeholder that is cut off. */
bool rv32_decode(const uint32_t *words, size_t count, struct rv32_insn *out);

/* How an instruction that is Muon's own, but no Neutrino one, stands in RV32 code: what .insn wants
 * and operands do not give. */
struct rv32_form {
    enum { RV32_FORM_R, RV32_FORM_R4, RV32_FORM_I, RV32_FORM_S } layout;
    uint8_t opcode, funct3, funct7; /* of R4 two bits of funct7 */
    uint8_t rd, rs2;                /* where it has no such operand */
    int16_t imm;                    /* likewise */
};
struct rv32_form rv32_form(enum muon_op op, unsigned rounding_mode);

/* Whether a decoded instruction is a line mark. */
bool rv32_is_line_mark(const struct rv32_insn *insn);

/* The imm12 of the suffix that an instruction with these registers needs, 0 if it needs none. */
unsigned rv32_high_registers(const struct muon_insn *insn);

#endif
