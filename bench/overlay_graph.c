#include "overlay_graph.h"

#include "libtask/overlay/graph.h"
#ifndef OVERLAY_NEUTRINO
#include "libtask/overlay/lookup.h"
#endif

#include <string.h>

#define SLOTS 32
#define PARENTS 8

typedef struct {
    int nothing;
} bench_inputs_t;
OVERLAY_TYPES(bench, 1, PARENTS, bench_inputs_t);

static bench_task_t records[SLOTS];

/* The next task, with its parents. */
static void fill(bench_task_t *task, unsigned number, unsigned queues, unsigned parents) {
    record_clear((record_t)task);
    task->queue = (uint8_t)(number % queues);
    task->index = (bench_index_t){0, {number}};
    task->key = number;
    for (unsigned i = 0; i < parents && i + queues <= number; i++)
        task->deps[task->num_of_deps++] =
            (bench_dep_t){{0, {number - queues - i}}, OVERLAY_BEFORE, number - queues - i};
}

static unsigned run_fill(unsigned tasks, unsigned queues, unsigned parents) {
    for (unsigned i = 0; i < tasks; i++)
        fill(&records[i % SLOTS], i, queues, parents);
    return tasks;
}

/* ---- the runtime's ---- */

#ifndef OVERLAY_NEUTRINO
static void kernel(overlay_queue_t *queue) {
    (void)queue;
}
static overlay_autorun_t *kernels[OVERLAY_QUEUES];
static overlay_t overlay = {
    .name = "bench", .kernels = kernels, OVERLAY_RECORDS(bench, records), .exact_keys = true};
static struct overlay_graph graph;
static struct overlay_lookup lookup;

static void look_up(int slot, unsigned number, unsigned queues, unsigned parents) {
    lookup_clear(&lookup, slot);
    fill(&records[slot], number, queues, parents);
    lookup_complete(&lookup, &overlay, slot, graph_record(&graph, slot));
}

static unsigned run_lookup(unsigned tasks, unsigned queues, unsigned parents) {
    for (unsigned i = 0; i < tasks; i++)
        look_up((int)(i % SLOTS), i, queues, parents);
    return tasks;
}

/* Of what is ready the oldest task ends: so as many run as there are queues. */
static unsigned run_runtime(unsigned tasks, unsigned queues, unsigned parents) {
    int running[SLOTS];
    unsigned taken = 0, ended = 0, enqueued = 0;
    while (ended < tasks) {
        slots_t free = graph.free;
        for (; free && enqueued < tasks; enqueued++, free &= free - 1) {
            int slot = __builtin_ctzll(free);
            look_up(slot, enqueued, queues, parents);
            if (graph_add(&graph, slot, graph_record(&graph, slot)))
                graph.news |= (queues_t)1 << records[slot].queue;
        }
        for (; graph.news; graph.news &= graph.news - 1) {
            int slot;
            unsigned queue = (unsigned)__builtin_ctz(graph.news);
            while ((slot = graph_take(&graph, queue)) >= 0)
                running[taken++ % SLOTS] = slot;
        }
        if (ended == taken)
            break;
        graph_done(&graph, running[ended++ % SLOTS], 0);
    }
    return ended;
}

static void begin(unsigned queues) {
    overlay.queues = queues;
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        kernels[i] = kernel;
    lookup_begin(&lookup, &overlay, false);
    graph_begin(&graph, &overlay);
}
#endif

/* ---- by loops over slots ---- */

static struct {
    slots_t slots, issue;
    slots_t deps[SLOTS];
} plain;

static unsigned plain_find(const bench_index_t *index) {
    for (unsigned i = 0; i < SLOTS; i++)
        if (plain.slots >> i & 1 && records[i].index.task == index->task &&
            records[i].index.at[0] == index->at[0])
            return i;
    return SLOTS;
}

static void plain_allocate(unsigned number, unsigned queues, unsigned parents) {
    unsigned slot = 0;
    while (plain.slots >> slot & 1)
        slot++;
    bench_task_t *task = &records[slot];
    fill(task, number, queues, parents);
    plain.deps[slot] = 0;
    for (unsigned i = 0; i < task->num_of_deps; i++) {
        unsigned parent = plain_find(&task->deps[i].index);
        if (parent < SLOTS)
            plain.deps[slot] |= UINT64_C(1) << parent;
    }
    plain.slots |= UINT64_C(1) << slot;
    plain.issue &= ~(UINT64_C(1) << slot);
}

static bool plain_dispatch(bench_index_t *index) {
    for (unsigned i = 0; i < SLOTS; i++)
        if (!(plain.issue >> i & 1) && plain.slots >> i & 1 && !plain.deps[i]) {
            plain.issue |= UINT64_C(1) << i;
            *index = records[i].index;
            return true;
        }
    return false;
}

static void plain_update(const bench_index_t *index) {
    unsigned slot = plain_find(index);
    plain.slots &= ~(UINT64_C(1) << slot);
    for (unsigned i = 0; i < SLOTS; i++)
        plain.deps[i] &= ~(UINT64_C(1) << slot);
}

static unsigned run_plain(unsigned tasks, unsigned queues, unsigned parents) {
    bench_index_t running[SLOTS];
    unsigned taken = 0, ended = 0, enqueued = 0;
    while (ended < tasks) {
        for (; plain.slots != slots_below(SLOTS) && enqueued < tasks; enqueued++)
            plain_allocate(enqueued, queues, parents);
        while (plain_dispatch(&running[taken % SLOTS]))
            taken++;
        if (ended == taken)
            break;
        plain_update(&running[ended++ % SLOTS]);
    }
    return ended;
}

unsigned graph_bench(enum graph_mode mode, unsigned tasks, unsigned queues, unsigned parents) {
    if (mode == GRAPH_FILL)
        return run_fill(tasks, queues, parents);
    memset(&plain, 0, sizeof plain);
    if (mode == GRAPH_PLAIN)
        return run_plain(tasks, queues, parents);
#ifndef OVERLAY_NEUTRINO
    begin(queues);
    return mode == GRAPH_LOOKUP ? run_lookup(tasks, queues, parents)
                                : run_runtime(tasks, queues, parents);
#else
    return 0;
#endif
}
