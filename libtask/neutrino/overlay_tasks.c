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
    run_id_t run;    /* in which it sleeps */
    queues_t queues; /* whose kernels it executes */
    uint8_t slot;    /* of the task that it executes; or OVERLAY_NO_SLOT */
    uint8_t *given;  /* where it looks for the next one */
};

static struct {
    struct overlay_graph graph;
    struct overlay_channels *channels;
    unsigned workers;
    struct worker worker[OVERLAY_QUEUES];
    struct worker *worker_of[OVERLAY_QUEUES]; /* by queue */
    queues_t queues, idle;                    /* all of them; those whose worker sleeps */
    run_id_t application;                     /* in which it waits for slots; or 0 */
} scheduler;

void overlay_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    neutrino_vprintf(format, arguments);
    va_end(arguments);
}

/* ---- the task queue ---- */

static uint64_t queue_read(unsigned reg) {
    return device_read(NEUTRINO_QUEUE_BASE + reg);
}

static void queue_write(unsigned reg, uint64_t value) {
    device_write(NEUTRINO_QUEUE_BASE + reg, value);
}

static uint32_t payload(unsigned word) {
    return ((volatile const uint32_t *)(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_PAYLOAD_WINDOW))[word];
}

/* ---- what is answered ---- */

/* The worker, which sleeps, is to execute a task, or to end. */
static void wake(struct worker *worker, unsigned slot) {
    *worker->given = (uint8_t)slot;
    worker->slot = (uint8_t)slot;
    scheduler.idle &= ~worker->queues;
    queue_write(NEUTRINO_QUEUE_DONE, worker->run);
}

static void dispatch(void) {
    unsigned slot;
    while ((slot = graph_take(&scheduler.graph, scheduler.idle)) != GRAPH_NO_SLOT)
        wake(scheduler.worker_of[scheduler.graph.slot[slot].queue], slot);
}

static void give_slots(void) {
    scheduler.channels->freed = scheduler.graph.freed;
    scheduler.graph.freed = 0;
    queue_write(NEUTRINO_QUEUE_DONE, scheduler.application);
    scheduler.application = 0;
}

/* ---- what is sent ---- */

/* Nothing that is stored before needs to be seen by then. */
static void remove_head(void) {
    *(volatile uint64_t *)(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_POP) = 0;
}

/* The head of the queue is a record, or the wish for slots, or both. */
static void add(void) {
    unsigned slot = payload(0);
    char *record = (char *)(OVERLAY_CHANNEL_BASE | payload(1));
    if (payload(2))
        scheduler.application = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    remove_head();
    if (slot != OVERLAY_NO_SLOT)
        graph_add(&scheduler.graph, slot, (record_t)record);
}

/* The head of the queue is a worker that has executed what it had, if it had something. */
static void next(void) {
    struct worker *worker = &scheduler.worker[payload(0)];
    int32_t result = (int32_t)payload(1);
    unsigned slot = worker->slot;
    worker->run = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    worker->slot = OVERLAY_NO_SLOT;
    remove_head();
    scheduler.idle |= worker->queues;
    if (slot != OVERLAY_NO_SLOT)
        graph_done(&scheduler.graph, slot, result);
}

/* Whoever sends has all that it waits for: then a run that is over, or blocked, can end. */
static bool is_over(bool is_possible) {
    bool all_wait =
        scheduler.idle == scheduler.queues && (scheduler.graph.ended || scheduler.application);
    return all_wait &&
           (!is_possible || graph_is_over(&scheduler.graph) || graph_is_blocked(&scheduler.graph));
}

static void run(bool is_possible) {
    for (;;) {
        uint64_t task = queue_read(NEUTRINO_QUEUE_TASK); /* of an empty queue 0 */
        if (task == overlay_next_id) {
            next();
        } else if (task == overlay_add_id) {
            add();
        } else if (task) {
            neutrino_run_head();
            continue;
        } else if (is_over(is_possible)) {
            return;
        } else {
            __asm__ volatile("wfi" ::: "memory");
            continue;
        }
        dispatch();
        if (scheduler.application && scheduler.graph.freed)
            give_slots();
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
            scheduler.queues |= (queues_t)1 << queue;
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
        scheduler.worker[i] =
            (struct worker){.slot = OVERLAY_NO_SLOT, .given = &scheduler.channels->given[i]};
    share_queues(overlay);
    bool is_possible = graph_begin(&scheduler.graph, overlay); /* if not, nobody gets a slot */
    scheduler.graph.outcome.failed = !is_possible;
    return is_possible;
}

static void end(bool is_possible) {
    if (is_possible)
        graph_report(&scheduler.graph);
    scheduler.channels->outcome = scheduler.graph.outcome;
    scheduler.channels->freed = 0;
    for (unsigned i = 0; i < scheduler.workers; i++)
        wake(&scheduler.worker[i], OVERLAY_NO_SLOT);
    if (scheduler.application)
        queue_write(NEUTRINO_QUEUE_DONE, scheduler.application);
    graph_end(&scheduler.graph);
}

static void begin_task(const void *sent) {
    run_id_t self = neutrino_defer();
    bool is_possible = begin(sent);
    run(is_possible);
    end(is_possible);
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
