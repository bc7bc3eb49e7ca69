#include "libtask/overlay/graph.h"

#include <string.h>

static slots_t bit(unsigned slot) {
    return UINT64_C(1) << slot;
}

/* The lowest of some slots. */
static unsigned lowest(slots_t slots) {
    return (unsigned)__builtin_ctzll(slots);
}

static record_t record(const struct overlay_graph *graph, unsigned slot) {
    return record_at(graph->overlay, slot);
}

bool graph_begin(struct overlay_graph *graph, const overlay_t *overlay) {
    const char *name = OVERLAY_AT(const char, overlay->name);
    if (overlay->slots < 1 || overlay->slots > OVERLAY_SLOTS) {
        overlay_print("overlay %s: error: %u slots; there must be 1 to %d\n", name,
                      (unsigned)overlay->slots, OVERLAY_SLOTS);
        return false;
    }
    if (overlay->queues > OVERLAY_QUEUES) {
        overlay_print("overlay %s: error: %u queues; there can be %d\n", name,
                      (unsigned)overlay->queues, OVERLAY_QUEUES);
        return false;
    }
    memset(graph, 0, sizeof *graph);
    graph->overlay = overlay;
    graph->freed = slots_below(overlay->slots);
    memset(graph->first, GRAPH_NO_SLOT, sizeof graph->first);
    lost_begin(&graph->lost, overlay->index_words);
    return true;
}

void graph_end(struct overlay_graph *graph) {
    lost_end(&graph->lost);
}

/* ---- a task comes ---- */

/* The slot whose task has that index, or GRAPH_NO_SLOT. */
static unsigned find(const struct overlay_graph *graph, index_t index, uint32_t bucket) {
    for (slots_t slots = graph->present[bucket]; slots; slots &= slots - 1) {
        unsigned slot = lowest(slots);
        if (index_equal(record_index(record(graph, slot)), index, graph->overlay->index_words))
            return slot;
    }
    return GRAPH_NO_SLOT;
}

static void add_child(struct overlay_graph *graph, unsigned parent, unsigned child) {
    graph->open[child] += !(graph->children[parent] & bit(child));
    graph->children[parent] |= bit(child);
}

/* The child will not run, because of a lost task: the first one is told. */
static void doom(struct overlay_graph *graph, unsigned child, uint32_t parent) {
    graph->doomed |= bit(child);
    if (graph->blame[child] == LOST_NONE)
        graph->blame[child] = parent;
}

static void add_parent(struct overlay_graph *graph, unsigned slot, dep_t dep) {
    OVERLAY_CHANNEL uint32_t *order = dep_order(graph->overlay, dep);
    uint32_t bucket = DEP_BUCKET(*order);
    unsigned parent = find(graph, dep_index(dep), bucket);
    if (parent != GRAPH_NO_SLOT) {
        *order &= ~(uint32_t)OVERLAY_AFTER;
        add_child(graph, parent, slot);
    } else if (DEP_AFTER(*order)) {
        graph->awaited[bucket] |= bit(slot);
        graph->open[slot]++;
    } else if (graph->lost.count) {
        uint32_t lost = lost_find(&graph->lost, dep_index(dep));
        if (lost != LOST_NONE)
            doom(graph, slot, lost);
    }
}

/* A task waits for others of this bucket: perhaps for this one. What it has found it no longer has
 * to wait for; it stays in the bucket for what it has not. */
static void meet(struct overlay_graph *graph, unsigned parent, unsigned child, uint32_t bucket) {
    const overlay_t *overlay = graph->overlay;
    record_t task = record(graph, child);
    dep_t dep = record_deps(overlay, task);
    bool waits = false;
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL uint32_t *order = dep_order(overlay, dep);
        if (!DEP_AFTER(*order) || DEP_BUCKET(*order) != bucket)
            continue;
        if (index_equal(dep_index(dep), record_index(record(graph, parent)),
                        overlay->index_words)) {
            *order &= ~(uint32_t)OVERLAY_AFTER;
            graph->open[child]--;
            add_child(graph, parent, child);
        } else {
            waits = true;
        }
    }
    if (!waits)
        graph->awaited[bucket] &= ~bit(child);
}

