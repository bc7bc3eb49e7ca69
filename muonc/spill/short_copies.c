#include "muonc/spill/short_copies.h"

#include <stdlib.h>

struct search {
    const struct copies *copies;
    const bool *joins;
    const register_set *live_after;
};

static const struct code_insn *at(const struct search *search, size_t insn) {
    return &search->copies->function->insns[insn];
}

static bool is_copy(const struct code_insn *insn) {
    const struct muon_insn *word = &insn->words[0];
    return insn->word_count == 1 && word->op == MUON_ADDI && word->imm == 0 && word->rd &&
           word->rs1 && word->rd != word->rs1 && word->rd != MUON_REGISTER_SP &&
           word->rs1 != MUON_REGISTER_SP && !insn->fix && !insn->pair;
}

static bool is_branch(const struct code_insn *insn) {
    const struct muon_insn *word = &insn->words[0];
    return insn->word_count == 1 && word->op != MUON_ILLEGAL &&
           muon_op_info(word->op)->class == MUON_CLASS_BRANCH;
}

/* Whether one of several words could mean what another has made. */
static bool is_intricate(const struct code_insn *insn, uint8_t reg) {
    return insn->word_count > 1 && (register_set_has(registers_read(insn), reg) ||
                                    register_set_has(registers_written(insn), reg));
}

/* The last instruction that may read the copy; the number of instructions if there is none, or if
 * what was copied changes before. */
static size_t find_last(const struct search *search, size_t insn) {
    uint8_t copy = at(search, insn)->words[0].rd, origin = at(search, insn)->words[0].rs1;
    size_t none = search->copies->function->count, i = insn;
    while (register_set_has(search->live_after[i], copy)) {
        if (++i == none || search->joins[i])
            return none;
        bool ends = !register_set_has(search->live_after[i], copy) ||
                    register_set_has(registers_written(at(search, i)), copy);
        if (!code_is_plain(at(search, i)))
            return is_branch(at(search, i)) && ends ? i : none;
        if (is_intricate(at(search, i), copy))
            return none;
        if (ends)
            return i;
        if (register_set_has(registers_written(at(search, i)), origin))
            return none;
    }
    return i;
}

static void read_origin(struct code_insn *insn, uint8_t copy, uint8_t origin) {
    uint8_t *fields[4];
    if (insn->word_count != 1)
        return;
    for (int i = muon_source_fields(&insn->words[0], fields); i-- > 0;)
        if (*fields[i] == copy)
            *fields[i] = origin;
}

static bool is_free(const struct copies *copies, uint8_t reg) {
    return reg < REGISTER_HIGH || register_set_has(copies->own, reg);
}

static bool remove_copy(const struct search *search, struct copies *copies, size_t insn) {
    struct muon_insn copy = at(search, insn)->words[0];
    size_t last = find_last(search, insn);
    if (last == copies->function->count)
        return false;
    code_remove(&copies->function->insns[insn]);
    for (size_t i = insn + 1; i <= last; i++)
        read_origin(&copies->function->insns[i], copy.rd, copy.rs1);
    copies->stale |= REGISTER_BIT(copy.rd);
    return true;
}

/* What was copied then lives longer: so each time anew. */
unsigned short_copies_remove(struct copies *copies) {
    bool *joins = function_joins(copies->callees->graph->image, copies->function);
    unsigned removed = 0;
    register_set entry;
    for (bool again = true; again;) {
        struct search search = {copies, joins,
                                liveness_after(copies->callees, copies->function, &entry)};
        register_set changed = 0;
        again = false;
        for (size_t i = 0; i < copies->function->count; i++) {
            const struct muon_insn *word = &at(&search, i)->words[0];
            if (!is_copy(at(&search, i)) || !is_free(copies, word->rd) ||
                ((REGISTER_BIT(word->rd) | REGISTER_BIT(word->rs1)) & changed))
                continue;
            register_set registers = REGISTER_BIT(word->rd) | REGISTER_BIT(word->rs1);
            if (!remove_copy(&search, copies, i))
                continue;
            changed |= registers;
            removed++;
        }
        again = changed != 0;
        free((void *)search.live_after);
    }
    free(joins);
    return removed;
}
