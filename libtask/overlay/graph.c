#include "libtask/overlay/graph.h"

#include <string.h>

static slots_t bit(unsigned slot) {
    return UINT64_C(1) << slot;
}

static bool refuse(const overlay_t *overlay, uint32_t has, const char *what, int least, int most) {
    if (has >= (uint32_t)least && has <= (uint32_t)most)
        return false;
    overlay_print("overlay %s: error: %u %s; there must be %d to %d\n",
                  OVERLAY_AT(const char, overlay->name), (unsigned)has, what, least, most);
    return true;
}

bool graph_begin(struct overlay_graph *graph, const overlay_t *overlay) {
    memset(graph, 0, sizeof *graph);
    graph->overlay = overlay;
    memset(graph->first, GRAPH_NO_SLOT, sizeof graph->first);
    lost_begin(&graph->lost, overlay->index_words);
    if (refuse(overlay, overlay->slots, "slots", 1, OVERLAY_SLOTS) ||
        refuse(overlay, overlay->queues, "queues", 1, OVERLAY_QUEUES))
        return false;
    graph->freed = slots_below(overlay->slots);
    return true;
}

void graph_end(struct overlay_graph *graph) {
    lost_end(&graph->lost);
}

void graph_add_last(struct overlay_graph *graph, unsigned slot) {
    record_t last = graph_record(graph, slot);
    graph->ended = true;
    graph->freed |= bit(slot);
    graph->stopped = OVERLAY_AT(const char, last->error);
    graph->stop_value = last->error_value;
    graph->outcome.failed += last->error != 0;
}

/* ---- tasks that fail or are not to run ---- */

/* The task will not run, because of a lost parent: the first one is told. */
static void doom(struct overlay_graph *graph, unsigned slot, uint32_t parent) {
    if (!(graph->doomed & bit(slot)) || graph->blame[slot] == LOST_NONE)
        graph->blame[slot] = parent;
    graph->doomed |= bit(slot);
}

void graph_add_doomed(struct overlay_graph *graph, unsigned slot) {
    const overlay_t *overlay = graph->overlay;
    record_t task = graph_record(graph, slot);
    if (task->error)
        doom(graph, slot, LOST_NONE);
    dep_t dep = record_deps(overlay, task);
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        uint32_t lost = lost_find(&graph->lost, dep_index(dep));
        if (lost != LOST_NONE)
            doom(graph, slot, lost);
    }
}

/* A doomed task with nobody to blame is an error of its own. */
static void describe(const struct overlay_graph *graph, unsigned slot, int64_t result,
                     struct lost_task *lost) {
    record_t task = graph_record(graph, slot);
    *lost = (struct lost_task){.value = result, .parent = LOST_NONE};
    if (!(graph->doomed & bit(slot)))
        return;
    lost->parent = graph->blame[slot];
    if (lost->parent != LOST_NONE)
        return;
    lost->error = OVERLAY_AT(const char, task->error);
    lost->value = task->error_value;
}

/* The masks do not tell all parents (lookup.h). */
static bool depends_on(const struct overlay_graph *graph, unsigned child, index_t parent) {
    const overlay_t *overlay = graph->overlay;
    record_t task = graph_record(graph, child);
    dep_t dep = record_deps(overlay, task);
    uint32_t left = task->num_of_deps;
    for (; left && !index_equal(dep_index(dep), parent, overlay->index_words); left--)
        dep += overlay->dep_bytes;
    return left;
}

void graph_lose(struct overlay_graph *graph, unsigned slot, int64_t result) {
    struct lost_task lost;
    describe(graph, slot, result, &lost);
    if (lost.parent == LOST_NONE)
        graph->outcome.failed++;
    else
        graph->outcome.cancelled++;
    uint32_t number = lost_add(&graph->lost, record_index(graph_record(graph, slot)), &lost);
    graph->doomed &= ~bit(slot);
    graph->overflow |= number == LOST_NONE;
    for (slots_t tasks = graph->enqueued & ~bit(slot); tasks; tasks &= tasks - 1) {
        unsigned child = (unsigned)__builtin_ctzll(tasks);
        if (depends_on(graph, child, record_index(graph_record(graph, slot))))
            doom(graph, child, number);
    }
}
