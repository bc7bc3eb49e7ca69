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

/* The shape of an instruction: which fields it has and how it is written. MUON_FORMAT_R, … */
#define MUON_FORMAT(id, ...) MUON_FORMAT_##id,
enum muon_format {
#include "isa/format.def"
};
#undef MUON_FORMAT

#define MUON_FORMAT(...) +1
enum {
    MUON_FORMATS = 0
#include "isa/format.def"
};
#undef MUON_FORMAT

/* The registers that the calling convention or Muon itself gives a meaning. */
enum muon_register {
    MUON_REGISTER_RA = 1, /* return address */
    MUON_REGISTER_SP = 2, /* stack pointer */
    MUON_REGISTER_TP = 4, /* struct neutrino_items of platform.h, if the program asks for ids */
    MUON_REGISTER_FP = 8, /* frame pointer, s0 */
    MUON_REGISTER_A0 = 10,
};

enum muon_retire { MUON_RETIRE_IMMEDIATE, MUON_RETIRE_SIGNAL, MUON_RETIRE_MANUAL };
enum muon_part { MUON_PART_THREADS, MUON_PART_WARPS, MUON_PART_CORES };
enum { MUON_RETIRES = MUON_RETIRE_MANUAL + 1, MUON_PARTS = MUON_PART_CORES + 1 };

/* What mnemonics have for them after a dot: rh, pw, async. */
extern const char *const muon_retire_suffixes[MUON_RETIRES];
extern const char *const muon_part_suffixes[MUON_PARTS];
extern const char *const muon_sync_suffixes[2];

/* rne, …, dyn; NULL: reserved. */
enum { MUON_ROUNDING_MODES = 8, MUON_ROUNDING_DYNAMIC = 7 };
extern const char *const muon_rounding_modes[MUON_ROUNDING_MODES];

/* A decoded instruction. Fields that its format does not have are 0.
 * Of the Neutrino instructions, task (or run) is rs1 and dep0–dep2 (or p0–p2) are rs2–rs4. */
struct muon_insn {
    enum muon_op op;
    uint8_t rd, rs1, rs2, rs3, rs4;
    uint8_t rm;           /* rounding mode of a floating point operation */
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
    MUON_CLASS_SYSTEM, /* fence, tohost */
    MUON_CLASS_SIMT,
    MUON_CLASS_NEUTRINO,
};

/* What a load or store does. */
struct muon_access {
    uint8_t bytes; /* 1, 2 or 4; 0: the operation is neither */
    bool store;
    bool sign;   /* a load that extends the sign, else zeros */
    bool shared; /* else global */
};

struct muon_op_info {
    const char *mnemonic; /* without the suffixes that fields add (.async, rounding mode) */
    enum muon_format format;
    enum muon_class class;
    bool has_rm;
    bool muon_only;          /* stock compilers and assemblers do not have it */
    const char *description; /* one line, for docs and muobjdump --explain */
    struct muon_access access;
};
const struct muon_op_info *muon_op_info(enum muon_op op);

/* The load or store that does this, MUON_ILLEGAL if there is none. sign counts for loads of less
 * than a word. */
enum muon_op muon_access_op(struct muon_access wanted);

/* The operands and the suffixes of a mnemonic as format.def has them. */
const char *muon_operands(enum muon_format format);
const char *muon_suffixes(enum muon_format format);

/* Whether it is of concern to other lanes or warps, and so must stay where it is in the flow of
 * control: changes of the mask, the Neutrino's, and the end of the warp. */
bool muon_is_convergent(enum muon_op op);

/* Whether the immediate is the distance of a branch target. */
bool muon_has_target(enum muon_op op);

/* The table's discriminating fields only: bits that the format does not use are ignored, as the
 * hardware ignores them. Returns false, with op MUON_ILLEGAL, for an illegal instruction (unknown
 * fields, a predicate, kind 3, a register above 127). */
bool muon_decode(uint64_t word, struct muon_insn *insn);

/* The inverse. The fields must be in range (asserted). */
uint64_t muon_encode(const struct muon_insn *insn);

/* vx_bar: the exact nu.invoke pattern that is a hardware barrier. rs1 = barrier, rs2 = warps. */
#define MUON_BARRIER                                                                               \
    .retire = MUON_RETIRE_IMMEDIATE, .part = MUON_PART_WARPS, .sync = true, .elems = 64
bool muon_is_barrier(const struct muon_insn *insn);

/* Whether it writes a register (x0 is none, and vx_split does not write its rd), and which
 * registers it reads, x0 included, in field order; returns their count. */
bool muon_writes_rd(const struct muon_insn *insn);
int muon_sources(const struct muon_insn *insn, uint8_t sources[4]);

/* The fields of these registers, to read or change them. */
int muon_source_fields(struct muon_insn *insn, uint8_t *fields[4]);

/* Other ways to write instructions (isa/alias.def). */
struct muon_alias {
    const char *mnemonic;
    const char *operands;  /* as muon_operands */
    struct muon_insn rest; /* the operation, and the fields that the operands leave out */
    bool printed;
    const char *single; /* its one-word form, where RV32's has two; NULL: the mnemonic */
};
extern const struct muon_alias muon_aliases[];
extern const size_t muon_alias_count;

/* The alias that an instruction is printed as, and which of its operands' alternatives: length
 * letters at *operands. NULL if it has none. */
const struct muon_alias *muon_find_alias(const struct muon_insn *insn, const char **operands,
                                         size_t *length);

/* ABI names: zero ra sp … t6 a8–a23 s12–s59 t7–t38; NULL above x127. muon_register_number also
 * takes fp and x0–x127; -1 if it is none. */
const char *muon_register_name(unsigned number);
int muon_register_number(const char *name, size_t length);

/* CSRs, one enumerator for each row of csr.def: MUON_CSR_TID, MUON_CSR_TMASK, … */
#define MUON_CSR(id, number, ...) MUON_CSR_##id = (number),
#define MUON_CSR_ALIAS(name, id)
enum muon_csr_id {
#include "neutrino/csr.def"
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
