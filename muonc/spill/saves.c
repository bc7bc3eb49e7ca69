#include "muonc/spill/saves.h"

#include "muonc/program/dataflow.h"
#include "support/alloc.h"

#include <stdlib.h>

/* Whose value the callee-saved register holds, and what is in its slot. */
struct state {
    enum { HOLDS_CALLERS, HOLDS_OWN, HOLDS_EITHER } reg;
    enum { SLOT_EMPTY, SLOT_SAVED, SLOT_UNKNOWN } slot;
};

struct save {
    struct copies *copies;
    const register_set *named;
    uint8_t reg, slot;
};

static const struct code_insn *insn_at(const struct save *save, size_t insn) {
    return &save->copies->function->insns[insn];
}

static bool is_save(const struct save *save, size_t insn) {
    return copies_is_own(save->copies, insn) && insn_at(save, insn)->words[0].rd == save->slot;
}

static bool is_restore(const struct save *save, size_t insn) {
    return copies_is_own(save->copies, insn) && insn_at(save, insn)->words[0].rs1 == save->slot;
}

static void transfer(void *context, size_t insn, void *of) {
    const struct save *save = context;
    struct state *state = of;
    if (is_save(save, insn)) {
        state->slot = state->reg == HOLDS_CALLERS ? SLOT_SAVED : SLOT_UNKNOWN;
    } else if (is_restore(save, insn)) {
        state->reg = state->slot == SLOT_SAVED ? HOLDS_CALLERS : HOLDS_EITHER;
    } else {
        const struct code_insn *at = insn_at(save, insn);
        for (unsigned w = 0; w < at->word_count; w++)
            if (register_set_has(register_set_result(&at->words[w]), save->reg))
                state->reg = HOLDS_OWN;
    }
}

static void meet(void *into, const void *from) {
    struct state *state = into;
    const struct state *other = from;
    if (state->reg != other->reg)
        state->reg = HOLDS_EITHER;
    if (state->slot != other->slot)
        state->slot = SLOT_UNKNOWN;
}

static bool reads(const struct save *save, size_t insn) {
    const struct code_insn *at = insn_at(save, insn);
    register_set set = 0;
    for (unsigned w = 0; w < at->word_count; w++)
        if (at->words[w].op != MUON_ILLEGAL)
            set |= register_set_sources(&at->words[w]);
    return register_set_has(set, save->reg);
}

/* A call gives the register back as it was. What leaves for good must find the caller's value. */
static bool leaves_right(const struct save *save, const struct state *state, size_t insn) {
    const struct liveness_callees *callees = save->copies->callees;
    size_t callee;
    enum call_exit way = call_graph_leaves(callees->graph, save->copies->function, insn, &callee);
    if (way == CALL_EXIT_NONE)
        return true;
    if (!insn_at(save, insn)->words[0].rd)
        return state->reg == HOLDS_CALLERS;
    bool handwritten = way == CALL_EXIT_DIRECT &&
                       (callee >= callees->graph->functions->count || !callees->compiled[callee]);
    return !handwritten || !register_set_has(save->named[callee], save->reg);
}

static bool is_right(const struct save *save, const struct state *state, size_t insn) {
    if (is_save(save, insn))
        return state->reg == HOLDS_CALLERS;
    if (is_restore(save, insn))
        return state->slot == SLOT_SAVED;
    return (!reads(save, insn) || state->reg == HOLDS_OWN) && leaves_right(save, state, insn);
}

/* Whether the function uses the register for values of its own only, and the slot for the caller's
 * only, on every way. */
static bool is_free(struct save *save) {
    const struct function *function = save->copies->function;
    struct state entry = {HOLDS_CALLERS, SLOT_EMPTY};
    struct dataflow dataflow = {
        .image = save->copies->callees->graph->image,
        .function = function,
        .state_bytes = sizeof(struct state),
        .entry = &entry,
        .transfer = transfer,
        .meet = meet,
        .context = save,
    };
    bool *reached = xcalloc(function->count + 1, sizeof *reached);
    struct state *states = dataflow_solve(&dataflow, reached);
    bool good = true;
    for (size_t i = 0; i < function->count && good; i++)
        good = !reached[i] || is_right(save, &states[i], i);
    free(states);
    free(reached);
    return good;
}

static void rename_in(struct code_insn *insn, uint8_t from, uint8_t to) {
    for (unsigned w = 0; w < insn->word_count; w++) {
        struct muon_insn *word = &insn->words[w];
        uint8_t *fields[4];
        if (word->op == MUON_ILLEGAL)
            continue;
        for (int i = muon_source_fields(word, fields); i-- > 0;)
            if (*fields[i] == from)
                *fields[i] = to;
        if (muon_writes_rd(word) && word->rd == from)
            word->rd = to;
    }
}

static void take_over(struct save *save) {
    struct copies *copies = save->copies;
    for (size_t i = 0; i < copies->function->count; i++) {
        if (is_save(save, i) || is_restore(save, i))
            copies_remove(copies, i);
        else
            rename_in(&copies->function->insns[i], save->reg, save->slot);
    }
    copies->stale |= REGISTER_BIT(save->reg);
}

/* The register that a slot is copied from and to, if it is one only; else 0. */
static uint8_t partner_of(const struct copies *copies, uint8_t slot) {
    uint8_t partner = 0;
    for (size_t i = 0; i < copies->function->count; i++) {
        const struct muon_insn *copy = &copies->function->insns[i].words[0];
        if (!copies_is_own(copies, i) || (copy->rd != slot && copy->rs1 != slot))
            continue;
        uint8_t other = copy->rd == slot ? copy->rs1 : copy->rd;
        if (partner && partner != other)
            return 0;
        partner = other;
    }
    return partner;
}

/* Debugging information names the frame pointer. */
static bool is_frame_pointer(const struct copies *copies, uint8_t reg) {
    for (size_t i = 0; reg == MUON_REGISTER_FP && i < copies->function->count; i++) {
        const struct code_insn *insn = &copies->function->insns[i];
        if (insn->word_count && insn->words[0].op == MUON_ADDI && insn->words[0].rd == reg &&
            insn->words[0].rs1 == MUON_REGISTER_SP)
            return true;
    }
    return false;
}

void saves_eliminate(struct copies *copies, const register_set *named) {
    for (unsigned slot = REGISTER_HIGH; slot < MUON_REGISTERS; slot++) {
        if (!register_set_has(copies->own, slot))
            continue;
        struct save save = {copies, named, partner_of(copies, (uint8_t)slot), (uint8_t)slot};
        if (register_set_has(REGISTERS_SAVED, save.reg) && !is_frame_pointer(copies, save.reg) &&
            is_free(&save))
            take_over(&save);
    }
}