static void append(struct overlay_graph *graph, unsigned slot, unsigned queue) {
    graph->queue[slot] = (uint8_t)queue;
    graph->next[slot] = GRAPH_NO_SLOT;
    if (graph->first[queue] == GRAPH_NO_SLOT) {
        graph->first[queue] = (uint8_t)slot;
        graph->ready |= (queues_t)!graph->open[slot] << queue;
    } else {
        graph->next[graph->last[queue]] = (uint8_t)slot;
    }
    graph->last[queue] = (uint8_t)slot;
}

static void end(struct overlay_graph *graph, unsigned slot, record_t last) {
    graph->ended = true;
    graph->freed |= bit(slot);
    graph->stopped = OVERLAY_AT(const char, last->error);
    graph->stop_value = last->error_value;
    graph->outcome.failed += last->error != 0;
}

void graph_add(struct overlay_graph *graph, unsigned slot) {
    const overlay_t *overlay = graph->overlay;
    record_t task = record(graph, slot);
    if (task->last) {
        end(graph, slot, task);
        return;
    }
    graph->outcome.tasks++;
    graph->enqueued |= bit(slot);
    graph->doomed &= ~bit(slot);
    graph->children[slot] = 0;
    graph->open[slot] = 0;
    graph->blame[slot] = LOST_NONE;
    if (task->error)
        graph->doomed |= bit(slot);
    graph->present[task->bucket_] |= bit(slot);
    for (slots_t waits = graph->awaited[task->bucket_]; waits; waits &= waits - 1)
        meet(graph, slot, lowest(waits), task->bucket_);
    dep_t dep = record_deps(overlay, task);
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes)
        add_parent(graph, slot, dep);
    append(graph, slot, task->queue);
}

/* ---- a task goes ---- */

static void release(struct overlay_graph *graph, unsigned slot) {
    graph->enqueued &= ~bit(slot);
    graph->freed |= bit(slot);
    graph->present[record(graph, slot)->bucket_] &= ~bit(slot);
    for (slots_t children = graph->children[slot]; children; children &= children - 1) {
        unsigned child = lowest(children), queue = graph->queue[child];
        if (!--graph->open[child] && graph->first[queue] == child)
            graph->ready |= (queues_t)1 << queue;
    }
}

/* A task that has failed, or has not run since it is doomed. */
static void lose(struct overlay_graph *graph, unsigned slot, int64_t value) {
    record_t task = record(graph, slot);
    struct lost_task lost = {.value = value, .parent = graph->blame[slot]};
    if (lost.parent != LOST_NONE)
        graph->outcome.cancelled++;
    else
        graph->outcome.failed++;
    if (task->error && lost.parent == LOST_NONE) {
        lost.error = OVERLAY_AT(const char, task->error);
        lost.value = task->error_value;
    }
    uint32_t number = lost_add(&graph->lost, record_index(task), &lost);
    graph->overflow |= number == LOST_NONE;
    for (slots_t children = graph->children[slot]; children; children &= children - 1)
        doom(graph, lowest(children), number);
}

void graph_done(struct overlay_graph *graph, unsigned slot) {
    graph->running &= ~bit(slot);
    int32_t result = record(graph, slot)->result;
    if (result)
        lose(graph, slot, result);
    release(graph, slot);
}

unsigned graph_take(struct overlay_graph *graph, queues_t queues) {
    while (graph->ready & queues && !graph->overflow) {
        unsigned queue = (unsigned)__builtin_ctz(graph->ready & queues);
        unsigned slot = graph->first[queue], next = graph->next[slot];
        graph->first[queue] = (uint8_t)next;
        if (next == GRAPH_NO_SLOT || graph->open[next])
            graph->ready &= ~((queues_t)1 << queue);
        if (!(graph->doomed & bit(slot))) {
            graph->running |= bit(slot);
            return slot;
        }
        lose(graph, slot, 0);
        release(graph, slot);
    }
    return GRAPH_NO_SLOT;
}

bool graph_is_blocked(const struct overlay_graph *graph) {
    if (graph->running || !graph->enqueued)
        return false;
    bool is_full = graph->enqueued == slots_below(graph->overlay->slots);
    return graph->ended || is_full || graph->overflow;
}
