/* Graphs of commands. */
#include "libtask/host/deduce/graph.h"

#include "libtask/host/deduce/ranges.h"

#include <stdlib.h>
#include <string.h>

struct space {
    uint32_t number;
    struct ranges ranges;
};

struct deduction {
    struct edges edges;
    struct space *spaces; /* few: the host's and a device's */
    size_t space_count, space_capacity;
    uint32_t everything; /* the last command that is ordered with all, or NOBODY */
};

static struct ranges *ranges_of(struct deduction *deduction, uint32_t number) {
    for (size_t i = 0; i < deduction->space_count; i++)
        if (deduction->spaces[i].number == number)
            return &deduction->spaces[i].ranges;
    if (!memory_room((void **)&deduction->spaces, &deduction->space_capacity,
                     deduction->space_count + 1, sizeof *deduction->spaces)) {
        deduction->edges.failed = true;
        return NULL;
    }
    struct space *space = &deduction->spaces[deduction->space_count++];
    *space = (struct space){.number = number};
    return &space->ranges;
}

/* ---- commands ---- */

/* Those that nobody waits for yet have waited for all others. What was noted before is told by
 * this one. */
static void wait_for_everything(struct deduction *deduction, uint32_t command) {
    struct edges *edges = &deduction->edges;
    uint32_t first = deduction->everything == NOBODY ? 0 : deduction->everything;
    for (uint32_t i = first; i < command; i++)
        if (!edges->nodes[i].awaited)
            edges_add(edges, i, command);
    deduction->everything = command;
    deduction->space_count = 0;
}

static void ask(struct deduction *deduction, const struct access *access, uint32_t command) {
    struct ranges *ranges = ranges_of(deduction, access->space);
    uint64_t count = box_stretches(&access->box);
    for (uint64_t i = 0; i < count && !deduction->edges.failed; i++)
        ranges_ask(ranges, &deduction->edges, box_stretch(&access->box, i), access->write, command);
}

static void note(struct deduction *deduction, const struct access *access,
                 const struct set *command) {
    struct ranges *ranges = ranges_of(deduction, access->space);
    uint64_t count = box_stretches(&access->box);
    for (uint64_t i = 0; i < count && !deduction->edges.failed; i++)
        ranges_note(ranges, &deduction->edges, box_stretch(&access->box, i), access->write,
                    command);
}

static void note_all(struct deduction *deduction, const struct ordered *ordered, uint32_t number) {
    const struct set *command = ordered->access_count ? set_of(&deduction->edges, number) : NULL;
    for (int write = 0; write < 2; write++)
        for (uint32_t i = 0; i < ordered->access_count && !deduction->edges.failed; i++)
            if (ordered->accesses[i].write == write)
                note(deduction, &ordered->accesses[i], command);
}

static void add_command(struct deduction *deduction, const struct ordered *ordered,
                        uint32_t number) {
    bool after = deduction->everything == NOBODY; /* that, by something that it waits for */
    for (uint32_t i = 0; i < ordered->wait_count; i++) {
        edges_add(&deduction->edges, ordered->waits[i], number);
        after |= ordered->waits[i] >= deduction->everything;
    }
    size_t before = deduction->edges.count;
    if (ordered->everything) {
        wait_for_everything(deduction, number);
        return;
    }
    for (uint32_t i = 0; i < ordered->access_count && !deduction->edges.failed; i++)
        ask(deduction, &ordered->accesses[i], number);
    note_all(deduction, ordered, number);
    if (!after && deduction->edges.count == before)
        edges_add(&deduction->edges, deduction->everything, number);
}

/* ---- graphs ---- */

static bool lay_out(struct graph *graph, const struct edges *edges, uint32_t commands) {
    size_t nodes = edges->node_count;
    *graph = (struct graph){
        .commands = commands,
        .nodes = (uint32_t)nodes,
        .first = edges->count < NOBODY ? memory_zeroed(nodes + 2, sizeof *graph->first) : NULL,
        .successors = memory_get(edges->count * sizeof *graph->successors),
        .predecessors = memory_zeroed(nodes, sizeof *graph->predecessors),
    };
    if (!graph->first || !graph->successors || !graph->predecessors) {
        graph_free(graph);
        return false;
    }
    uint32_t *next = graph->first + 1; /* one place later until all are there */
    for (size_t i = 0; i < edges->count; i++)
        next[edges->list[i].from + 1]++;
    for (size_t i = 0; i < nodes; i++)
        next[i + 1] += next[i];
    for (size_t i = 0; i < edges->count; i++) {
        const struct edge *edge = &edges->list[i];
        graph->successors[next[edge->from]++] = edge->to;
        graph->predecessors[edge->to]++;
    }
    return true;
}

bool graph_deduce(struct graph *graph, const struct ordered *commands, uint32_t count) {
    struct deduction deduction = {.everything = NOBODY};
    bool ok = edges_begin(&deduction.edges, count);
    for (uint32_t i = 0; i < count && !deduction.edges.failed; i++)
        add_command(&deduction, &commands[i], i);
    ok = ok && !deduction.edges.failed && lay_out(graph, &deduction.edges, count);
    if (!ok)
        *graph = (struct graph){0};
    edges_free(&deduction.edges);
    free(deduction.spaces);
    return ok;
}

bool graph_with(struct graph *graph, const struct graph *base, const struct edge *more,
                size_t more_count) {
    size_t nodes = base->nodes, edges = base->first[nodes] + more_count;
    *graph = (struct graph){
        .commands = base->commands,
        .nodes = base->nodes,
        .first = edges < NOBODY ? memory_zeroed(nodes + 2, sizeof *graph->first) : NULL,
        .successors = memory_get(edges * sizeof *graph->successors),
        .predecessors = memory_get(nodes * sizeof *graph->predecessors),
    };
    if (!graph->first || !graph->successors || !graph->predecessors) {
        graph_free(graph);
        return false;
    }
    memcpy(graph->predecessors, base->predecessors, nodes * sizeof *graph->predecessors);
    uint32_t *next = graph->first + 1; /* one place later until all are there */
    for (size_t i = 0; i < more_count; i++)
        next[more[i].from + 1]++;
    for (size_t i = 0; i < nodes; i++)
        next[i + 1] += next[i] + base->first[i + 1] - base->first[i];
    for (size_t i = 0; i < nodes; i++)
        for (uint32_t j = base->first[i]; j < base->first[i + 1]; j++)
            graph->successors[next[i]++] = base->successors[j];
    for (size_t i = 0; i < more_count; i++) {
        graph->successors[next[more[i].from]++] = more[i].to;
        graph->predecessors[more[i].to]++;
    }
    return true;
}

void graph_free(struct graph *graph) {
    free(graph->first);
    free(graph->successors);
    free(graph->predecessors);
    *graph = (struct graph){0};
}
