#include "isa/isa.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct text {
    char *buffer;
    size_t size;
    size_t length; /* of the whole text, of which the buffer may hold less */
};

__attribute__((format(printf, 2, 3))) static void append(struct text *text, const char *format,
                                                         ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = text->length < text->size ? text->size - text->length : 0;
    int length = vsnprintf(room ? text->buffer + text->length : NULL, room, format, arguments);
    text->length += length > 0 ? (size_t)length : 0;
    va_end(arguments);
}

/* How operands are written, a letter for each:
 *   d s t u v  registers rd, rs1, rs2, rs3, rs4      i  immediate      h  in hexadecimal
 *   o  imm(rs1)      b  branch target      c  csr      z  zimm      e  elems */
static const char *const operands[] = {
    [MUON_FORMAT_R] = "dst",          [MUON_FORMAT_R1] = "ds",
    [MUON_FORMAT_R4] = "dstu",        [MUON_FORMAT_I] = "dsi",
    [MUON_FORMAT_SHIFT] = "dsi",      [MUON_FORMAT_LOAD] = "do",
    [MUON_FORMAT_STORE] = "to",       [MUON_FORMAT_BRANCH] = "stb",
    [MUON_FORMAT_U] = "dh",           [MUON_FORMAT_JAL] = "db",
    [MUON_FORMAT_JALR] = "do",        [MUON_FORMAT_CSR] = "dcs",
    [MUON_FORMAT_CSRI] = "dcz",       [MUON_FORMAT_NONE] = "",
    [MUON_FORMAT_RS1] = "s",          [MUON_FORMAT_RS1_RS2] = "st",
    [MUON_FORMAT_RD_RS1] = "ds",      [MUON_FORMAT_INVOKE] = "dstuve",
    [MUON_FORMAT_INVOKEI] = "dituve", [MUON_FORMAT_PAYLOAD] = "stuvi",
    [MUON_FORMAT_COMPLETE] = "se",
};

/* The aliases that stock assemblers know for RV32 with Zfinx, in order of preference. */
enum { RD_ZERO = 1, RD_RA = 2, RS1_ZERO = 4, RS1_RA = 8, RS2_ZERO = 16, SAME = 32, IMM = 64 };

static const struct alias {
    enum muon_op op;
    unsigned when;
    int32_t imm; /* what the immediate must be if IMM is set */
    const char *mnemonic;
    const char *operands;
} aliases[] = {
    {MUON_ADDI, RD_ZERO | RS1_ZERO | IMM, 0, "nop", ""},
    {MUON_ADDI, RS1_ZERO, 0, "li", "di"},
    {MUON_ADDI, IMM, 0, "mv", "ds"},
    {MUON_XORI, IMM, -1, "not", "ds"},
    {MUON_SUB, RS1_ZERO, 0, "neg", "dt"},
    {MUON_SLTIU, IMM, 1, "seqz", "ds"},
    {MUON_SLTU, RS1_ZERO, 0, "snez", "dt"},
    {MUON_SLT, RS2_ZERO, 0, "sltz", "ds"},
    {MUON_SLT, RS1_ZERO, 0, "sgtz", "dt"},
    {MUON_JAL, RD_ZERO, 0, "j", "b"},
    {MUON_JAL, RD_RA, 0, "jal", "b"},
    {MUON_JALR, RD_ZERO | RS1_RA | IMM, 0, "ret", ""},
    {MUON_JALR, RD_ZERO | IMM, 0, "jr", "s"},
    {MUON_JALR, RD_ZERO, 0, "jr", "o"},
    {MUON_JALR, RD_RA | IMM, 0, "jalr", "s"},
    {MUON_JALR, RD_RA, 0, "jalr", "o"},
    {MUON_BEQ, RS2_ZERO, 0, "beqz", "sb"},
    {MUON_BNE, RS2_ZERO, 0, "bnez", "sb"},
    {MUON_BGE, RS1_ZERO, 0, "blez", "tb"},
    {MUON_BGE, RS2_ZERO, 0, "bgez", "sb"},
    {MUON_BLT, RS2_ZERO, 0, "bltz", "sb"},
    {MUON_BLT, RS1_ZERO, 0, "bgtz", "tb"},
    {MUON_CSRRS, RS1_ZERO, 0, "csrr", "dc"},
    {MUON_CSRRW, RD_ZERO, 0, "csrw", "cs"},
    {MUON_CSRRS, RD_ZERO, 0, "csrs", "cs"},
    {MUON_CSRRC, RD_ZERO, 0, "csrc", "cs"},
    {MUON_CSRRWI, RD_ZERO, 0, "csrwi", "cz"},
    {MUON_CSRRSI, RD_ZERO, 0, "csrsi", "cz"},
    {MUON_CSRRCI, RD_ZERO, 0, "csrci", "cz"},
    {MUON_FSGNJN_S, SAME, 0, "fneg.s", "ds"},
    {MUON_FSGNJX_S, SAME, 0, "fabs.s", "ds"},
    {MUON_FSGNJN_H, SAME, 0, "fneg.h", "ds"},
    {MUON_FSGNJX_H, SAME, 0, "fabs.h", "ds"},
};

