#include "libtask/overlay/graph.h"

#include <string.h>

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
    graph->all = graph->free = slots_below(overlay->slots);
    return true;
}

void graph_end(struct overlay_graph *graph) {
    lost_end(&graph->lost);
}

/* The last record: why there are no more. */
static void close(struct overlay_graph *graph, record_t last) {
    graph->ended = true;
    if (!last->error)
        return;
    graph->stopped = OVERLAY_AT(const char, last->error);
    graph->stop_value = last->error_value;
    graph->outcome.failed++;
}

bool graph_add_unusual(struct overlay_graph *graph, int slot) {
    record_t task = graph_record(graph, slot);
    if (task->last) {
        close(graph, task);
        return false;
    }
    graph->slot[slot].missing = task->missing_;
    graph->slot[slot].children = task->children_;
    graph->is_suspicious |= task->error != 0;
    return true;
}

void graph_release_children(struct overlay_graph *graph, int slot) {
    slots_t children = graph->slot[slot].children;
    for (; children; children &= children - 1) {
        struct graph_slot *child = &graph->slot[__builtin_ctzll(children)];
        child->missing--;
        graph->news |= (queues_t)1 << child->record->queue;
    }
}

/* ---- tasks that fail or are not to run ---- */

static void lose(struct overlay_graph *graph, int slot, const struct lost_task *lost) {
    if (lost->parent == LOST_NONE)
        graph->outcome.failed++;
    else
        graph->outcome.cancelled++;
    graph->is_suspicious = true;
    graph->overflow |=
        lost_add(&graph->lost, record_index(graph_record(graph, slot)), lost) == LOST_NONE;
}

void graph_lose(struct overlay_graph *graph, int slot, int64_t result) {
    lose(graph, slot, &(struct lost_task){.value = result, .parent = LOST_NONE});
}

/* The first of a task's parents that is lost, or LOST_NONE. */
static uint32_t lost_parent(const struct overlay_graph *graph, record_t task) {
    const overlay_t *overlay = graph->overlay;
    uint32_t lost = LOST_NONE;
    dep_t dep = record_deps(overlay, task);
    for (uint32_t i = 0; i < task->num_of_deps && lost == LOST_NONE; i++, dep += overlay->dep_bytes)
        lost = lost_find(&graph->lost, dep_index(dep));
    return lost;
}

bool graph_may_run(struct overlay_graph *graph, int slot) {
    record_t task = graph_record(graph, slot);
    struct lost_task lost = {.parent = lost_parent(graph, task)};
    if (lost.parent == LOST_NONE && !task->error)
        return true;
    if (lost.parent == LOST_NONE) {
        lost.error = OVERLAY_AT(const char, task->error);
        lost.value = task->error_value;
    }
    lose(graph, slot, &lost);
    graph_release(graph, slot);
    return false;
}
