#include "isa/table.h"

/* Decoding is two table lookups: bits 8:0 choose a group of rows, funct7 and funct3 a row in it.
 * Rows that agree in all of these (fcvt.w.s and fcvt.wu.s, vx_pred and vx_pred_n) differ in their
 * fixed field and follow each other in a chain of at most three. The tables are filled from
 * muon_rows before main. */
enum { OPCODES = 1 << 9, SLOTS = 1 << 10, MAX_GROUPS = 32, FORMAT_BITS = 3 };

_Static_assert(MUON_OP_COUNT <= 256, "an operation fits the tables' bytes");

static uint8_t groups[OPCODES]; /* 0: no such instruction */
static uint8_t first_row[MAX_GROUPS][SLOTS];
static uint8_t next_row[MUON_OP_COUNT];

static struct {
    uint64_t mask, value;
} fixed_fields[MUON_OP_COUNT];

/* The bits that must have row->fixed in them. The operands of fences are hints, which older
 * encoders fill in differently, and nothing looks at the immediate of tohost: they do not count. */
static uint64_t fixed_mask(const struct muon_row *row) {
    enum { MISC_MEM = 0x0f, SYSTEM = 0x73 };
    if (row->fixed == ANY || row->opcode == MISC_MEM || row->opcode == SYSTEM)
        return 0;
    switch (row->info.format) {
    case MUON_FORMAT_NONE:
    case MUON_FORMAT_RS1: return muon_join_imm(UINT32_MAX, FIELD_RS2);
    case MUON_FORMAT_RS1_RS2: return (uint64_t)0xff << FIELD_RD;
    default: return (uint64_t)0xff << FIELD_RS2;
    }
}

static bool takes_slot(const struct muon_row *row, int funct7, int funct3) {
    if (row->info.format == MUON_FORMAT_R4)
        funct7 &= FORMAT_BITS;
    if (row->funct7 != ANY && row->funct7 != funct7)
        return false;
    if (row->funct3 == RM)
        return muon_rounding_modes[funct3];
    return row->funct3 == ANY || row->funct3 == funct3;
}

__attribute__((constructor)) static void fill_tables(void) {
    unsigned group_count = 0;
    for (unsigned op = MUON_OP_COUNT - 1; op > MUON_ILLEGAL; op--) {
        const struct muon_row *row = &muon_rows[op];
        fixed_fields[op].mask = fixed_mask(row);
        fixed_fields[op].value = muon_fixed_bits(row) & fixed_mask(row);
        if (!groups[row->opcode])
            groups[row->opcode] = (uint8_t)++group_count;
        uint8_t *slots = first_row[groups[row->opcode]];
        for (int slot = 0; slot < SLOTS; slot++) {
            if (takes_slot(row, slot >> 3, slot & 7)) {
                next_row[op] = slots[slot];
                slots[slot] = (uint8_t)op;
            }
        }
    }
}

static enum muon_op find_row(uint64_t word) {
    unsigned slot = muon_field(word, FIELD_FUNCT7, 7) << 3 | muon_field(word, FIELD_FUNCT3, 3);
    unsigned op = first_row[groups[word & (OPCODES - 1)]][slot];
    while (op && (word & fixed_fields[op].mask) != fixed_fields[op].value)
        op = next_row[op];
    return muon_field(word, FIELD_PRED, 4) ? MUON_ILLEGAL : (enum muon_op)op;
}

