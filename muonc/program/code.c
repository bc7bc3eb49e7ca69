#include "muonc/program/code.h"

#include <stdlib.h>

static void free_code(struct code *code) {
    if (!code)
        return;
    free(code->insns);
    free(code->insn_at);
    free(code->new_offset);
    free(code);
}

void code_free(struct image *image) {
    for (size_t s = 1; s < image->section_count; s++) {
        free_code(image->sections[s].code);
        image->sections[s].code = NULL;
    }
}

void code_remove(struct code_insn *insn) {
    insn->word_count = 0;
    insn->removed = true;
}

bool code_is_local(const struct muon_insn *word) {
    if (word->op == MUON_ILLEGAL)
        return false;
    switch (muon_op_info(word->op)->class) {
    case MUON_CLASS_ALU:
    case MUON_CLASS_MUL:
    case MUON_CLASS_DIV:
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP:
    case MUON_CLASS_LOAD:
    case MUON_CLASS_STORE: return true;
    default: return false;
    }
}

bool code_changes_lanes(const struct muon_insn *word) {
    return word->op == MUON_VX_TMC || word->op == MUON_VX_WSPAWN;
}

bool code_is_plain(const struct code_insn *insn) {
    if (!insn->word_count)
        return true;
    const struct muon_insn *word = &insn->words[0];
    if (word->op == MUON_ILLEGAL || code_changes_lanes(word))
        return false;
    enum muon_class class = muon_op_info(word->op)->class;
    return class != MUON_CLASS_BRANCH && class != MUON_CLASS_JUMP;
}

register_set registers_written(const struct code_insn *insn) {
    register_set set = 0;
    for (unsigned w = 0; w < insn->word_count; w++)
        if (insn->words[w].op != MUON_ILLEGAL)
            set |= register_set_result(&insn->words[w]);
    return set;
}

register_set registers_read(const struct code_insn *insn) {
    register_set set = 0;
    for (unsigned w = 0; w < insn->word_count; w++)
        if (insn->words[w].op != MUON_ILLEGAL)
            set |= register_set_sources(&insn->words[w]);
    return set;
}

struct code_insn *code_at(const struct image *image, struct image_place place) {
    if (place.section >= image->section_count || !image->sections[place.section].code)
        return NULL;
    const struct image_section *section = &image->sections[place.section];
    uint32_t offset = place.address - section->address;
    if (offset >= section->size || offset % CODE_RV32_BYTES)
        return NULL;
    struct code_insn *insn =
        &section->code->insns[section->code->insn_at[offset / CODE_RV32_BYTES]];
    return insn->offset == offset ? insn : NULL;
}

bool code_is_data(const struct image_section *section, uint32_t offset) {
    const struct code *code = section->code;
    return !code || code->insns[code->insn_at[offset / CODE_RV32_BYTES]].kind == CODE_DATA;
}
