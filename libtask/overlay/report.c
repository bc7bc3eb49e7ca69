/* What a run says if it has not executed all its tasks:
 *
 *   overlay pipe: error: no task can run: 4 ran, 1 failed, 1 was cancelled, 2 wait
 *   pipe.overlay:11:3: error: Task0(2) failed: a0 returned 3
 *   pipe.overlay:12:3: note: Task1(2) lacks Task0(2), which failed
 *   pipe.overlay:11:3: note: Task0(3) lacks Task1(9), which has not been enqueued
 *   pipe.overlay:12:3: note: Task1(3) lacks Task0(3), which waits, too
 *   digraph "pipe" {
 *       …
 *   }
 */
#include "libtask/overlay/graph.h"

#include <inttypes.h>

#define MOST_LINES 64 /* of each kind; for the others there is a number */

static const overlay_name_t *name_of(const struct overlay_graph *graph, index_t index) {
    return &OVERLAY_AT(const overlay_name_t, graph->overlay->names)[index[0]];
}

static index_t task_index(const struct overlay_graph *graph, int slot) {
    return record_index(graph_record(graph, slot));
}

static void print_task(const struct overlay_graph *graph, index_t index) {
    const overlay_name_t *name = name_of(graph, index);
    overlay_print("%s(", OVERLAY_AT(const char, name->name));
    for (uint32_t i = 0; i < name->dimensions; i++)
        overlay_print("%s%" PRId64, i ? ", " : "", index[1 + i]);
    overlay_print(")");
}

static void print_place(const struct overlay_graph *graph, index_t index, const char *severity) {
    const overlay_name_t *name = name_of(graph, index);
    if (name->place)
        overlay_print("%s: %s: ", OVERLAY_AT(const char, name->place), severity);
    else
        overlay_print("overlay %s: %s: ", OVERLAY_AT(const char, graph->overlay->name), severity);
    print_task(graph, index);
}

static void print_more(uint32_t count) {
    if (count > MOST_LINES)
        overlay_print("… and %u more\n", (unsigned)(count - MOST_LINES));
}

/* ---- lost tasks ---- */

static void print_lost(const struct overlay_graph *graph, const struct lost_task *task) {
    bool is_cancelled = task->parent != LOST_NONE;
    print_place(graph, task->index, is_cancelled ? "note" : "error");
    if (is_cancelled) {
        const struct lost_task *parent = lost_at(&graph->lost, task->parent);
        overlay_print(" lacks ");
        print_task(graph, parent->index);
        overlay_print(parent->parent == LOST_NONE ? ", which failed\n" : ", which was cancelled\n");
    } else if (task->error) {
        overlay_print(" failed: %s: %" PRId64 "\n", task->error, task->value);
    } else {
        overlay_print(" failed: %s returned %" PRId64 "\n",
                      OVERLAY_AT(const char, name_of(graph, task->index)->kernel), task->value);
    }
}

static void print_all_lost(const struct overlay_graph *graph) {
    for (uint32_t i = 0; i < graph->lost.count && i < MOST_LINES; i++)
        print_lost(graph, lost_at(&graph->lost, i));
    print_more(graph->lost.count);
}

/* ---- tasks that wait ---- */

/* The slot of a task that waits, or GRAPH_NO_SLOT. */
static int find_waiting(const struct overlay_graph *graph, index_t index) {
    for (slots_t slots = graph_enqueued(graph); slots; slots &= slots - 1) {
        int slot = __builtin_ctzll(slots);
        if (index_equal(task_index(graph, slot), index, graph->overlay->index_words))
            return slot;
    }
    return GRAPH_NO_SLOT;
}

static bool is_behind(const struct overlay_graph *graph, int slot, int other) {
    while (slot >= 0 && slot != other)
        slot = graph->slot[slot].next;
    return slot == other;
}

/* Why a task will not see a parent end, which waits itself or has not come. */
static void print_parent(const struct overlay_graph *graph, int slot, index_t parent) {
    int at = find_waiting(graph, parent);
    if (at == slot) {
        overlay_print("itself");
        return;
    }
    print_task(graph, parent);
    if (at < 0)
        overlay_print(", which has not been enqueued");
    else if (is_behind(graph, slot, at))
        overlay_print(", which is behind it in queue %u", graph->slot[slot].record->queue);
    else
        overlay_print(", which waits, too");
}

/* Has this parent not ended? */
static bool is_lacking(const struct overlay_graph *graph, dep_t dep) {
    return dep_tail(graph->overlay, dep)->order || find_waiting(graph, dep_index(dep)) >= 0;
}

/* The parents of a task that have not ended. Are there any? */
static bool print_lacks(const struct overlay_graph *graph, int slot) {
    const overlay_t *overlay = graph->overlay;
    record_t task = graph_record(graph, slot);
    const char *separator = " lacks ";
    dep_t dep = record_deps(overlay, task);
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes)
        if (is_lacking(graph, dep)) {
            overlay_print("%s", separator);
            print_parent(graph, slot, dep_index(dep));
            separator = "; ";
        }
    return *separator == ';';
}