static const struct alias *find_alias(const struct muon_insn *insn) {
    enum { RA = 1 };
    unsigned holds = (insn->rd == 0 ? RD_ZERO : 0) | (insn->rd == RA ? RD_RA : 0) |
                     (insn->rs1 == 0 ? RS1_ZERO : 0) | (insn->rs1 == RA ? RS1_RA : 0) |
                     (insn->rs2 == 0 ? RS2_ZERO : 0) | (insn->rs1 == insn->rs2 ? SAME : 0);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const struct alias *alias = &aliases[i];
        unsigned imm = insn->imm == alias->imm ? IMM : 0;
        if (alias->op == insn->op && (alias->when & ~(holds | imm)) == 0)
            return alias;
    }
    return NULL;
}

/* Small numbers in decimal, addresses and masks in hexadecimal. */
static void append_immediate(struct text *text, int32_t imm) {
    if (imm > -4096 && imm < 4096)
        append(text, "%" PRId32, imm);
    else if (imm < 0)
        append(text, "-0x%" PRIx32, -(uint32_t)imm);
    else
        append(text, "0x%" PRIx32, (uint32_t)imm);
}

static void append_symbol(struct text *text, const struct muon_disasm *how, uint32_t address) {
    char name[256];
    if (how->symbolize && how->symbolize(how->context, address, name, sizeof name) > 0)
        append(text, " %s", name);
}

static void append_target(struct text *text, const struct muon_disasm *how, int32_t distance) {
    uint32_t address = how->pc + (uint32_t)distance;
    char name[256];
    if (!(how->flags & MUON_DISASM_ASSEMBLY)) {
        append(text, "0x%" PRIx32, address);
        append_symbol(text, how, address);
    } else if (how->symbolize && how->symbolize(how->context, address, name, sizeof name) > 0) {
        append(text, "%s", name);
    } else {
        append_immediate(text, distance);
    }
}

static void append_csr(struct text *text, unsigned number) {
    const char *name = muon_csr_name(number);
    if (name)
        append(text, "%s", name);
    else
        append(text, "0x%x", number);
}

static void append_operand(struct text *text, char letter, const struct muon_insn *insn,
                           const struct muon_disasm *how) {
    uint32_t imm = (uint32_t)insn->imm;
    switch (letter) {
    case 'd': append(text, "%s", muon_register_name(insn->rd)); break;
    case 's': append(text, "%s", muon_register_name(insn->rs1)); break;
    case 't': append(text, "%s", muon_register_name(insn->rs2)); break;
    case 'u': append(text, "%s", muon_register_name(insn->rs3)); break;
    case 'v': append(text, "%s", muon_register_name(insn->rs4)); break;
    case 'i': append_immediate(text, insn->imm); break;
    case 'h':
        append(text, "0x%" PRIx32, imm);
        if (insn->op == MUON_AUIPC && !(how->flags & MUON_DISASM_ASSEMBLY))
            append_symbol(text, how, how->pc + imm);
        break;
    case 'o':
        append_immediate(text, insn->imm);
        append(text, "(%s)", muon_register_name(insn->rs1));
        break;
    case 'b': append_target(text, how, insn->imm); break;
    case 'c': append_csr(text, imm); break;
    case 'z': append(text, "%u", insn->rs1); break;
    case 'e': append(text, "%u", insn->elems); break;
    }
}

static void append_operands(struct text *text, const char *letters, const struct muon_insn *insn,
                            const struct muon_disasm *how) {
    for (const char *letter = letters; *letter; letter++) {
        append(text, letter == letters ? " " : ", ");
        append_operand(text, *letter, insn, how);
    }
}

static void append_suffixes(struct text *text, const struct muon_insn *insn) {
    enum muon_format format = muon_op_info(insn->op)->format;
    if (format == MUON_FORMAT_INVOKE || format == MUON_FORMAT_INVOKEI)
        append(text, ".r%c.p%c.%s", "ihm"[insn->retire], "twc"[insn->part],
               insn -> sync ? "sync" : "async");
    else if (format == MUON_FORMAT_COMPLETE)
        append(text, ".p%c", "twc"[insn->part]);
}

static void append_rounding(struct text *text, const struct muon_insn *insn) {
    static const char *const modes[8] = {"rne", "rtz", "rdn", "rup", "rmm"};
    if (muon_op_info(insn->op)->has_rm && modes[insn->rm])
        append(text, ", %s", modes[insn->rm]);
}

int muon_disassemble(const struct muon_insn *insn, const struct muon_disasm *how, char *buffer,
                     size_t size) {
    struct text text = {.buffer = buffer, .size = size};
    const struct muon_op_info *info = muon_op_info(insn->op);
    bool want_alias = !(how->flags & MUON_DISASM_NO_ALIASES);
    const struct alias *alias = want_alias ? find_alias(insn) : NULL;
    if (want_alias && muon_is_barrier(insn)) {
        append(&text, "vx_bar");
        append_operands(&text, "st", insn, how);
    } else if (alias) {
        append(&text, "%s", alias->mnemonic);
        append_operands(&text, alias->operands, insn, how);
    } else {
        append(&text, "%s", info->mnemonic);
        append_suffixes(&text, insn);
        append_operands(&text, operands[info->format], insn, how);
        append_rounding(&text, insn);
    }
    return (int)text.length;
}
