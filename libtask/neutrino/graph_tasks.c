/* Graphs of commands that the host hands over whole (graph_table.h): a task that stays until all
 * nodes are done. Copies are the DMA engine's, launches the SIMT cores', one after the other,
 * beside each other and beside tasks of the launch. The SIMT side is libtask/muon/runtime/graph.c.
 */
#include "library_ids.h"
#include "runtime.h"

#include "graph_table.h"

_Static_assert(sizeof(struct graph_copy) == sizeof(struct neutrino_dma) &&
                   __builtin_offsetof(struct graph_copy, destination_plane_stride) ==
                       __builtin_offsetof(struct neutrino_dma, destination_plane_stride),
               "copies go to the engine as they are");

/* Nodes in a row, by their numbers. */
struct list {
    uint32_t first, last;
};

static struct walk {
    const struct neutrino_image_header *image;
    struct graph_table *table;
    struct graph_node *nodes;
    struct list ready, launches, copying;
    run_id_t warps;         /* in which the first warp sleeps; or 0 */
    uint64_t launch_cycles; /* of all that have ended */
} walk;

static void *at(uint32_t address) {
    return (void *)(uintptr_t)address;
}

static uint64_t queue_read(unsigned reg) {
    return device_read(NEUTRINO_QUEUE_BASE + reg);
}

static bool engines_are_idle(void) {
    bool idle = !device_read(NEUTRINO_DMA_BASE + NEUTRINO_DMA_BUSY) &&
                !device_read(NEUTRINO_MATRIX_BASE + NEUTRINO_MATRIX_BUSY);
    __asm__ volatile("fence i, r" ::: "memory");
    return idle;
}

/* This core's instructions, and those of launches, for which it sleeps. */
static uint64_t clock(void) {
    uint64_t cycles;
    __asm__ volatile("csrr %0, cycle" : "=r"(cycles));
    return cycles + walk.launch_cycles;
}

/* ---- lists ---- */

static void append(struct list *list, uint32_t number) {
    walk.nodes[number].next = GRAPH_NOBODY;
    if (list->first == GRAPH_NOBODY)
        list->first = number;
    else
        walk.nodes[list->last].next = number;
    list->last = number;
}

static uint32_t take(struct list *list) {
    uint32_t number = list->first;
    list->first = walk.nodes[number].next;
    return number;
}

/* ---- nodes ---- */

static void end_node(uint32_t number) {
    struct graph_node *node = &walk.nodes[number];
    const uint32_t *successors = at(node->successors);
    node->ended = clock();
    node->done = true;
    walk.table->done++;
    for (uint32_t i = 0; i < node->count; i++)
        if (--walk.nodes[successors[i]].before == 0)
            append(&walk.ready, successors[i]);
}

static void start_copies(uint32_t number) {
    const struct neutrino_dma *copies = at(walk.nodes[number].data);
    for (uint32_t i = 0; i < walk.nodes[number].amount; i++)
        neutrino_dma_start(&copies[i], 0);
    append(&walk.copying, number);
}

static void begin_node(uint32_t number) {
    walk.nodes[number].started = clock();
    switch (walk.nodes[number].kind) {
    case GRAPH_COPY: start_copies(number); break;
    case GRAPH_LAUNCH: append(&walk.launches, number); break;
    default: end_node(number);
    }
}

/* ---- launches ---- */

/* The warps go on with what the launch block says: a kernel, or that it is over. */
static void wake_warps(void) {
    run_id_t run = walk.warps;
    walk.warps = 0;
    neutrino_signal(run);
}

static void start_launch(uint32_t number) {
    struct graph_node *node = &walk.nodes[number];
    node->started = clock();
    walk.table->running = number;
    memcpy(at(NEUTRINO_LAUNCH_BASE), at(node->data), node->amount);
    neutrino_begin_anew(walk.image);
    wake_warps();
}

/* Until all that it has begun is done, as at the end of a program: runs, and copies. A run that
 * depends on a copy is in the queue when that is done. */
static void drain(void) {
    for (;;) {
        if (queue_read(NEUTRINO_QUEUE_PENDING))
            neutrino_run_head();
        else if (engines_are_idle() && !queue_read(NEUTRINO_QUEUE_PENDING))
            return;
    }
}

/* The head of the queue is the first warp, which has ended a launch. */
static void end_launch(void) {
    uint32_t number = walk.table->running;
    uint64_t most = 0;
    walk.warps = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    device_write(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_POP, 0);
    drain();
    for (unsigned i = 0; i < NEUTRINO_MAX_CORES; i++)
        most = walk.table->core_cycles[i] > most ? walk.table->core_cycles[i] : most;
    walk.nodes[number].cycles = most;
    walk.launch_cycles += most;
    walk.table->running = GRAPH_NOBODY;
    end_node(number);
}

/* ---- all of them ---- */

/* Nothing else is ready: what is under way, and who has ended something. */
static void wait(void) {
    uint64_t task = queue_read(NEUTRINO_QUEUE_TASK); /* of an empty queue 0 */
    if (task == graph_run_id)
        end_launch();
    else if (task)
        neutrino_run_head();
    else if (walk.copying.first == GRAPH_NOBODY)
        __asm__ volatile("wfi" ::: "memory");
    else if (engines_are_idle())
        while (walk.copying.first != GRAPH_NOBODY)
            end_node(take(&walk.copying));
}

static void walk_graph(void) {
    while (walk.table->done < walk.table->count) {
        if (walk.ready.first != GRAPH_NOBODY)
            begin_node(take(&walk.ready));
        else if (walk.warps && walk.launches.first != GRAPH_NOBODY)
            start_launch(take(&walk.launches));
        else
            wait();
    }
}

/* As in neutrino/library_tasks.def. */
struct parameters {
    uint32_t table, image;
};

static void graph_run_task(const void *sent) {
    const struct list empty = {GRAPH_NOBODY, GRAPH_NOBODY};
    const struct parameters *parameters = sent;
    struct graph_table *table = at(parameters->table);
    walk = (struct walk){.image = at(parameters->image),
                         .table = table,
                         .nodes = at(table->nodes),
                         .ready = empty,
                         .launches = empty,
                         .copying = empty,
                         .warps = neutrino_defer()};
    for (uint32_t i = 0; i < table->count; i++)
        if (!walk.nodes[i].before)
            append(&walk.ready, i);
    walk_graph();
    *(volatile uint32_t *)at(NEUTRINO_LAUNCH_KERNEL) = 0;
    wake_warps();
}

extern const struct neutrino_library_task neutrino_library_graph_run;
__attribute__((section(".rodata.neutrino_library.graph_run")))
const struct neutrino_library_task neutrino_library_graph_run = {
    {graph_run_task, sizeof(struct parameters)}, graph_run_id};
