/* A dispatch that runs: its steps on the device's threads. */
#include "libtask/host/engine/engine.h"

#include <string.h>

/* ---- failures ---- */

void dispatch_fail(struct dispatch *dispatch, uint32_t command, enum tk_status status,
                   const char *message) {
    if (atomic_exchange(&dispatch->failed, true))
        return;
    dispatch->failure.status = status;
    dispatch->failure.command = command;
    snprintf(dispatch->failure.message, MESSAGE, "%s", message);
}

/* ---- nodes ---- */

static bool is_piece(const struct dispatch *dispatch, uint32_t node) {
    const struct plan *plan = dispatch->recording->plan;
    return plan->is_cut && node >= plan->pieces.host_units;
}

/* The number of a node's command, TK_NO_COMMAND of joins and pieces. */
static uint32_t number_of(const struct dispatch *dispatch, uint32_t node) {
    const struct plan *plan = dispatch->recording->plan;
    if (is_piece(dispatch, node))
        return TK_NO_COMMAND;
    if (plan->is_cut)
        return plan->pieces.nodes[plan->pieces.first[node]];
    return node < dispatch->recording->count ? node : TK_NO_COMMAND;
}

/* NULL if it has none. */
static const struct command *command_of(const struct dispatch *dispatch, uint32_t node) {
    uint32_t number = number_of(dispatch, node);
    return number == TK_NO_COMMAND ? NULL : dispatch->recording->commands[number];
}

/* Joins and barriers take no time, and after a failure nothing is done. */
static bool is_nothing(const struct dispatch *dispatch, uint32_t node) {
    const struct command *command = command_of(dispatch, node);
    return atomic_load_explicit(&dispatch->failed, memory_order_relaxed) ||
           (command ? command->kind == COMMAND_BARRIER : !is_piece(dispatch, node));
}

/* NULL if nobody asks for them, or the node has none. */
static struct tk_times *times_of(const struct dispatch *dispatch, uint32_t node) {
    uint32_t number = number_of(dispatch, node);
    return dispatch->times && number != TK_NO_COMMAND ? &dispatch->times->commands[number] : NULL;
}

static void stamp_nothing(const struct dispatch *dispatch, uint32_t node) {
    struct tk_times *times = times_of(dispatch, node);
    if (times && !atomic_load(&dispatch->failed))
        times->started = times->ended = now();
}

/* What is ready, and what is done without the pool; each a list. */
struct lists {
    struct step *ready, **last;
    struct run *nothing;
};

static void make_ready(struct dispatch *dispatch, uint32_t node, struct lists *lists) {
    struct run *run = &dispatch->runs[node];
    if (is_nothing(dispatch, node)) {
        run->step.next = lists->nothing ? &lists->nothing->step : NULL;
        lists->nothing = run;
        return;
    }
    const struct command *command = command_of(dispatch, node);
    run->step.parts = command ? command_parts(dispatch->device, command) : 1;
    run->step.next_part = 0;
    run->step.next = NULL;
    atomic_store_explicit(&run->parts_left, run->step.parts, memory_order_relaxed);
    *lists->last = &run->step;
    lists->last = &run->step.next;
}

static void tell_successors(struct dispatch *dispatch, uint32_t node, struct lists *lists) {
    const struct graph *graph = plan_steps(dispatch->recording->plan);
    for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
        uint32_t next = graph->successors[i];
        if (atomic_fetch_sub_explicit(&dispatch->runs[next].before, 1, memory_order_acq_rel) == 1)
            make_ready(dispatch, next, lists);
    }
}

/* Does what takes no time, hands the rest to the pool, and ends the dispatch with its last node.
 * done: nodes that the caller has done. */
static void go_on(struct dispatch *dispatch, struct lists *lists, unsigned done) {
    while (lists->nothing) {
        struct run *run = lists->nothing;
        uint32_t node = (uint32_t)(run - dispatch->runs);
        lists->nothing = (struct run *)run->step.next;
        stamp_nothing(dispatch, node);
        tell_successors(dispatch, node, lists);
        done++;
    }
    /* After the last node is counted, the dispatch may be gone. */
    pool_go_on(&dispatch->device->pool, lists->ready);
    if (atomic_fetch_sub_explicit(&dispatch->left, done, memory_order_acq_rel) == done)
        dispatch_end(dispatch);
}

static void begin(struct dispatch *dispatch) {
    const struct graph *graph = plan_steps(dispatch->recording->plan);
    struct lists lists = {.last = &lists.ready};
    for (uint32_t node = 0; node < graph->nodes; node++)
        if (!graph->predecessors[node])
            make_ready(dispatch, node, &lists);
    go_on(dispatch, &lists, 1);
}

static void run_piece(struct dispatch *dispatch, uint32_t piece) {
    uint32_t command = TK_NO_COMMAND;
    struct tk_times *times = dispatch->times ? dispatch->times->commands : NULL;
    enum tk_status status = dispatch->device->class->run_piece(
        dispatch->device, dispatch->recording, piece, times, &command);
    if (status)
        dispatch_fail(dispatch, command, status, tk_message());
}

static void run_part(struct dispatch *dispatch, uint32_t node, uint64_t part, uint64_t parts) {
    uint64_t cycles = 0;
    struct tk_times *times = times_of(dispatch, node);
    if (atomic_load_explicit(&dispatch->failed, memory_order_relaxed))
        return;
    if (is_piece(dispatch, node)) {
        run_piece(dispatch, node);
        return;
    }
    if (times && part == 0)
        times->started = now();
    enum tk_status status = command_run(dispatch->device, command_of(dispatch, node), part, parts,
                                        object_handle(dispatch->commands), &cycles);
    if (times && cycles)
        times->cycles = cycles;
    if (status)
        dispatch_fail(dispatch, number_of(dispatch, node), status, tk_message());
}

void step_run(struct step *step, uint64_t part) {
    struct run *run = (struct run *)step;
    struct dispatch *dispatch = run->dispatch;
    uint32_t node = (uint32_t)(run - dispatch->runs);
    if (node == plan_steps(dispatch->recording->plan)->nodes) {
        begin(dispatch);
        return;
    }
    run_part(dispatch, node, part, step->parts);
    if (atomic_fetch_sub_explicit(&run->parts_left, 1, memory_order_acq_rel) != 1)
        return;
    struct tk_times *times = times_of(dispatch, node);
    if (times)
        times->ended = now();
    struct lists lists = {.last = &lists.ready};
    tell_successors(dispatch, node, &lists);
    go_on(dispatch, &lists, 1);
}

/* The rest is done by the device's threads: no callback is called by who flushes. */
void dispatch_start(struct dispatch *dispatch) {
    const struct graph *graph = plan_steps(dispatch->recording->plan);
    if (dispatch->times) {
        uint64_t submitted = now();
        for (uint32_t i = 0; i < dispatch->times->count; i++)
            dispatch->times->commands[i].submitted = submitted;
    }
    struct run *first = &dispatch->runs[graph->nodes];
    first->step = (struct step){.parts = 1};
    pool_add(&dispatch->device->pool, &first->step);
}
