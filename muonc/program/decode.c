#include "muonc/program/decode.h"

#include "isa/rv32.h"
#include "muonc/program/code.h"
#include "muonc/program/layout.h"
#include "support/alloc.h"
#include "support/little_endian.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE_IMMEDIATE = CODE_RV32_BYTES, MAX_FAULTS = 20 };

struct decoder {
    struct image *image;
    struct diag_engine *diag;
    uint32_t section;
    size_t next_relocation;
    unsigned faults;
};

static struct image_place place_of(const struct decoder *decoder, uint32_t offset) {
    uint32_t base = decoder->image->sections[decoder->section].address;
    return (struct image_place){decoder->section, base + offset};
}

static void fault(struct decoder *decoder, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A section that is no code at all would have a message for each word: a few will do. */
static void fault(struct decoder *decoder, uint32_t offset, const char *format, ...) {
    if (decoder->faults++ >= MAX_FAULTS)
        return;
    char where[LAYOUT_ADDRESS_TEXT];
    va_list arguments;
    va_start(arguments, format);
    char *what = xvasprintf(format, arguments);
    va_end(arguments);
    layout_describe(decoder->image, place_of(decoder, offset), where);
    diag_file_error(decoder->diag, decoder->image->path, "cannot re-encode %s: %s", where, what);
    free(what);
}

/* A branch within a function may have been resolved by the assembler: it has no relocation, its
 * offset says where it goes. */
static void fix_resolved(struct decoder *decoder, struct code_insn *insn) {
    struct muon_insn *word = &insn->words[0];
    if (insn->kind != CODE_PLAIN || word->op == MUON_ILLEGAL)
        return;
    if (muon_has_target(word->op)) {
        insn->fix = CODE_FIX_PC;
        insn->to = place_of(decoder, insn->offset + (uint32_t)word->imm);
        if (muon_op_info(word->op)->format == MUON_FORMAT_BRANCH &&
            word->imm == 2 * CODE_RV32_BYTES)
            insn->pair = CODE_PAIR_SKIP;
    } else if (word->op == MUON_AUIPC && word->imm) {
        fault(decoder, insn->offset, "auipc of an address without a relocation");
    }
}

static void set_fix(struct decoder *decoder, struct code_insn *insn,
                    const struct image_relocation *relocation, enum code_fix fix, int pair) {
    insn->fix = fix;
    insn->pair = pair;
    insn->to = image_target(decoder->image, relocation);
    insn->beyond = image_beyond(decoder->image, relocation);
    if (insn->beyond && muon_has_target(insn->words[0].op))
        fault(decoder, insn->offset, "a jump to %d bytes from a label: put a label there",
              (int)insn->beyond);
}

/* A wide immediate is the number that is there, a distance, or the address of something. */
static void fix_wide(struct decoder *decoder, struct code_insn *insn,
                     const struct image_relocation *relocations, size_t count) {
    enum muon_op op = insn->words[0].op;
    for (size_t i = 0; i < count; i++)
        if (relocations[i].offset != insn->offset + WIDE_IMMEDIATE)
            return fault(decoder, insn->offset, "relocations that do not fit the instruction");
    if (count == 1 && relocations[0].type == R_RISCV_32) {
        bool relative = muon_has_target(insn->words[0].op) || op == MUON_AUIPC;
        set_fix(decoder, insn, relocations, relative ? CODE_FIX_PC : CODE_FIX_ABSOLUTE,
                CODE_NO_PAIR);
    } else if (count == 1 && relocations[0].type == R_RISCV_32_PCREL) {
        set_fix(decoder, insn, relocations, CODE_FIX_PC, CODE_NO_PAIR);
    } else if (count == 2 && relocations[0].type == R_RISCV_ADD32 &&
               relocations[1].type == R_RISCV_SUB32) {
        set_fix(decoder, insn, relocations, CODE_FIX_DISTANCE, CODE_NO_PAIR);
        insn->from = image_target(decoder->image, &relocations[1]);
        insn->beyond -= image_beyond(decoder->image, &relocations[1]);
    } else if (count) {
        fault(decoder, insn->offset, "an immediate with relocation type %u is not supported",
              relocations[0].type);
    }
}

static void fix_relocated(struct decoder *decoder, struct code_insn *insn,
                          const struct image_relocation *relocation) {
    enum muon_op op = insn->words[0].op;
    switch (relocation->type) {
    case R_RISCV_BRANCH:
    case R_RISCV_JAL:
        if (op == MUON_ILLEGAL || !muon_has_target(insn->words[0].op))
            break;
        return set_fix(decoder, insn, relocation, CODE_FIX_PC, CODE_NO_PAIR);
    case R_RISCV_CALL:
    case R_RISCV_CALL_PLT:
        if (op != MUON_AUIPC)
            break;
        return set_fix(decoder, insn, relocation, CODE_FIX_PC, CODE_PAIR_CALL);
    case R_RISCV_PCREL_HI20:
        if (op != MUON_AUIPC)
            break;
        return set_fix(decoder, insn, relocation, CODE_FIX_PC, CODE_PAIR_HIGH);
    case R_RISCV_PCREL_LO12_I:
    case R_RISCV_PCREL_LO12_S:
        /* auipc's wide immediate holds the whole distance; nothing is left for the low part. */
        insn->words[0].imm = 0;
        return set_fix(decoder, insn, relocation, CODE_FIX_NONE, CODE_PAIR_LOW);
    case R_RISCV_HI20:
        if (op != MUON_LUI)
            break;
        return set_fix(decoder, insn, relocation, CODE_FIX_HIGH, CODE_PAIR_HIGH);
    case R_RISCV_LO12_I:
    case R_RISCV_LO12_S:
        set_fix(decoder, insn, relocation, CODE_FIX_LOW, CODE_PAIR_LOW);
        if (op == MUON_NU_INVOKEI && insn->to.address + (uint32_t)insn->beyond > UINT8_MAX)
            fault(decoder, insn->offset, "the task id is an address: it must be a sync point's");
        return;
    default:
        return fault(decoder, insn->offset, "relocation type %u in code is not supported",
                     relocation->type);
    }
    fault(decoder, insn->offset, "relocation type %u does not fit the instruction",
          relocation->type);
}

static void fix(struct decoder *decoder, struct code_insn *insn, bool wide) {
    const struct image_section *section = &decoder->image->sections[decoder->section];
    const struct image_relocation *relocations = section->relocations;
    size_t first = decoder->next_relocation;
    while (decoder->next_relocation < section->relocation_count &&
           relocations[decoder->next_relocation].offset < insn->offset + insn->bytes)
        decoder->next_relocation++;
    size_t count = decoder->next_relocation - first;
    const struct image_relocation *own = count ? &relocations[first] : NULL;
    if (insn->kind == CODE_DATA)
        return; /* relocate.h sees to them */
    if (wide)
        fix_wide(decoder, insn, own, count);
    else if (count > 1 || (count && own->offset != insn->offset) ||
             (count && insn->kind != CODE_PLAIN))
        fault(decoder, insn->offset, "relocations that do not fit the instruction");
    else if (count)
        fix_relocated(decoder, insn, own);
    else
        fix_resolved(decoder, insn);
}

/* The jalr of a call is described by its auipc's relocation. Its own offset goes: auipc has it. */
static void complete_calls(struct decoder *decoder, struct code *code) {
    for (size_t i = 0; i < code->count; i++) {
        struct code_insn *call = &code->insns[i], *jump = call + 1;
        if (call->pair != CODE_PAIR_CALL)
            continue;
        if (i + 1 == code->count || jump->words[0].op != MUON_JALR ||
            jump->words[0].rs1 != call->words[0].rd) {
            fault(decoder, call->offset, "a call without its jump");
            continue;
        }
        jump->words[0].imm = 0;
        jump->pair = CODE_PAIR_CALL;
        i++;
    }
}

/* Returns whether the instruction has a wide immediate. */
static bool decode_insn(struct decoder *decoder, const uint32_t *words, size_t count,
                        struct code_insn *insn) {
    struct rv32_insn decoded;
    if (words[0] == 0) {
        decoded = (struct rv32_insn){.kind = RV32_PLAIN, .words = 1};
    } else if (!rv32_decode(words, count, &decoded)) {
        fault(decoder, insn->offset, "no instruction has the encoding 0x%08x", words[0]);
        decoded.words = 1;
    }
    insn->words[0] = decoded.insn;
    insn->word_count = 1;
    insn->bytes = decoded.words * CODE_RV32_BYTES;
    insn->kind = decoded.kind == RV32_CZERO_EQZ   ? CODE_CZERO_EQZ
                 : decoded.kind == RV32_CZERO_NEZ ? CODE_CZERO_NEZ
                                                  : CODE_PLAIN;
    if (rv32_is_line_mark(&decoded))
        code_remove(insn);
    return decoded.wide;
}

/* Up to eight bytes of data, of which count words are left. */
static void decode_data(const bool *is_data, size_t count, struct code_insn *insn) {
    bool second = count > 1 && is_data[1];
    insn->kind = CODE_DATA;
    insn->word_count = 1;
    insn->bytes = second ? MUON_WORD_BYTES : CODE_RV32_BYTES;
}

static int by_value(const void *a, const void *b) {
    const struct image_symbol *left = *(const struct image_symbol *const *)a;
    const struct image_symbol *right = *(const struct image_symbol *const *)b;
    if (left->value != right->value)
        return left->value < right->value ? -1 : 1;
    return left < right ? -1 : left > right;
}

/* For each word of the section whether the mapping symbols $d and $x say that it is data. */
static bool *map_data(struct decoder *decoder, size_t count) {
    const struct image *image = decoder->image;
    const struct image_section *section = &image->sections[decoder->section];
    const struct image_symbol **mapping = xcalloc(image->symbol_count + 1, sizeof *mapping);
    bool *is_data = xcalloc(count + 1, sizeof *is_data);
    size_t mappings = 0;
    for (size_t i = 1; i < image->symbol_count; i++) {
        const struct image_symbol *symbol = &image->symbols[i];
        if (symbol->section == decoder->section && symbol->name[0] == '$' &&
            (symbol->name[1] == 'd' || symbol->name[1] == 'x') &&
            symbol->value - section->address <= section->size)
            mapping[mappings++] = symbol;
    }
    qsort(mapping, mappings, sizeof *mapping, by_value);
    for (size_t i = 0; i < mappings; i++) {
        uint32_t begin = mapping[i]->value - section->address;
        uint32_t end = i + 1 < mappings ? mapping[i + 1]->value - section->address : section->size;
        bool data = mapping[i]->name[1] == 'd';
        if (!data && begin % CODE_RV32_BYTES && begin < end)
            fault(decoder, begin, "an instruction that is not aligned to 4 bytes");
        for (uint32_t at = begin / CODE_RV32_BYTES; data && at * CODE_RV32_BYTES < end; at++)
            is_data[at] = true;
    }
    free(mapping);
    return is_data;
}

static void decode_section(struct decoder *decoder) {
    struct image_section *section = &decoder->image->sections[decoder->section];
    size_t count = (section->size + CODE_RV32_BYTES - 1) / CODE_RV32_BYTES;
    uint32_t *words = xcalloc(count, sizeof *words);
    for (size_t i = 0; i < section->size / CODE_RV32_BYTES; i++)
        words[i] = load_le32(section->bytes + i * CODE_RV32_BYTES);
    struct code *code = xcalloc(1, sizeof *code);
    code->insns = xcalloc(count, sizeof *code->insns);
    code->insn_at = xcalloc(count, sizeof *code->insn_at);
    section->code = code;
    decoder->next_relocation = 0;
    bool *is_data = map_data(decoder, count);
    for (size_t i = 0; i < count;) {
        struct code_insn *insn = &code->insns[code->count];
        insn->offset = (uint32_t)(i * CODE_RV32_BYTES);
        bool wide = false;
        if (is_data[i])
            decode_data(is_data + i, count - i, insn);
        else
            wide = decode_insn(decoder, words + i, count - i, insn);
        fix(decoder, insn, wide);
        for (unsigned w = 0; w < insn->bytes / CODE_RV32_BYTES; w++)
            code->insn_at[i++] = (uint32_t)code->count;
        code->count++;
    }
    bool whole = section->size % CODE_RV32_BYTES == 0 || is_data[count - 1];
    free(is_data);
    free(words);
    complete_calls(decoder, code);
    if (!whole || section->address % CODE_RV32_BYTES)
        fault(decoder, section->size & ~3u, "section %s does not consist of whole words",
              section->name);
}

static void mark_target(struct image *image, struct image_place place) {
    struct code_insn *insn = code_at(image, place);
    if (insn)
        insn->target = true;
}

/* Where control may go: whatever a label that outlives the assembler, an address in data or the
 * code itself names. Debugging information does not jump. */
static void mark_targets(struct image *image) {
    for (size_t i = 1; i < image->symbol_count; i++) {
        const struct image_symbol *symbol = &image->symbols[i];
        if (!image_symbol_is_temporary(symbol))
            mark_target(image, (struct image_place){symbol->section, symbol->value});
    }
    for (size_t s = 1; s < image->section_count; s++) {
        const struct image_section *section = &image->sections[s];
        if (!image_is_loaded(section))
            continue;
        for (size_t i = 0; i < section->relocation_count; i++)
            if (code_is_data(section, section->relocations[i].offset))
                mark_target(image, image_target(image, &section->relocations[i]));
        for (size_t i = 0; section->code && i < section->code->count; i++)
            if (section->code->insns[i].fix)
                mark_target(image, section->code->insns[i].to);
    }
}

static bool is_inside_code(const struct image *image, struct image_place place) {
    return place.section < image->section_count && image->sections[place.section].code;
}

/* A low part says which auipc has the rest, by the label there. */
static bool has_high_part(const struct image *image, const struct code_insn *low) {
    const struct code_insn *high = code_at(image, low->to);
    return high && high->pair == CODE_PAIR_HIGH && high->fix == CODE_FIX_PC;
}

static void check_section(struct decoder *decoder) {
    const struct code *code = decoder->image->sections[decoder->section].code;
    for (size_t i = 0; i < code->count; i++) {
        const struct code_insn *insn = &code->insns[i];
        if (insn->pair == CODE_PAIR_LOW && insn->fix == CODE_FIX_NONE &&
            !has_high_part(decoder->image, insn))
            fault(decoder, insn->offset, "the low part of an address without its high part");
        bool jump = insn->fix == CODE_FIX_PC &&
                    (insn->pair == CODE_PAIR_CALL || muon_has_target(insn->words[0].op));
        if (jump && is_inside_code(decoder->image, insn->to) && !code_at(decoder->image, insn->to))
            fault(decoder, insn->offset, "a jump to 0x%x, which is no instruction",
                  insn->to.address);
    }
}

bool decode(struct image *image, struct diag_engine *diag) {
    struct decoder decoder = {.image = image, .diag = diag};
    for (uint32_t s = 1; s < image->section_count; s++) {
        const struct image_section *section = &image->sections[s];
        decoder.section = s;
        if (image_is_loaded(section) && (section->flags & SHF_EXECINSTR) && section->bytes &&
            section->size)
            decode_section(&decoder);
    }
    if (decoder.faults)
        return false;
    mark_targets(image);
    for (uint32_t s = 1; s < image->section_count; s++) {
        decoder.section = s;
        if (image->sections[s].code)
            check_section(&decoder);
    }
    return decoder.faults == 0;
}