/* The fields that all Neutrino instructions have in the same place. */
static bool decode_neutrino(uint64_t word, enum muon_format format, struct muon_insn *insn) {
    insn->rs1 = (uint8_t)muon_field(word, FIELD_RS1, 8);
    if (format != MUON_FORMAT_COMPLETE) {
        insn->rs2 = (uint8_t)muon_field(word, FIELD_RS2, 8);
        insn->rs3 = (uint8_t)muon_field(word, FIELD_RS3, 8);
        insn->rs4 = (uint8_t)muon_field(word, FIELD_RS4, 8);
    }
    if (format == MUON_FORMAT_PAYLOAD) {
        insn->imm = (int32_t)muon_field(word, FIELD_ELEMS, 6);
        return true;
    }
    insn->elems = (uint8_t)(muon_field(word, FIELD_ELEMS, 6) + 1);
    insn->part = (uint8_t)muon_field(word, FIELD_PART, 2);
    if (format == MUON_FORMAT_COMPLETE)
        return insn->part <= MUON_PART_CORES;
    insn->rd = (uint8_t)muon_field(word, FIELD_RD, 8);
    insn->retire = (uint8_t)muon_field(word, FIELD_RETIRE, 2);
    insn->sync = muon_field(word, FIELD_SYNC, 1);
    if (format == MUON_FORMAT_INVOKEI) {
        insn->imm = insn->rs1;
        insn->rs1 = 0;
    }
    return insn->part <= MUON_PART_CORES && insn->retire <= MUON_RETIRE_MANUAL;
}

static bool decode_fields(uint64_t word, enum muon_format format, struct muon_insn *insn) {
    uint8_t rd = (uint8_t)muon_field(word, FIELD_RD, 8);
    uint8_t rs1 = (uint8_t)muon_field(word, FIELD_RS1, 8);
    uint8_t rs2 = (uint8_t)muon_field(word, FIELD_RS2, 8);
    int32_t imm = (int32_t)muon_split_imm(word, FIELD_RS2);
    switch (format) {
    case MUON_FORMAT_NONE: return true;
    case MUON_FORMAT_R4: insn->rs3 = (uint8_t)muon_field(word, FIELD_RS3, 8); /* fall through */
    case MUON_FORMAT_R: insn->rs2 = rs2;                                      /* fall through */
    case MUON_FORMAT_R1:
    case MUON_FORMAT_RD_RS1: insn->rd = rd; /* fall through */
    case MUON_FORMAT_RS1: insn->rs1 = rs1; return true;
    case MUON_FORMAT_I:
    case MUON_FORMAT_LOAD:
    case MUON_FORMAT_JALR: insn->rs1 = rs1; /* fall through */
    case MUON_FORMAT_JAL:
    case MUON_FORMAT_U:
        insn->rd = rd;
        insn->imm = insn->op == MUON_LUI ? imm & 0xfffff : imm;
        return true;
    case MUON_FORMAT_SHIFT:
        insn->rd = rd;
        insn->rs1 = rs1;
        insn->imm = (int32_t)muon_field(word, FIELD_IMM24, 6);
        return insn->imm < 32;
    case MUON_FORMAT_STORE:
    case MUON_FORMAT_BRANCH: insn->imm = (int32_t)muon_split_imm(word, FIELD_RD); /* fall through */
    case MUON_FORMAT_RS1_RS2:
        insn->rs1 = rs1;
        insn->rs2 = rs2;
        return true;
    case MUON_FORMAT_CSR:
    case MUON_FORMAT_CSRI:
        insn->rd = rd;
        insn->rs1 = rs1;
        insn->imm = (int32_t)muon_field(word, FIELD_IMM24, 24);
        return insn->imm < 0x1000 && (format == MUON_FORMAT_CSR || rs1 < 32);
    case MUON_FORMAT_INVOKE:
    case MUON_FORMAT_INVOKEI:
    case MUON_FORMAT_PAYLOAD:
    case MUON_FORMAT_COMPLETE: return decode_neutrino(word, format, insn);
    }
    return false;
}

bool muon_decode(uint64_t word, struct muon_insn *insn) {
    enum muon_op op = find_row(word);
    const struct muon_op_info *info = &muon_rows[op].info;
    *insn = (struct muon_insn){.op = op};
    if (op != MUON_ILLEGAL && decode_fields(word, info->format, insn) &&
        (insn->rd | insn->rs1 | insn->rs2 | insn->rs3 | insn->rs4) < MUON_REGISTERS) {
        if (info->has_rm)
            insn->rm = (uint8_t)muon_field(word, FIELD_FUNCT3, 3);
        return true;
    }
    *insn = (struct muon_insn){.op = MUON_ILLEGAL};
    return false;
}
