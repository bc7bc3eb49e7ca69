/* The Muon instruction set: one table, isa/muon.def, and what is generated from it.
 *
 * Muon is RV32IM + Zfinx + bfloat16 arithmetic re-encoded in 64-bit words, plus SIMT control and
 * the Neutrino instructions. docs/isa.md is printed from the same table by isa-doc. */
#ifndef ISA_ISA_H
#define ISA_ISA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MUON_REGISTERS = 128, MUON_WORD_BYTES = 8 };

/* One enumerator for each row of muon.def: MUON_ADD, MUON_LW_SHARED, MUON_NU_INVOKE, … and
 * MUON_ILLEGAL = 0 before them, MUON_OP_COUNT after. */
#define MUON_INSN(id, ...) MUON_##id,
enum muon_op {
    MUON_ILLEGAL,
#include "isa/muon.def"
    MUON_OP_COUNT
};
#undef MUON_INSN

/* The shape of an instruction: which fields it has and how it is written. */
enum muon_format {
    MUON_FORMAT_R,        /* rd, rs1, rs2 */
    MUON_FORMAT_R1,       /* rd, rs1 (rs2 field fixed): fsqrt, fcvt, fclass, fexp */
    MUON_FORMAT_R4,       /* rd, rs1, rs2, rs3 */
    MUON_FORMAT_I,        /* rd, rs1, imm32 */
    MUON_FORMAT_SHIFT,    /* rd, rs1, shamt */
    MUON_FORMAT_LOAD,     /* rd, imm32(rs1) */
    MUON_FORMAT_STORE,    /* rs2, imm32(rs1) */
    MUON_FORMAT_BRANCH,   /* rs1, rs2, pc + imm32 */
    MUON_FORMAT_U,        /* rd, imm: lui has imm20 (rd = imm << 12), auipc a byte offset */
    MUON_FORMAT_JAL,      /* rd, pc + imm32 */
    MUON_FORMAT_JALR,     /* rd, imm32(rs1) */
    MUON_FORMAT_CSR,      /* rd, csr, rs1 */
    MUON_FORMAT_CSRI,     /* rd, csr, zimm (in rs1) */
    MUON_FORMAT_NONE,     /* fence, ecall, … */
    MUON_FORMAT_RS1,      /* rs1: tohost, vx_tmc, vx_join */
    MUON_FORMAT_RS1_RS2,  /* rs1, rs2: vx_wspawn, vx_pred */
    MUON_FORMAT_RD_RS1,   /* rd, rs1: vx_split */
    MUON_FORMAT_INVOKE,   /* rd, task, dep0, dep1, dep2, elems */
    MUON_FORMAT_INVOKEI,  /* rd, task id, dep0, dep1, dep2, elems */
    MUON_FORMAT_PAYLOAD,  /* task, p0, p1, p2, seq */
    MUON_FORMAT_COMPLETE, /* run, elems */
};

enum muon_retire { MUON_RETIRE_IMMEDIATE, MUON_RETIRE_SIGNAL, MUON_RETIRE_MANUAL };
enum muon_part { MUON_PART_THREADS, MUON_PART_WARPS, MUON_PART_CORES };

/* A decoded instruction. Fields that its format does not have are 0.
 * Of the Neutrino instructions, task (or run) is rs1 and dep0–dep2 (or p0–p2) are rs2–rs4. */
struct muon_insn {
    enum muon_op op;
    uint8_t rd, rs1, rs2, rs3, rs4;
    uint8_t rm;           /* rounding mode of a floating point operation, 7 = dynamic */
    uint8_t retire, part; /* enum muon_retire, enum muon_part */
    bool sync;
    uint8_t elems; /* 1 to 64 */
    /* Immediate in the unit its assembly form shows: bytes, shamt, imm20 of lui (not shifted), csr
     * number, zimm stays in rs1; task id of nu.invokei; seq of nu.payload. */
    int32_t imm;
};

