#include "muonc/spill/copies.h"

#include "muonc/program/dataflow.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* For each register the register from x32 on that it is a copy of, 0 if none. */
struct state {
    uint8_t copy_of[MUON_REGISTERS];
};

static bool is_copy(const struct code_insn *insn) {
    return insn->word_count == 1 && insn->words[0].op == MUON_ADDI && insn->words[0].imm == 0 &&
           insn->words[0].rd && insn->words[0].rs1 && !insn->fix && !insn->pair;
}

bool copies_is_own(const struct copies *copies, size_t insn) {
    const struct code_insn *of = &copies->function->insns[insn];
    return is_copy(of) && (register_set_has(copies->own, of->words[0].rd) ||
                           register_set_has(copies->own, of->words[0].rs1));
}

void copies_remove(struct copies *copies, size_t insn) {
    code_remove(&copies->function->insns[insn]);
    copies->removed++;
}

/* ---- reading the slot's register ---- */

static void forget(struct state *state, register_set registers) {
    for (unsigned i = 0; i < MUON_REGISTERS; i++)
        if (register_set_has(registers, i) || register_set_has(registers, state->copy_of[i]))
            state->copy_of[i] = 0;
}

static void follow_copy(const struct copies *copies, struct state *state,
                        const struct muon_insn *copy) {
    if (copy->rs1 >= REGISTER_HIGH && copy->rd != copy->rs1)
        state->copy_of[copy->rd] = copy->rs1;
    else if (copy->rs1 < REGISTER_HIGH && copy->rd >= REGISTER_HIGH)
        state->copy_of[copy->rs1] = copy->rd;
}

static void transfer(void *context, size_t insn, void *of) {
    const struct copies *copies = context;
    const struct code_insn *at = &copies->function->insns[insn];
    struct state *state = of;
    for (unsigned w = 0; w < at->word_count; w++) {
        if (at->words[w].op == MUON_ILLEGAL)
            return;
        forget(state, register_set_result(&at->words[w]));
        if (code_changes_lanes(&at->words[w]))
            memset(state, 0, sizeof *state);
    }
    forget(state, liveness_clobbers(copies->callees, copies->function, insn));
    if (copies_is_own(copies, insn))
        follow_copy(copies, state, &at->words[0]);
}

static void meet(void *into, const void *from) {
    struct state *state = into;
    const struct state *other = from;
    for (unsigned i = 0; i < MUON_REGISTERS; i++)
        if (state->copy_of[i] != other->copy_of[i])
            state->copy_of[i] = 0;
}

static bool writes(const struct copies *copies, size_t insn, uint8_t reg) {
    const struct code_insn *of = &copies->function->insns[insn];
    register_set set = liveness_clobbers(copies->callees, copies->function, insn);
    for (unsigned w = 0; w < of->word_count; w++)
        set |= register_set_result(&of->words[w]);
    return register_set_has(set, reg);
}

/* The proof in masks.h follows a split's condition from register to register up to the branch. */
static bool keeps_condition(const struct copies *copies, size_t insn, uint8_t slot) {
    if (muon_op_info(copies->function->insns[insn].words[0].op)->class != MUON_CLASS_SIMT)
        return true;
    while (++insn < copies->function->count) {
        const struct muon_insn *word = function_word(copies->function, insn);
        if (word->op == MUON_ILLEGAL || muon_op_info(word->op)->class == MUON_CLASS_BRANCH)
            return true;
        if (writes(copies, insn, slot))
            return false;
    }
    return true;
}

/* Within the words of one instruction nothing is written that a later one of them could mean. */
static void read_slots(const struct copies *copies, const struct state *state, size_t at) {
    struct code_insn *insn = &copies->function->insns[at];
    for (unsigned w = 0; w < insn->word_count; w++) {
        struct muon_insn *word = &insn->words[w];
        uint8_t *fields[4];
        if (word->op == MUON_ILLEGAL || word->op == MUON_JALR)
            continue;
        for (int i = muon_source_fields(word, fields); i-- > 0;)
            if (state->copy_of[*fields[i]] &&
                keeps_condition(copies, at, state->copy_of[*fields[i]]))
                *fields[i] = state->copy_of[*fields[i]];
    }
}

/* A copy of what is already there. */
static bool is_redundant(const struct state *state, const struct muon_insn *copy) {
    return copy->rd == copy->rs1 || state->copy_of[copy->rd] == copy->rs1;
}

static void propagate(struct copies *copies) {
    const struct function *function = copies->function;
    struct state entry = {{0}};
    struct dataflow dataflow = {
        .image = copies->callees->graph->image,
        .function = function,
        .state_bytes = sizeof(struct state),
        .entry = &entry,
        .transfer = transfer,
        .meet = meet,
        .context = copies,
    };
    bool *reached = xcalloc(function->count + 1, sizeof *reached);
    struct state *states = dataflow_solve(&dataflow, reached);
    for (size_t i = 0; i < function->count; i++) {
        if (!reached[i])
            continue;
        read_slots(copies, &states[i], i);
        if (copies_is_own(copies, i) && is_redundant(&states[i], &function->insns[i].words[0]))
            copies_remove(copies, i);
    }
    free(states);
    free(reached);
}

/* ---- writing the slot's register ---- */

