#include "muonc/program/dataflow.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

struct solver {
    const struct dataflow *dataflow;
    char *states;
    char *current, *before; /* one state each */
    bool *reached, *waiting;
};

static char *state_at(const struct solver *solver, size_t insn) {
    return solver->states + insn * solver->dataflow->state_bytes;
}

static void arrive(struct solver *solver, size_t to) {
    size_t bytes = solver->dataflow->state_bytes;
    char *state = state_at(solver, to);
    if (!solver->reached[to]) {
        memcpy(state, solver->current, bytes);
        solver->reached[to] = solver->waiting[to] = true;
        return;
    }
    memcpy(solver->before, state, bytes);
    solver->dataflow->meet(state, solver->current);
    if (memcmp(solver->before, state, bytes))
        solver->waiting[to] = true;
}

static void visit(struct solver *solver, size_t insn) {
    const struct dataflow *dataflow = solver->dataflow;
    ptrdiff_t next[2];
    solver->waiting[insn] = false;
    memcpy(solver->current, state_at(solver, insn), dataflow->state_bytes);
    dataflow->transfer(dataflow->context, insn, solver->current);
    unsigned ways = function_successors(dataflow->image, dataflow->function, insn, next);
    while (ways-- > 0)
        if (next[ways] != FUNCTION_OUTSIDE)
            arrive(solver, (size_t)next[ways]);
}

void *dataflow_solve(const struct dataflow *dataflow, bool *reached) {
    size_t count = dataflow->function->count, bytes = dataflow->state_bytes;
    struct solver solver = {
        .dataflow = dataflow,
        .states = xcalloc(count + 2, bytes),
        .reached = reached,
        .waiting = xcalloc(count + 1, sizeof(bool)),
    };
    solver.current = state_at(&solver, count);
    solver.before = state_at(&solver, count + 1);
    memset(reached, 0, count * sizeof *reached);
    memcpy(solver.current, dataflow->entry, bytes);
    if (count)
        arrive(&solver, 0);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < count; i++) {
            if (!solver.waiting[i])
                continue;
            visit(&solver, i);
            again = true;
        }
    }
    free(solver.waiting);
    return solver.states;
}
