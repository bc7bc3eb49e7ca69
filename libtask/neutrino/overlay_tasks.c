/* The scheduler of an overlay on the Neutrino: a task that stays, begun by overlay_begin, takes
 * what the application and the workers send from the task queue itself, and sleeps when there is
 * nothing. Tasks of others are executed between. The SIMT side is libtask/muon/runtime/overlay.c.
 */
#include "runtime.h"

#include "libtask/overlay/cluster.h"
#include "libtask/overlay/graph.h"

#include <stdarg.h>

enum {
#define LIBRARY_TASK(name, id, file, parameters) name##_id = (id),
#include "neutrino/library_tasks.def"
#undef LIBRARY_TASK
};

struct begin_payload {
    uint32_t overlay, channels, workers;
};

struct worker {
    run_id_t run;    /* in which it sleeps; 0: it is at work */
    unsigned slot;   /* of the task that it executes */
    queues_t queues; /* whose kernels it executes */
};

static struct {
    struct overlay_graph graph;
    struct overlay_channels *channels;
    unsigned workers, sleeping; /* how many */
    struct worker worker[OVERLAY_QUEUES];
    struct worker *worker_of[OVERLAY_QUEUES]; /* by queue */
    queues_t idle;                            /* queues whose worker sleeps */
    run_id_t application;                     /* in which it waits for slots; or 0 */
} scheduler;

void overlay_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    neutrino_vprintf(format, arguments);
    va_end(arguments);
}

/* ---- what is sent ---- */

static uint32_t payload(unsigned word) {
    return ((volatile const uint32_t *)(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_PAYLOAD_WINDOW))[word];
}

/* A record is there, or none, if the application has just begun. */
static void add(run_id_t run) {
    unsigned slot = payload(0);
    if (payload(1))
        scheduler.application = run;
    if (slot != OVERLAY_NO_SLOT)
        graph_add(&scheduler.graph, slot);
}

/* A worker has executed what it had, if it had something. */
static void next(run_id_t run) {
    struct worker *worker = &scheduler.worker[payload(0)];
    if (worker->slot != OVERLAY_NO_SLOT)
        graph_done(&scheduler.graph, worker->slot);
    worker->run = run;
    worker->slot = OVERLAY_NO_SLOT;
    scheduler.idle |= worker->queues;
    scheduler.sleeping++;
}

/* ---- what is answered ---- */

static void wake(struct worker *worker, unsigned slot) {
    scheduler.channels->given[worker - scheduler.worker] = (uint8_t)slot;
    worker->slot = slot;
    scheduler.idle &= ~worker->queues;
    scheduler.sleeping--;
    neutrino_signal(worker->run);
}

static void dispatch(void) {
    unsigned slot;
    while ((slot = graph_take(&scheduler.graph, scheduler.idle)) != GRAPH_NO_SLOT)
        wake(scheduler.worker_of[scheduler.graph.queue[slot]], slot);
}

static void give_slots(void) {
    if (!scheduler.application || !scheduler.graph.freed)
        return;
    scheduler.channels->freed = scheduler.graph.freed;
    scheduler.graph.freed = 0;
    neutrino_signal(scheduler.application);
    scheduler.application = 0;
}

/* ---- one after the other ---- */

static uint64_t queue_read(unsigned reg) {
    return device_read(NEUTRINO_QUEUE_BASE + reg);
}

static void take_head(void) {
    uint64_t task = queue_read(NEUTRINO_QUEUE_TASK);
    if (task != overlay_add_id && task != overlay_next_id) {
        neutrino_run_head();
        return;
    }
    run_id_t run = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    if (task == overlay_add_id)
        add(run);
    else
        next(run);
    device_write(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_DEFER, run);
}

static void wait_for_head(void) {
    while (!queue_read(NEUTRINO_QUEUE_PENDING))
        __asm__ volatile("wfi" ::: "memory");
}

/* Nobody will send any more: then the run can end. */
static bool all_wait(void) {
    return scheduler.sleeping == scheduler.workers &&
           (scheduler.graph.ended || scheduler.application);
}

static void run(bool is_possible) {
    for (;;) {
        bool over =
            !is_possible || graph_is_over(&scheduler.graph) || graph_is_blocked(&scheduler.graph);
        if (over && all_wait())
            return;
        wait_for_head();
        take_head();
        if (is_possible) {
            dispatch();
            give_slots();
        }
    }
}

/* ---- a run ---- */

static void share_queues(const overlay_t *overlay) {
    const uint32_t *kernels = OVERLAY_AT(const uint32_t, overlay->kernels);
    unsigned kernel = 0;
    for (unsigned queue = 0; queue < overlay->queues && queue < OVERLAY_QUEUES; queue++)
        if (kernels[queue]) {
            struct worker *worker = &scheduler.worker[kernel++ % scheduler.workers];
            worker->queues |= (queues_t)1 << queue;
            scheduler.worker_of[queue] = worker;
        }
}

static bool begin(const struct begin_payload *sent) {
    const overlay_t *overlay = OVERLAY_AT(const overlay_t, sent->overlay);
    memset(&scheduler, 0, sizeof scheduler);
    scheduler.workers = sent->workers;
    scheduler.channels =
        (struct overlay_channels *)(UINT64_C(NEUTRINO_SHARED_WINDOW) + sent->channels);
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        scheduler.worker[i].slot = OVERLAY_NO_SLOT;
    share_queues(overlay);
    bool is_possible = graph_begin(&scheduler.graph, overlay);
    scheduler.graph.outcome.failed = !is_possible;
    return is_possible;
}

static void end(void) {
    graph_report(&scheduler.graph);
    scheduler.channels->outcome = scheduler.graph.outcome;
    scheduler.channels->freed = 0;
    for (unsigned i = 0; i < scheduler.workers; i++)
        wake(&scheduler.worker[i], OVERLAY_NO_SLOT);
    if (scheduler.application)
        neutrino_signal(scheduler.application);
    graph_end(&scheduler.graph);
}

static void begin_task(const void *sent) {
    run_id_t self = neutrino_defer();
    run(begin(sent));
    end();
    neutrino_signal(self);
}

/* These two never come to the dispatcher while an overlay runs. */
static void no_overlay(const void *sent) {
    (void)sent;
    neutrino_printf("neutrino: run %#x: no overlay runs\n", neutrino_run_self());
    abort();
}

#define TASK(name, function)                                                                       \
    extern const struct neutrino_library_task neutrino_library_##name;                             \
    __attribute__((section(".rodata.neutrino_library." #name)))                                    \
    const struct neutrino_library_task neutrino_library_##name = {                                 \
        {function, sizeof(struct begin_payload)}, name##_id};

TASK(overlay_begin, begin_task)
TASK(overlay_add, no_overlay)
TASK(overlay_next, no_overlay)
