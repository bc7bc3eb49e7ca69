/* The rows of muon.def and format.def as data, and the words they stand for. Private to isa/. */
#ifndef ISA_TABLE_H
#define ISA_TABLE_H

#include "isa/isa.h"

/* Values of the columns funct3, funct7 and fixed that are no number. */
enum { ANY = -1, RM = -2 };

struct muon_row {
    struct muon_op_info info;
    uint16_t opcode; /* with opext: bits 8:0 of the word */
    int8_t funct3, funct7;
    int16_t fixed;
};

extern const struct muon_row muon_rows[MUON_OP_COUNT];

/* The rows of format.def. */
struct muon_format_row {
    const char *name, *operands, *suffixes, *registers, *fields;
};

extern const struct muon_format_row muon_formats[MUON_FORMATS];

/* Sets in *to the fields of an operand as *from has them; letters are those of format.def. */
void muon_copy_operand(char letter, const struct muon_insn *from, struct muon_insn *to);

/* Fields of the word: the number of the lowest bit. */
enum muon_field {
    FIELD_RD = 9,
    FIELD_FUNCT3 = 17,
    FIELD_SYNC = 17,
    FIELD_RETIRE = 18,
    FIELD_RS1 = 20,
    FIELD_RS2 = 28,
    FIELD_RS3 = 36,
    FIELD_IMM24 = 36,
    FIELD_RS4 = 44,
    FIELD_FUNCT7 = 52,
    FIELD_PART = 52,
    FIELD_ELEMS = 54,
    FIELD_PRED = 60,
};

static inline unsigned muon_field(uint64_t word, enum muon_field low, unsigned width) {
    return (unsigned)(word >> low) & ((1u << width) - 1);
}

/* An immediate of 32 bits whose high byte is elsewhere: at rs2, or at rd for stores and branches.
 */
static inline uint32_t muon_split_imm(uint64_t word, enum muon_field high) {
    return muon_field(word, high, 8) << 24 | muon_field(word, FIELD_IMM24, 24);
}

static inline uint64_t muon_join_imm(uint32_t imm, enum muon_field high) {
    return (uint64_t)(imm >> 24) << high | (uint64_t)(imm & 0xffffff) << FIELD_IMM24;
}

/* The bits of a row that do not depend on operands. */
uint64_t muon_fixed_bits(const struct muon_row *row);

#endif
