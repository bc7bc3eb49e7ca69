/* The task graph of an overlay: which tasks have not ended, who waits for whom, who is next. It
 * knows neither threads nor warps, and is compiled for the host and for the Neutrino, into the loop
 * of the scheduler of each. One party uses a graph.
 *
 * A slot is a bit of a 64-bit mask, a queue one of a 32-bit mask. Nothing loops over slots: the
 * application has found a task's parents (lookup.h), the next ready task is the lowest bit of a
 * mask, and a task that ends looks at its children alone. */
#ifndef LIBTASK_OVERLAY_GRAPH_H
#define LIBTASK_OVERLAY_GRAPH_H

#include "libtask/overlay/lost.h"

#define GRAPH_NO_SLOT OVERLAY_SLOTS

struct graph_slot {
    slots_t children; /* tasks that wait for this one, of which lookup.h tells */
    uint32_t open;    /* such parents of its own that have not ended */
    uint8_t queue;
    uint8_t next; /* in its queue */
};

struct overlay_graph {
    const overlay_t *overlay;
    queues_t ready;   /* the queue's first task can be taken */
    slots_t enqueued; /* a task is there that has not ended */
    slots_t doomed;   /* it will not run: it is an error, or a parent of it is lost */
    slots_t freed;    /* it holds no task, and the application has not been told */
    bool ended;       /* no more tasks come; `stopped` says why, if that is an error */
    bool overflow;    /* there is no memory left to know who has failed: the run stops */
    struct graph_slot slot[OVERLAY_SLOTS];
    uint8_t first[OVERLAY_QUEUES], last[OVERLAY_QUEUES]; /* of the tasks not taken */
    overlay_outcome_t outcome;
    struct overlay_lost lost;
    uint32_t blame[OVERLAY_SLOTS]; /* of a doomed task: the parent that is lost, or LOST_NONE */
    const char *stopped;
    int64_t stop_value;
};

static inline slots_t slots_below(unsigned slot) {
    return slot ? (slots_t)-1 >> (64 - slot) : 0;
}

static inline record_t graph_record(const struct overlay_graph *graph, unsigned slot) {
    return record_at(graph->overlay, slot);
}

/* False, with a report, if there cannot be such an overlay. */
bool graph_begin(struct overlay_graph *graph, const overlay_t *overlay);
void graph_end(struct overlay_graph *graph);

/* What is rare (graph.c): the last record; a task that is an error, or may have lost parents; a
 * task that has failed or is not to run. */
void graph_add_last(struct overlay_graph *graph, unsigned slot);
void graph_add_doomed(struct overlay_graph *graph, unsigned slot);
void graph_lose(struct overlay_graph *graph, unsigned slot, int64_t result);

/* Prints what has not run and why, if there is something (report.c). Then outcome is complete. */
void graph_report(struct overlay_graph *graph);

/* Where reports go: each side has its own. */
void overlay_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- a task comes ---- */

static inline void graph_append(struct overlay_graph *graph, unsigned slot, unsigned queue) {
    graph->slot[slot].queue = (uint8_t)queue;
    graph->slot[slot].next = GRAPH_NO_SLOT;
    if (graph->first[queue] != GRAPH_NO_SLOT) {
        graph->slot[graph->last[queue]].next = (uint8_t)slot;
    } else {
        graph->first[queue] = (uint8_t)slot;
        graph->ready |= (queues_t)!graph->slot[slot].open << queue;
    }
    graph->last[queue] = (uint8_t)slot;
}

/* The application has filled in the slot's record. */
static inline void graph_add(struct overlay_graph *graph, unsigned slot, record_t task) {
    if (task->last) {
        graph_add_last(graph, slot);
        return;
    }
    slots_t self = UINT64_C(1) << slot;
    uint32_t open = task->missing_;
    for (slots_t parents = task->parents_ & graph->enqueued; parents; parents &= parents - 1) {
        graph->slot[__builtin_ctzll(parents)].children |= self;
        open++;
    }
    graph->slot[slot].open = open;
    graph->slot[slot].children = task->children_; /* which have counted it as missing */
    graph->enqueued |= self;
    graph->outcome.tasks++;
    if (task->error || graph->lost.count)
        graph_add_doomed(graph, slot);
    graph_append(graph, slot, task->queue);
}

/* ---- a task goes ---- */

static inline void graph_release(struct overlay_graph *graph, unsigned slot) {
    graph->enqueued &= ~(UINT64_C(1) << slot);
    graph->freed |= UINT64_C(1) << slot;
    for (slots_t children = graph->slot[slot].children; children; children &= children - 1) {
        unsigned child = (unsigned)__builtin_ctzll(children), queue = graph->slot[child].queue;
        if (!--graph->slot[child].open && graph->first[queue] == child)
            graph->ready |= (queues_t)1 << queue;
    }
}

/* Takes a task that can run from one of these queues; GRAPH_NO_SLOT if there is none. */
static inline unsigned graph_take(struct overlay_graph *graph, queues_t queues) {
    while (graph->ready & queues && !graph->overflow) {
        unsigned queue = (unsigned)__builtin_ctz(graph->ready & queues);
        unsigned slot = graph->first[queue], next = graph->slot[slot].next;
        graph->first[queue] = (uint8_t)next;
        if (next == GRAPH_NO_SLOT || graph->slot[next].open)
            graph->ready &= ~((queues_t)1 << queue);
        if (!graph->doomed || !(graph->doomed >> slot & 1))
            return slot;
        graph_lose(graph, slot, 0);
        graph_release(graph, slot);
    }
    return GRAPH_NO_SLOT;
}

/* A task that was taken has run. */
static inline void graph_done(struct overlay_graph *graph, unsigned slot, int32_t result) {
    if (result)
        graph_lose(graph, slot, result);
    graph_release(graph, slot);
}

/* ---- the end ---- */

/* All tasks have ended. */
static inline bool graph_is_over(const struct overlay_graph *graph) {
    return graph->ended && !graph->enqueued;
}

/* What is there waits for what does not come. To be asked when no task runs and none can be taken.
 */
static inline bool graph_is_blocked(const struct overlay_graph *graph) {
    bool is_full = graph->enqueued == slots_below(graph->overlay->slots);
    return graph->enqueued && (graph->ended || is_full || graph->overflow);
}

#endif
