#include "isa/isa.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
    case 'T': append(text, "%s", muon_register_name(insn->rs1)); break;
    case 'g':
        append(text, "0x%" PRIx32, imm);
        if (insn->op == MUON_AUIPC && !(how->flags & MUON_DISASM_ASSEMBLY))
            append_symbol(text, how, how->pc + imm);
        break;
    case 'm':
        append_immediate(text, insn->imm);
        append(text, "(%s)", muon_register_name(insn->rs1));
        break;
    case 'b': append_target(text, how, insn->imm); break;
    case 'c': append_csr(text, imm); break;
    case 'z': append(text, "%u", insn->rs1); break;
    case 'e': append(text, "%u", insn->elems); break;
    default: append_immediate(text, insn->imm);
    }
}

static void append_operands(struct text *text, const char *letters, size_t count,
                            const struct muon_insn *insn, const struct muon_disasm *how) {
    for (size_t i = 0; i < count; i++) {
        append(text, i ? ", " : " ");
        append_operand(text, letters[i], insn, how);
    }
}

static void append_suffixes(struct text *text, const struct muon_insn *insn) {
    for (const char *at = muon_suffixes(muon_op_info(insn->op)->format); *at; at++)
        append(text, ".%s",
               *at == 'r'   ? muon_retire_suffixes[insn->retire]
               : *at == 'p' ? muon_part_suffixes[insn->part]
                            : muon_sync_suffixes[insn->sync]);
}

static void append_rounding(struct text *text, const struct muon_insn *insn) {
    if (muon_op_info(insn->op)->has_rm && insn->rm != MUON_ROUNDING_DYNAMIC)
        append(text, ", %s", muon_rounding_modes[insn->rm]);
}

int muon_disassemble(const struct muon_insn *insn, const struct muon_disasm *how, char *buffer,
                     size_t size) {
    struct text text = {.buffer = buffer, .size = size};
    const struct muon_op_info *info = muon_op_info(insn->op);
    const char *operands = muon_operands(info->format);
    size_t count = strcspn(operands, "|");
    const struct muon_alias *alias =
        how->flags & MUON_DISASM_NO_ALIASES ? NULL : muon_find_alias(insn, &operands, &count);
    append(&text, "%s", alias ? alias->mnemonic : info->mnemonic);
    if (!alias)
        append_suffixes(&text, insn);
    append_operands(&text, operands, count, insn, how);
    if (!alias)
        append_rounding(&text, insn);
    return (int)text.length;
}
