/* Pieces of graphs, handed to a simulated machine: its Neutrino executes one, or a slice of it,
 * without a step of the host in between. */
#include "libtask/host/clock.h"
#include "libtask/host/device/musim/musim.h"
#include "libtask/host/record/recording.h"
#include "libtask/neutrino/graph_table.h"

#include <inttypes.h>

/* An execution: of the table as it was written, and as it was left. */
struct execution {
    enum musim_status status;
    struct graph_table *table;
    struct graph_node *nodes;
    uint64_t begin, end; /* on the host's clock */
};

/* ---- one execution ---- */

/* The table's head and nodes are read back in their place. */
static bool execute(struct machine *machine, struct execution *execution) {
    struct slice *slice = machine->slice;
    uint32_t address = MUSIM_TABLE_ADDRESS;
    size_t bytes = sizeof(struct graph_table) + slice->count * sizeof(struct graph_node);
    const struct musim_kernel walker = {
        .name = GRAPH_FUNCTION, .arguments = &address, .argument_bytes = sizeof address};
    *execution = (struct execution){
        .table = (struct graph_table *)slice->bytes,
        .nodes = (struct graph_node *)(slice->bytes + sizeof(struct graph_table))};
    if (!musim_write(machine->musim, address, slice->bytes, slice->used) ||
        !musim_launch(machine->musim, &walker))
        return false;
    execution->begin = now();
    execution->status = musim_execute(machine);
    execution->end = now();
    return musim_read(machine->musim, address, slice->bytes, bytes);
}

/* The Neutrino counts instructions; as much of the host's time counts as passed. */
static uint64_t time_of(const struct execution *execution, uint64_t cycles, uint64_t all) {
    double share = all ? (double)cycles / (double)all : 0;
    return execution->begin + (uint64_t)((double)(execution->end - execution->begin) * share);
}

static void stamp(const struct slice *slice, const struct execution *execution,
                  struct tk_times *times) {
    uint64_t all = 0;
    for (uint32_t place = 0; place < slice->count; place++)
        if (execution->nodes[place].ended > all)
            all = execution->nodes[place].ended;
    for (uint32_t place = 0; place < slice->count; place++) {
        const struct graph_node *node = &execution->nodes[place];
        uint32_t command = slice_command(slice, place);
        if (!node->done || slice->done[place] || command == TK_NO_COMMAND)
            continue;
        times[command].started = time_of(execution, node->started, all);
        times[command].ended = time_of(execution, node->ended, all);
        times[command].cycles = node->cycles;
    }
}

/* ---- what became of it ---- */

static const char *kernel_of(const struct slice *slice, uint32_t place) {
    uint32_t command = place < slice->count ? slice_command(slice, place) : TK_NO_COMMAND;
    return command == TK_NO_COMMAND ? NULL
                                    : slice->recording->commands[command]->launch.kernel->name;
}

/* A kernel that ends the program, in all lanes and without a failure, has ended nothing but itself:
 * the rest is still to be done. */
static enum tk_status end_running(const struct slice *slice, const struct execution *execution) {
    uint32_t running = execution->table->running;
    if (execution->table->done == execution->table->count)
        return TK_OK;
    if (running >= slice->count)
        return fail(TK_ERROR_FAILED, "the program has ended, and no kernel of it was running");
    execution->nodes[running].done = true;
    execution->nodes[running].ended = execution->nodes[running].started;
    return TK_OK;
}

/* What has been done now, in an order in which it may have been done. *all: nothing is left. */
static enum tk_status note_done(struct slice *slice, struct machine *machine,
                                const struct execution *execution, bool *all) {
    *all = true;
    for (uint32_t place = 0; place < slice->count; place++) {
        bool is_new = execution->nodes[place].done && !slice->done[place];
        if (is_new && !slice_bring(slice, machine->musim, place))
            return fail(TK_ERROR_FAILED, "%s", musim_error(machine->musim));
        slice->done[place] |= is_new;
        *all &= slice->done[place];
    }
    return TK_OK;
}

/* A run that a launch has left would be there for the next one, which takes the machine for reset.
 */
static enum tk_status check_runs(const struct slice *slice, const struct machine *machine,
                                 const struct execution *execution) {
    uint32_t run = musim_live_run(machine->musim), launches = 0;
    for (uint32_t place = 0; place < slice->count; place++)
        launches += execution->nodes[place].kind == GRAPH_LAUNCH;
    if (!run || launches < 2)
        return TK_OK;
    const char *name = musim_task_name(machine->musim, run >> NEUTRINO_RUN_COUNTER_BITS);
    return fail(
        TK_ERROR_FAILED,
        "kernels of one graph have left runs that nobody ends (the oldest is of '%s'), which "
        "others of it may have met",
        name ? name : "the anonymous task");
}

/* ---- slices ---- */

/* Barriers and launches of no work-item need no machine. */
static bool is_nothing(const struct slice *slice) {
    const struct graph_node *nodes =
        (const struct graph_node *)(slice->bytes + sizeof(struct graph_table));
    for (uint32_t place = 0; place < slice->count; place++)
        if (nodes[place].kind != GRAPH_NOTHING)
            return false;
    return true;
}

static void stamp_nothing(const struct slice *slice, struct tk_times *times) {
    uint64_t time = now();
    for (uint32_t place = 0; place < slice->count; place++) {
        uint32_t command = slice_command(slice, place);
        if (command != TK_NO_COMMAND && !slice->done[place])
            times[command].started = times[command].ended = time;
    }
}

/* Until all nodes of the slice are done. */
static enum tk_status run_slice(struct device *device, struct tk_times *times, uint32_t *failed) {
    struct machine *machine = device->state;
    struct slice *slice = machine->slice;
    for (;;) {
        struct execution execution;
        bool all;
        enum tk_status status = slice_encode(slice, machine, MUSIM_TABLE_ADDRESS, failed);
        if (status && *failed == 0)
            return status;
        if (status) { /* in its turn */
            slice->count = *failed;
            continue;
        }
        if (is_nothing(slice)) {
            if (times)
                stamp_nothing(slice, times);
            return TK_OK;
        }
        if (!execute(machine, &execution))
            return fail(TK_ERROR_FAILED, "%s", musim_error(machine->musim));
        *failed = execution.table->running;
        status = musim_outcome(device, execution.status, kernel_of(slice, *failed));
        if (!status)
            status = end_running(slice, &execution);
        if (!status)
            status = check_runs(slice, machine, &execution);
        if (times)
            stamp(slice, &execution, times);
        enum tk_status brought = note_done(slice, machine, &execution, &all);
        if (status || brought || all)
            return status ? status : brought;
    }
}

enum tk_status musim_run_piece(struct device *device, const struct recording *recording,
                               uint32_t piece, struct tk_times *times, uint32_t *command) {
    struct machine *machine = device->state;
    struct slice *slice = machine->slice;
    const struct pieces *pieces = &recording->plan->pieces;
    uint32_t all = pieces->first[piece + 1] - pieces->first[piece], failed = GRAPH_NOBODY;
    enum tk_status status = TK_OK;
    pthread_mutex_lock(&machine->use);
    slice->recording = recording;
    slice->piece = piece;
    for (uint32_t done = 0; done < all && !status; done += slice->count) {
        slice_begin(slice, done);
        status = run_slice(device, times, &failed);
    }
    *command = status && failed < slice->count ? slice_command(slice, failed) : TK_NO_COMMAND;
    pthread_mutex_unlock(&machine->use);
    return status;
}
