#include "muonc/program/liveness.h"

#include "support/alloc.h"

#include <stdlib.h>

/* What the code that follows a function's end may need. */
enum { RETURN_NEEDS = REGISTERS_FIXED | REGISTERS_SAVED | 1 << MUON_REGISTER_RA };

static bool is_call(const struct function *function, size_t insn) {
    return function->insns[insn].words[0].rd != 0;
}

static register_set needs_of(const struct liveness_callees *callees, size_t callee) {
    bool compiled = callee < callees->graph->functions->count && callees->compiled[callee];
    return compiled ? callees->entry[callee] & ~(register_set)RETURN_NEEDS : REGISTERS_LOW;
}

register_set liveness_implicit_uses(const struct liveness_callees *callees,
                                    const struct function *function, size_t insn) {
    size_t callee;
    register_set needs;
    switch (call_graph_leaves(callees->graph, function, insn, &callee)) {
    case CALL_EXIT_RETURN: return REGISTERS_RESULTS | RETURN_NEEDS;
    case CALL_EXIT_DIRECT: needs = needs_of(callees, callee); break;
    case CALL_EXIT_INDIRECT: needs = REGISTERS_ARGUMENTS; break;
    default: return 0;
    }
    return needs | (is_call(function, insn) ? REGISTERS_FIXED : RETURN_NEEDS);
}

register_set liveness_clobbers(const struct liveness_callees *callees,
                               const struct function *function, size_t insn) {
    size_t callee;
    enum call_exit way = call_graph_leaves(callees->graph, function, insn, &callee);
    bool call = (way == CALL_EXIT_DIRECT || way == CALL_EXIT_INDIRECT) && is_call(function, insn);
    return call ? REGISTERS_CLOBBERED : 0;
}

register_set liveness_before(const struct liveness_callees *callees,
                             const struct function *function, size_t insn, register_set live) {
    const struct code_insn *of = &function->insns[insn];
    live &= ~liveness_clobbers(callees, function, insn);
    for (unsigned w = of->word_count; w-- > 0;) {
        if (of->words[w].op == MUON_ILLEGAL)
            continue;
        live &= ~register_set_result(&of->words[w]);
        live |= register_set_sources(&of->words[w]);
    }
    return live | liveness_implicit_uses(callees, function, insn);
}

/* Where control leaves the function other than by a jump that says what it needs. */
static register_set after(const struct liveness_callees *callees, const struct function *function,
                          size_t insn, const register_set *live_before) {
    ptrdiff_t next[2];
    size_t callee;
    unsigned ways = function_successors(callees->graph->image, function, insn, next);
    enum call_exit way = call_graph_leaves(callees->graph, function, insn, &callee);
    register_set live = 0;
    while (ways-- > 0) {
        if (next[ways] != FUNCTION_OUTSIDE)
            live |= live_before[next[ways]];
        else if (way == CALL_EXIT_NONE || is_call(function, insn))
            live |= REGISTERS_LOW;
    }
    return live;
}

register_set *liveness_after(const struct liveness_callees *callees,
                             const struct function *function, register_set *entry) {
    size_t count = function->count;
    register_set *live_after = xcalloc(count + 1, sizeof *live_after);
    register_set *live_before = xcalloc(count + 1, sizeof *live_before);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = count; i-- > 0;) {
            live_after[i] = after(callees, function, i, live_before);
            register_set live = liveness_before(callees, function, i, live_after[i]);
            again |= live != live_before[i];
            live_before[i] = live;
        }
    }
    *entry = live_before[0];
    free(live_before);
    return live_after;
}
