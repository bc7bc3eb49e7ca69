/* The task graph of an overlay: which tasks are in slots, who waits for whom, who is next. It knows
 * neither threads nor warps, and is compiled for the host and for the Neutrino. One party uses a
 * graph.
 *
 * A slot is a bit of a 64-bit mask, a queue one of a 32-bit mask. Nothing loops over slots: a task
 * is found by the bucket of its index, the next ready one by the lowest bit of a mask, and a task
 * that ends looks at its children alone. */
#ifndef LIBTASK_OVERLAY_GRAPH_H
#define LIBTASK_OVERLAY_GRAPH_H

#include "libtask/overlay/lost.h"

#define GRAPH_NO_SLOT OVERLAY_SLOTS

typedef uint64_t slots_t;  /* a bit for each slot */
typedef uint32_t queues_t; /* a bit for each queue */

struct overlay_graph {
    const overlay_t *overlay;
    bool ended;          /* the application has said that no more tasks come */
    const char *stopped; /* why, if that is an error; and its value */
    int64_t stop_value;
    bool overflow;    /* there is no memory left to know who has failed: the run stops */
    queues_t ready;   /* the queue's first task can be taken */
    slots_t enqueued; /* a task is there that has not ended */
    slots_t running;  /* it has been taken */
    slots_t doomed;   /* it will not run: it is an error, or a parent of it is lost */
    slots_t freed;    /* it holds no task, and the application has not been told */
    /* Tasks by the bucket of their index; and those that wait for a task of that bucket that has
     * not been enqueued yet. */
    slots_t present[OVERLAY_BUCKETS], awaited[OVERLAY_BUCKETS];
    slots_t children[OVERLAY_SLOTS];
    uint32_t open[OVERLAY_SLOTS];  /* how many parents have not ended */
    uint32_t blame[OVERLAY_SLOTS]; /* the parent that is lost, or LOST_NONE */
    uint8_t queue[OVERLAY_SLOTS];
    uint8_t next[OVERLAY_SLOTS];                         /* in its queue */
    uint8_t first[OVERLAY_QUEUES], last[OVERLAY_QUEUES]; /* of the tasks not taken */
    overlay_outcome_t outcome;
    struct overlay_lost lost;
};

static inline slots_t slots_below(unsigned slot) {
    return slot ? (slots_t)-1 >> (64 - slot) : 0;
}

/* False, with a report, if there cannot be such an overlay. */
bool graph_begin(struct overlay_graph *graph, const overlay_t *overlay);
void graph_end(struct overlay_graph *graph);

/* The application has filled in the slot's record. */
void graph_add(struct overlay_graph *graph, unsigned slot);

/* Takes a task that can run from one of these queues; GRAPH_NO_SLOT if there is none. */
unsigned graph_take(struct overlay_graph *graph, queues_t queues);

/* A task that was taken has run; its record says with what result. */
void graph_done(struct overlay_graph *graph, unsigned slot);

/* All tasks have ended. */
static inline bool graph_is_over(const struct overlay_graph *graph) {
    return graph->ended && !graph->enqueued;
}

/* Nothing runs and nothing will: what is there waits for what does not come. To be asked when no
 * queue has a task that can be taken. */
bool graph_is_blocked(const struct overlay_graph *graph);

/* Prints what has not run and why, if there is something (report.c). Then outcome is complete. */
void graph_report(struct overlay_graph *graph);

/* Where reports go: each side has its own. */
void overlay_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