static void print_waiting(const struct overlay_graph *graph, int slot, int before) {
    print_place(graph, task_index(graph, slot), "note");
    bool lacks = print_lacks(graph, slot);
    if (before >= 0) {
        overlay_print(lacks ? "; it is behind " : " is behind ");
        print_task(graph, task_index(graph, before));
        overlay_print(" in queue %u", graph->slot[slot].record->queue);
    } else if (!lacks) {
        overlay_print(" has not run");
    }
    overlay_print("\n");
}

static void print_all_waiting(const struct overlay_graph *graph) {
    uint32_t count = 0;
    for (unsigned queue = 0; queue < OVERLAY_QUEUES; queue++) {
        int before = GRAPH_NO_SLOT;
        for (int slot = graph->first[queue]; slot >= 0; slot = graph->slot[slot].next) {
            if (count++ < MOST_LINES)
                print_waiting(graph, slot, before);
            before = slot;
        }
    }
    print_more(count);
}

/* ---- the graph of what has not run ---- */

static void print_edge(const struct overlay_graph *graph, index_t from, index_t to,
                       const char *attributes) {
    overlay_print("    \"");
    print_task(graph, from);
    overlay_print("\" -> \"");
    print_task(graph, to);
    overlay_print("\"%s;\n", attributes);
}

static void draw_lost(const struct overlay_graph *graph) {
    for (uint32_t i = 0; i < graph->lost.count && i < MOST_LINES; i++) {
        const struct lost_task *task = lost_at(&graph->lost, i);
        overlay_print("    \"");
        print_task(graph, task->index);
        overlay_print("\" [color=%s];\n", task->parent == LOST_NONE ? "red" : "gray");
        if (task->parent != LOST_NONE)
            print_edge(graph, lost_at(&graph->lost, task->parent)->index, task->index, "");
    }
}

static void draw_waiting(const struct overlay_graph *graph, int slot) {
    const overlay_t *overlay = graph->overlay;
    record_t task = graph_record(graph, slot);
    index_t index = record_index(task);
    overlay_print("    \"");
    print_task(graph, index);
    overlay_print("\";\n");
    dep_t dep = record_deps(overlay, task);
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes)
        if (is_lacking(graph, dep))
            print_edge(graph, dep_index(dep), index,
                       dep_tail(overlay, dep)->order ? " [style=dotted]" : "");
    if (graph->slot[slot].next >= 0)
        print_edge(graph, index, task_index(graph, graph->slot[slot].next), " [style=dashed]");
}

/* Solid: depends on; dashed: before it in its queue; dotted: has not been enqueued. */
static void draw(const struct overlay_graph *graph) {
    overlay_print("digraph \"%s\" {\n", OVERLAY_AT(const char, graph->overlay->name));
    draw_lost(graph);
    for (unsigned queue = 0; queue < OVERLAY_QUEUES; queue++)
        for (int slot = graph->first[queue]; slot >= 0; slot = graph->slot[slot].next)
            draw_waiting(graph, slot);
    overlay_print("}\n");
}

/* ---- all of it ---- */

static void print_summary(const struct overlay_graph *graph) {
    const overlay_outcome_t *outcome = &graph->outcome;
    int64_t failed = outcome->failed - (graph->stopped != NULL);
    int64_t ran = outcome->tasks - failed - outcome->cancelled - outcome->blocked;
    overlay_print("overlay %s: error: no task can run: %" PRId64 " ran",
                  OVERLAY_AT(const char, graph->overlay->name), ran);
    if (failed)
        overlay_print(", %" PRId64 " failed", failed);
    if (outcome->cancelled)
        overlay_print(", %" PRId64 " %s cancelled", outcome->cancelled,
                      outcome->cancelled == 1 ? "was" : "were");
    if (outcome->blocked)
        overlay_print(", %" PRId64 " wait%s", outcome->blocked, outcome->blocked == 1 ? "s" : "");
    if (outcome->blocked == graph->overlay->slots)
        overlay_print(graph->overlay->slots == 1 ? ", and the only slot is taken"
                                                 : ", and all %u slots are taken",
                      (unsigned)graph->overlay->slots);
    if (graph->stopped)
        overlay_print(", and no more will come");
    if (graph->overflow)
        overlay_print("; no memory is left to know which failed");
    overlay_print("\n");
    if (graph->stopped)
        overlay_print("overlay %s: error: %s: %" PRId64 "\n",
                      OVERLAY_AT(const char, graph->overlay->name), graph->stopped,
                      graph->stop_value);
}

void graph_report(struct overlay_graph *graph) {
    graph->outcome.blocked = __builtin_popcountll(graph_enqueued(graph));
    if (!graph->outcome.failed && !graph->outcome.cancelled && !graph_enqueued(graph))
        return;
    print_summary(graph);
    print_all_lost(graph);
    print_all_waiting(graph);
    if (graph->lost.count || graph_enqueued(graph))
        draw(graph);
}