/* What the table knows of an operation. */
enum muon_class {
    MUON_CLASS_ALU,
    MUON_CLASS_MUL,
    MUON_CLASS_DIV,
    MUON_CLASS_FLOAT, /* binary32 */
    MUON_CLASS_BF16,
    MUON_CLASS_FEXP,
    MUON_CLASS_LOAD,
    MUON_CLASS_STORE,
    MUON_CLASS_BRANCH, /* conditional */
    MUON_CLASS_JUMP,   /* jal, jalr */
    MUON_CLASS_CSR,
    MUON_CLASS_SYSTEM, /* fence, ecall, ebreak, tohost */
    MUON_CLASS_SIMT,
    MUON_CLASS_NEUTRINO,
};

struct muon_op_info {
    const char *mnemonic; /* without the suffixes that fields add (.async, rounding mode) */
    enum muon_format format;
    enum muon_class class;
    bool has_rm;
    const char *description; /* one line, for docs and muobjdump --explain */
};
const struct muon_op_info *muon_op_info(enum muon_op op);

/* The table's discriminating fields only: bits that the format does not use are ignored, as the
 * hardware ignores them. Returns false, with op MUON_ILLEGAL, for an illegal instruction (unknown
 * fields, a predicate, kind 3, a register above 127). */
bool muon_decode(uint64_t word, struct muon_insn *insn);

/* The inverse. The fields must be in range (asserted). */
uint64_t muon_encode(const struct muon_insn *insn);

/* vx_bar: the exact nu.invoke pattern that is a hardware barrier. rs1 = barrier, rs2 = warps. */
bool muon_is_barrier(const struct muon_insn *insn);

/* Whether it writes a register (x0 is none, and vx_split does not write its rd), and which
 * registers it reads, x0 included, in field order; returns their count. */
bool muon_writes_rd(const struct muon_insn *insn);
int muon_sources(const struct muon_insn *insn, uint8_t sources[4]);

/* The fields of these registers, to read or change them. */
int muon_source_fields(struct muon_insn *insn, uint8_t *fields[4]);

/* ABI names: zero ra sp … t6 a8–a23 s12–s59 t7–t38; NULL above x127. muon_register_number also
 * takes fp and x0–x127; -1 if it is none. */
const char *muon_register_name(unsigned number);
int muon_register_number(const char *name, size_t length);

/* CSRs, one enumerator for each row of csr.def: MUON_CSR_TID, MUON_CSR_TMASK, … */
#define MUON_CSR(id, number, ...) MUON_CSR_##id = (number),
#define MUON_CSR_ALIAS(name, id)
enum muon_csr_id {
#include "isa/csr.def"
};
#undef MUON_CSR
#undef MUON_CSR_ALIAS

/* NULL or -1 if unknown. */
struct muon_csr {
    unsigned number;
    const char *name;
    bool writable;
    bool uniform;  /* the lanes of a warp read the same value */
    bool constant; /* and always the same one */
    const char *description;
};
const struct muon_csr *muon_csr_info(unsigned number);
const char *muon_csr_name(unsigned number);
int muon_csr_number(const char *name, size_t length);

/* Writes the assembly text of one instruction, always terminated; returns the length as snprintf
 * does. pc resolves branch targets, which are printed as absolute addresses; symbolize, if not
 * NULL, may write "<function+0x10>" after them.
 * MUON_DISASM_ASSEMBLY makes it text for muonc: symbolize writes the label of a target, and one
 * that has none is printed as its distance. */
enum { MUON_DISASM_NO_ALIASES = 1, MUON_DISASM_ASSEMBLY = 2 };
struct muon_disasm {
    unsigned flags;
    uint32_t pc;
    /* Writes the text for an address, returns its length, 0 if it has no name. */
    int (*symbolize)(void *context, uint32_t address, char *buffer, size_t size);
    void *context;
};
int muon_disassemble(const struct muon_insn *insn, const struct muon_disasm *how, char *buffer,
                     size_t size);

#endif
