/* Random task graphs, run by the overlay runtime and checked against what must become of them. The
 * same program for the host and for a cluster.
 *
 * Each task computes its value from those of its parents and from what its queue has computed
 * before, in an order that matters: a lost dependency or a task too early changes the result. */
#ifndef TESTS_OVERLAY_RANDOM_GRAPH_H
#define TESTS_OVERLAY_RANDOM_GRAPH_H

#include "neutrino/overlay.h"

#define GRAPH_TASKS 96 /* the most */
#define GRAPH_PARENTS 8
#define GRAPH_DIMENSIONS 3

enum task_state { TASK_NOT_ENQUEUED, TASK_WAITS, TASK_RAN, TASK_FAILED, TASK_CANCELLED };

struct graph_task {
    int64_t kind, at[GRAPH_DIMENSIONS];
    uint8_t queue, parents;
    uint8_t parent[GRAPH_PARENTS]; /* numbers of tasks; greater than its own: enqueued later */
    uint8_t result;
    bool is_error;
    uint16_t delay;
    /* What must become of it. */
    uint8_t state;
    uint32_t value;
};

struct graph {
    uint32_t slots, count;
    bool exact_keys;
    struct graph_task task[GRAPH_TASKS];
    overlay_outcome_t outcome;
};

/* Makes a graph and what must become of it. */
void graph_make(struct graph *graph, uint32_t seed, uint32_t slots);

/* Works out what must become of tasks that were written by hand. */
void graph_work_out(struct graph *graph);

/* Before each run, by one lane; on a cluster all meet behind it. */
void graph_ready(const struct graph *graph);

/* Runs it, and says what is wrong: NULL if nothing is. On a cluster, all lanes of all warps do. */
const char *graph_run(const struct graph *graph);

/* Takes some time: the test's own. */
void graph_delay(unsigned amount);

#endif
