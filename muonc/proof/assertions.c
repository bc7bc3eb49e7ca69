#include "muonc/proof/assertions.h"

#include "muonc/program/code.h"
#include "object/promises.h"
#include "support/little_endian.h"

static bool is_marker(const struct code_insn *insn) {
    const struct muon_insn *word = &insn->words[0];
    return insn->word_count == 1 && !insn->fix && !insn->pair && word->op == MUON_ADDI &&
           word->rd == 0 && word->rs1 && (word->imm == 1 || word->imm == 2 || word->imm == 4);
}

/* Whether control comes to the instruction behind the marker only from there. */
static bool leads_alone(const struct code *code, const struct code_insn *marker) {
    const struct code_insn *end = code->insns + code->count;
    for (const struct code_insn *insn = marker + 1; insn < end && !insn->target; insn++)
        if (insn->word_count)
            return true;
    return false;
}

static void settle(struct code *code, struct code_insn *marker, uint8_t *what) {
    const struct muon_insn *word = &marker->words[0];
    store_le32(what, uniform_what(word->rs1, (unsigned)word->imm));
    if (leads_alone(code, marker))
        code_remove(marker);
    else
        marker->words[0] = (struct muon_insn){.op = MUON_ADDI};
}

static bool settle_record(const struct image *image, const struct image_section *section,
                          uint32_t at, size_t *next) {
    if (section->size - at < UNIFORM_BYTES)
        return false;
    struct image_place place;
    if (!image_word_target(image, section, at + UNIFORM_ADDRESS, next, &place) ||
        place.section >= image->section_count)
        return true; /* of a function that was not linked */
    struct code_insn *marker = code_at(image, place);
    if (!marker || !is_marker(marker))
        return false;
    settle(image->sections[place.section].code, marker, section->bytes + at + UNIFORM_WHAT);
    return true;
}

bool assertions_settle(struct image *image, struct diag_engine *diag) {
    const struct image_section *section = image_find_section(image, UNIFORM_SECTION);
    size_t next = 0;
    if (!section || !section->bytes)
        return true;
    for (uint32_t at = 0; at < section->size; at += UNIFORM_BYTES)
        if (!settle_record(image, section, at, &next)) {
            diag_file_error(diag, image->path, "%s+0x%x: no record of __uniform and its marker",
                            section->name, at);
            return false;
        }
    return true;
}
