#include "muonc/program/definitions.h"

#include "muonc/program/dataflow.h"

#include <string.h>

struct finder {
    const struct liveness_callees *callees;
    const struct function *function;
    register_set own;
};

/* All that a call may change: of the registers from x32 on those that hand-written code has. */
static register_set changed(const struct finder *finder, size_t insn) {
    register_set clobbered = liveness_clobbers(finder->callees, finder->function, insn);
    return clobbered ? clobbered | (~(register_set)REGISTERS_LOW & ~finder->own) : 0;
}

static void define(struct definitions *state, register_set registers, uint16_t definition) {
    for (; registers; registers &= registers - 1) {
        uint64_t low = (uint64_t)registers;
        unsigned first = low ? (unsigned)__builtin_ctzll(low)
                             : 64 + (unsigned)__builtin_ctzll((uint64_t)(registers >> 64));
        state->of[first] = definition;
    }
}

/* Behind a change of the lanes some run that have not come this way. */
static void transfer(void *context, size_t insn, void *of) {
    const struct finder *finder = context;
    const struct code_insn *at = &finder->function->insns[insn];
    struct definitions *state = of;
    for (unsigned w = 0; w < at->word_count; w++) {
        const struct muon_insn *word = &at->words[w];
        if (word->op == MUON_ILLEGAL)
            return;
        define(state, register_set_result(word), (uint16_t)(insn + DEFINITION_FIRST));
        if (code_changes_lanes(word))
            memset(state, 0, sizeof *state);
    }
    define(state, changed(finder, insn), DEFINITION_NONE);
}

static void meet(void *into, const void *from) {
    struct definitions *state = into;
    const struct definitions *other = from;
    for (unsigned i = 0; i < MUON_REGISTERS; i++)
        state->of[i] = state->of[i] == other->of[i] ? state->of[i] : DEFINITION_NONE;
}

struct definitions *definitions_find(const struct liveness_callees *callees,
                                     const struct function *function, register_set own,
                                     bool *reached) {
    struct finder finder = {callees, function, own};
    struct definitions entry;
    if (function->count > UINT16_MAX - DEFINITION_FIRST)
        return NULL;
    for (unsigned i = 0; i < MUON_REGISTERS; i++)
        entry.of[i] = DEFINITION_ENTRY;
    struct dataflow dataflow = {
        .image = callees->graph->image,
        .function = function,
        .state_bytes = sizeof entry,
        .entry = &entry,
        .transfer = transfer,
        .meet = meet,
        .context = &finder,
    };
    return dataflow_solve(&dataflow, reached);
}
