#include "muonc/spill/stack_switch.h"

#include "muonc/program/registers.h"
#include "support/alloc.h"

#include <stdlib.h>

/* What an instruction makes of the stack pointer. */
enum effect {
    EFFECT_NONE,
    EFFECT_SETS,  /* to a constant */
    EFFECT_MOVES, /* by a constant */
    EFFECT_ADDS,  /* a register to it, or subtracts one from it */
    EFFECT_SWITCHES,
};

static enum effect effect_of(const struct muon_insn *word) {
    if (word->op == MUON_ILLEGAL || word->rd != MUON_REGISTER_SP || !muon_writes_rd(word))
        return EFFECT_NONE;
    bool from_sp = word->rs1 == MUON_REGISTER_SP;
    switch (word->op) {
    case MUON_LUI:
    case MUON_AUIPC: return EFFECT_SETS;
    case MUON_ADDI: return from_sp ? EFFECT_MOVES : word->rs1 ? EFFECT_SWITCHES : EFFECT_SETS;
    case MUON_ADD: return from_sp || word->rs2 == MUON_REGISTER_SP ? EFFECT_ADDS : EFFECT_SWITCHES;
    case MUON_SUB: return from_sp ? EFFECT_ADDS : EFFECT_SWITCHES;
    default: return EFFECT_SWITCHES;
    }
}

static bool is_load(const struct muon_insn *word) {
    return muon_op_info(word->op)->class == MUON_CLASS_LOAD;
}

static bool leaves(const struct code_insn *insn) {
    return insn->word_count && insn->words[0].op != MUON_ILLEGAL &&
           muon_op_info(insn->words[0].op)->class == MUON_CLASS_JUMP && !insn->words[0].rd;
}

/* constant: whether the stack pointer is one, or was before something was added to it, which is how
 * start code finds the stack of each lane. */
static bool switches(const struct code_insn *insn, bool compiled, bool *constant) {
    for (unsigned w = 0; w < insn->word_count; w++) {
        const struct muon_insn *word = &insn->words[w];
        enum effect effect = effect_of(word);
        if (effect == EFFECT_SETS)
            *constant = true;
        if (effect != EFFECT_NONE && is_load(word))
            return true;
        if (!compiled && (effect == EFFECT_SWITCHES || (effect == EFFECT_ADDS && !*constant)))
            return true;
    }
    if (leaves(insn))
        *constant = false;
    return false;
}

/* For each instruction of a section, whether it is the compiler's. */
static bool *find_compiled(const struct image *image, size_t section,
                           const struct function_list *functions, const bool *compiled) {
    const struct code *code = image->sections[section].code;
    bool *result = xcalloc(code->count + 1, sizeof *result);
    for (size_t f = 0; f < functions->count; f++) {
        const struct function *function = &functions->items[f];
        for (size_t i = 0; function->section == section && i < function->count; i++)
            result[(size_t)(function->insns - code->insns) + i] |= compiled[f];
    }
    return result;
}

bool stack_switches(const struct image *image, const struct function_list *functions,
                    const bool *compiled) {
    bool found = false;
    for (size_t s = 1; s < image->section_count && !found; s++) {
        const struct code *code = image->sections[s].code;
        if (!code)
            continue;
        bool *by_compiler = find_compiled(image, s, functions, compiled);
        bool constant = false;
        for (size_t i = 0; i < code->count && !found; i++)
            found = switches(&code->insns[i], by_compiler[i], &constant);
        free(by_compiler);
    }
    return found;
}
