/* The task graph of an overlay: which tasks have not ended, who waits for whom, who is next. It
 * knows neither threads nor warps, and is compiled for the host and for the Neutrino, into the loop
 * of the scheduler of each. One party uses a graph.
 *
 * A slot is a bit of a 64-bit mask, a queue one of a 32-bit mask. Nothing loops over slots: the
 * application has found a task's parents (lookup.h). Only the first task of a queue is asked
 * whether its parents have ended, and if one has not, that one is watched: its end is news for the
 * queue. So a parent is looked at once or twice, and most have ended by then. */
#ifndef LIBTASK_OVERLAY_GRAPH_H
#define LIBTASK_OVERLAY_GRAPH_H

#include "libtask/overlay/lost.h"

#define GRAPH_NO_SLOT (-1)

struct graph_slot {
    record_t record;
    slots_t children;  /* tasks that have counted this one as missing */
    queues_t watchers; /* queues whose first task waits for this one */
    uint32_t missing;  /* parents that had not been enqueued, and have not ended */
    uint32_t id;       /* of its task; of none when that has ended */
    int8_t next;       /* in its queue */
};

struct overlay_graph {
    const overlay_t *overlay;
    queues_t news;      /* queues of whose first task a parent has ended */
    slots_t all, free;  /* slots; those without a task that has not ended */
    bool ended;         /* no more tasks come; `stopped` says why, if that is an error */
    bool overflow;      /* there is no memory left to know who has failed: the run stops */
    bool is_suspicious; /* a task may be an error, or have lost parents, or there is an overflow */
    int8_t first[OVERLAY_QUEUES], last[OVERLAY_QUEUES]; /* of the tasks not taken */
    overlay_outcome_t outcome;
    struct graph_slot slot[OVERLAY_SLOTS];
    struct overlay_lost lost;
    const char *stopped;
    int64_t stop_value;
};

static inline slots_t slots_below(int slot) {
    return slot ? (slots_t)-1 >> (64 - slot) : 0;
}

/* Slots with tasks that have not ended. */
static inline slots_t graph_enqueued(const struct overlay_graph *graph) {
    return graph->all & ~graph->free;
}

static inline record_t graph_record(const struct overlay_graph *graph, int slot) {
    return record_at(graph->overlay, slot);
}

/* False, with a report, if there cannot be such an overlay. */
bool graph_begin(struct overlay_graph *graph, const overlay_t *overlay);
void graph_end(struct overlay_graph *graph);

#define GRAPH_RARE __attribute__((cold)) /* what is not keeps its registers */

/* What is rare (graph.c): a record that is unusual, which is no task if this is false; the first
 * task of a queue that may be one not to run, in which case it is cancelled and false is returned;
 * one that has failed; the end of one that others have counted as missing. */
GRAPH_RARE bool graph_add_unusual(struct overlay_graph *graph, int slot);
GRAPH_RARE bool graph_may_run(struct overlay_graph *graph, int slot);
GRAPH_RARE void graph_lose(struct overlay_graph *graph, int slot, int64_t result);
GRAPH_RARE void graph_release_children(struct overlay_graph *graph, int slot);

/* Prints what has not run and why, if there is something (report.c). Then outcome is complete. */
void graph_report(struct overlay_graph *graph);

/* Where reports go: each side has its own. */
void overlay_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- a task comes ---- */

/* Is it the first of its queue now? */
static inline bool graph_append(struct overlay_graph *graph, int slot, unsigned queue) {
    int last = graph->last[queue];
    graph->last[queue] = (int8_t)slot;
    if (graph->first[queue] < 0) {
        graph->first[queue] = (int8_t)slot;
        return true;
    }
    graph->slot[last].next = (int8_t)slot;
    return false;
}

/* The application has filled in the slot's record. Is it that of a task which is now the first of
 * its queue? */
static inline bool graph_add(struct overlay_graph *graph, int slot, record_t task) {
    graph->slot[slot] = (struct graph_slot){
        .record = task, .id = task_id((uint32_t)graph->outcome.tasks, slot), .next = GRAPH_NO_SLOT};
    if (task->unusual_ && !graph_add_unusual(graph, slot))
        return false;
    graph->outcome.tasks++;
    graph->free ^= UINT64_C(1) << slot;
    return graph_append(graph, slot, task->queue);
}

/* ---- a task goes ---- */

static inline void graph_release(struct overlay_graph *graph, int slot) {
    struct graph_slot *released = &graph->slot[slot];
    graph->free ^= UINT64_C(1) << slot;
    if (released->watchers)
        graph->news |= released->watchers;
    released->id = task_id(0, slot + 1); /* one of another slot */
    if (released->children)
        graph_release_children(graph, slot);
}

/* Has the first task of a queue no parent that has not ended? If it has, the queue watches that.
 * Of parents that have ended the record tells no more. */
static inline bool graph_is_ready(struct overlay_graph *graph, const struct graph_slot *first) {
    record_t task = first->record;
    for (unsigned left = task->parents_; left; left--) {
        uint32_t id = task->parent_[left - 1];
        struct graph_slot *parent = &graph->slot[task_slot(id)];
        if (parent->id == id) {
            parent->watchers |= (queues_t)1 << task->queue;
            task->parents_ = (uint8_t)left;
            return false;
        }
    }
    return !first->missing;
}

/* Takes the queue's first task if it can run; GRAPH_NO_SLOT if not. */
static inline int graph_take(struct overlay_graph *graph, unsigned queue) {
    for (;;) {
        int slot = graph->first[queue];
        if (slot < 0 || !graph_is_ready(graph, &graph->slot[slot]))
            return GRAPH_NO_SLOT;
        if (graph->is_suspicious && graph->overflow)
            return GRAPH_NO_SLOT;
        graph->first[queue] = graph->slot[slot].next;
        if (!graph->is_suspicious || graph_may_run(graph, slot))
            return slot;
    }
}

/* A task that was taken has run. */
static inline void graph_done(struct overlay_graph *graph, int slot, int32_t result) {
    if (result)
        graph_lose(graph, slot, result);
    graph_release(graph, slot);
}

/* ---- the end ---- */

/* All tasks have ended. */
static inline bool graph_is_over(const struct overlay_graph *graph) {
    return graph->ended && graph->free == graph->all;
}

/* What is there waits for what does not come. To be asked when no task runs and none can be taken.
 */
static inline bool graph_is_blocked(const struct overlay_graph *graph) {
    return graph->free != graph->all && (graph->ended || !graph->free || graph->overflow);
}

#endif
