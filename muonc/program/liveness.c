#include "muonc/program/liveness.h"

#include "support/alloc.h"

#include <stdbool.h>
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

static register_set results_of(const struct liveness_callees *callees,
                               const struct function *function) {
    const struct function_list *functions = callees->graph->functions;
    const struct function *own =
        callees->results ? functions_at(functions, callees->graph->image,
                                        function_place(callees->graph->image, function, 0))
                         : NULL;
    return own ? callees->results[own - functions->items] : REGISTERS_RESULTS;
}

register_set liveness_implicit_uses(const struct liveness_callees *callees,
                                    const struct function *function, size_t insn) {
    size_t callee;
    register_set needs;
    switch (call_graph_leaves(callees->graph, function, insn, &callee)) {
    case CALL_EXIT_RETURN: return results_of(callees, function) | RETURN_NEEDS;
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

/* ---- of a whole function ---- */

/* What an instruction does to what is live: before it is all of uses, and of what is live behind it
 * what passes. */
struct effect {
    register_set uses, passes;
    register_set outside; /* live where control leaves the function other than by a jump that says
                           * what it needs */
    ptrdiff_t next[2];
    unsigned ways;
};

static struct effect effect_of(const struct liveness_callees *callees,
                               const struct function *function, size_t insn) {
    struct effect effect = {.uses = liveness_before(callees, function, insn, 0),
                            .passes = liveness_before(callees, function, insn, ~(register_set)0)};
    ptrdiff_t next[2];
    size_t callee;
    enum call_exit way = call_graph_leaves(callees->graph, function, insn, &callee);
    unsigned ways = function_successors(callees->graph->image, function, insn, next);
    for (unsigned i = 0; i < ways; i++)
        if (next[i] != FUNCTION_OUTSIDE)
            effect.next[effect.ways++] = next[i];
        else if (way == CALL_EXIT_NONE || is_call(function, insn))
            effect.outside = REGISTERS_LOW;
    return effect;
}

struct solver {
    struct effect *effects;
    size_t *jump, *other; /* by instruction: the first that jumps there, and the next one that jumps
                           * where it jumps; number + 1 */
    register_set *before, *after;
    bool *waits;
    size_t *waiting, count; /* instructions to look at again */
};

static void wait(struct solver *solver, size_t insn) {
    if (!solver->waits[insn])
        solver->waiting[solver->count++] = insn;
    solver->waits[insn] = true;
}

static void note_jumps(struct solver *solver, size_t insn) {
    const struct effect *effect = &solver->effects[insn];
    for (unsigned i = 0; i < effect->ways; i++) {
        size_t target = (size_t)effect->next[i];
        if (target == insn + 1)
            continue;
        solver->other[insn] = solver->jump[target];
        solver->jump[target] = insn + 1;
    }
}

/* What comes before an instruction looks at what is live there. */
static void tell_origins(struct solver *solver, size_t insn) {
    for (size_t jump = solver->jump[insn]; jump; jump = solver->other[jump - 1])
        wait(solver, jump - 1);
    if (insn > 0)
        wait(solver, insn - 1);
}

static void solve(struct solver *solver) {
    while (solver->count) {
        size_t insn = solver->waiting[--solver->count];
        const struct effect *effect = &solver->effects[insn];
        register_set live = effect->outside;
        for (unsigned i = 0; i < effect->ways; i++)
            live |= solver->before[effect->next[i]];
        solver->waits[insn] = false;
        solver->after[insn] = live;
        live = effect->uses | (live & effect->passes);
        if (live != solver->before[insn])
            tell_origins(solver, insn);
        solver->before[insn] = live;
    }
}

register_set *liveness_after(const struct liveness_callees *callees,
                             const struct function *function, register_set *entry) {
    size_t count = function->count;
    struct solver solver = {.effects = xcalloc(count + 1, sizeof *solver.effects),
                            .jump = xcalloc(count + 1, sizeof *solver.jump),
                            .other = xcalloc(count + 1, sizeof *solver.other),
                            .before = xcalloc(count + 1, sizeof *solver.before),
                            .after = xcalloc(count + 1, sizeof *solver.after),
                            .waits = xcalloc(count + 1, sizeof *solver.waits),
                            .waiting = xcalloc(count + 1, sizeof *solver.waiting)};
    for (size_t i = 0; i < count; i++) {
        solver.effects[i] = effect_of(callees, function, i);
        note_jumps(&solver, i);
        wait(&solver, i);
    }
    solve(&solver);
    *entry = solver.before[0];
    free(solver.effects);
    free(solver.jump);
    free(solver.other);
    free(solver.before);
    free(solver.waits);
    free(solver.waiting);
    return solver.after;
}