static bool reads(const struct copies *copies, size_t insn, uint8_t reg) {
    const struct code_insn *of = &copies->function->insns[insn];
    register_set set = liveness_implicit_uses(copies->callees, copies->function, insn);
    for (unsigned w = 0; w < of->word_count; w++)
        if (of->words[w].op != MUON_ILLEGAL)
            set |= register_set_sources(&of->words[w]);
    return register_set_has(set, reg);
}

/* Where the value that a copy at insn takes from reg was made: straight before, with nothing in
 * between that touches the register it goes to. The number of instructions if there is no such
 * place. */
static size_t find_origin(const struct copies *copies, const bool *joins, size_t insn) {
    const struct muon_insn *copy = &copies->function->insns[insn].words[0];
    size_t none = copies->function->count;
    for (size_t i = insn; i > 0;) {
        if (joins[i--] || !code_is_plain(&copies->function->insns[i]))
            return none;
        if (writes(copies, i, copy->rs1))
            return i;
        if (writes(copies, i, copy->rd) || reads(copies, i, copy->rd))
            return none;
    }
    return none;
}

/* The last instruction that reads the value which the copy at insn leaves in reg. The number of
 * instructions if the value is needed elsewhere, or if the register that it is copied to changes.
 */
static size_t find_last(const struct copies *copies, const bool *joins,
                        const register_set *live_after, size_t insn) {
    const struct muon_insn *copy = &copies->function->insns[insn].words[0];
    size_t none = copies->function->count, last = insn;
    for (size_t i = insn; register_set_has(live_after[i], copy->rs1); last = i) {
        i++;
        if (i == none || joins[i])
            return none;
        if (!code_is_plain(&copies->function->insns[i])) {
            /* A branch on the value may be the last to read it. */
            const struct muon_insn *word = &copies->function->insns[i].words[0];
            bool branch =
                word->op != MUON_ILLEGAL && muon_op_info(word->op)->class == MUON_CLASS_BRANCH;
            return branch && !register_set_has(live_after[i], copy->rs1) ? i : none;
        }
        bool ends = writes(copies, i, copy->rs1) || !register_set_has(live_after[i], copy->rs1);
        if (ends)
            return i;
        if (writes(copies, i, copy->rd))
            return none;
    }
    return last;
}

static void rename_sources(struct code_insn *insn, uint8_t from, uint8_t to) {
    for (unsigned w = 0; w < insn->word_count; w++) {
        uint8_t *fields[4];
        if (insn->words[w].op == MUON_ILLEGAL)
            continue;
        for (int i = muon_source_fields(&insn->words[w], fields); i-- > 0;)
            if (*fields[i] == from)
                *fields[i] = to;
    }
}

/* An instruction of several words writes its result with the last. */
static bool rename_result(struct code_insn *insn, uint8_t from, uint8_t to) {
    struct muon_insn *word = &insn->words[insn->word_count - 1];
    if (word->rd != from)
        return false;
    for (unsigned w = 0; w + 1 < insn->word_count; w++)
        if (insn->words[w].rd == from)
            return false;
    word->rd = to;
    return true;
}

static void write_slot(struct copies *copies, const bool *joins, const register_set *live_after,
                       size_t insn) {
    struct code_insn *insns = copies->function->insns;
    struct muon_insn copy = insns[insn].words[0];
    size_t origin = find_origin(copies, joins, insn);
    size_t last = find_last(copies, joins, live_after, insn);
    if (origin == copies->function->count || last == copies->function->count ||
        !rename_result(&insns[origin], copy.rs1, copy.rd))
        return;
    copies_remove(copies, insn);
    for (size_t i = origin + 1; i <= last; i++)
        rename_sources(&insns[i], copy.rs1, copy.rd);
    copies->stale |= REGISTER_BIT(copy.rs1);
}

/* Whether the function may rename what it has in a register: all below x32, and its slots'. */
static bool is_free(const struct copies *copies, uint8_t reg) {
    return reg < REGISTER_HIGH || register_set_has(copies->own, reg);
}

static void write_slots(struct copies *copies, const register_set *live_after) {
    bool *joins = function_joins(copies->callees->graph->image, copies->function);
    for (size_t i = 0; i < copies->function->count; i++) {
        const struct muon_insn *word = &copies->function->insns[i].words[0];
        if (copies_is_own(copies, i) && word->rd >= REGISTER_HIGH && is_free(copies, word->rs1))
            write_slot(copies, joins, live_after, i);
    }
    free(joins);
}

/* ---- both, until nothing changes ---- */

static void remove_dead(struct copies *copies, const register_set *live_after) {
    for (size_t i = 0; i < copies->function->count; i++) {
        const struct muon_insn *word = &copies->function->insns[i].words[0];
        if (!copies_is_own(copies, i) || register_set_has(live_after[i], word->rd))
            continue;
        copies->stale |= REGISTER_BIT(word->rd);
        copies_remove(copies, i);
    }
}

void copies_eliminate(struct copies *copies) {
    register_set entry;
    for (unsigned before = copies->removed - 1; before != copies->removed;) {
        before = copies->removed;
        propagate(copies);
        register_set *live_after = liveness_after(copies->callees, copies->function, &entry);
        remove_dead(copies, live_after);
        free(live_after);
        live_after = liveness_after(copies->callees, copies->function, &entry);
        write_slots(copies, live_after);
        free(live_after);
    }
}
