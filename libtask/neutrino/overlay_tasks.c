/* The scheduler of an overlay on the Neutrino: a task that stays, begun by overlay_begin, takes
 * what the application and the workers send from the task queue itself, and sleeps when there is
 * nothing. Tasks of others are executed between. The SIMT side is libtask/muon/runtime/overlay.c.
 */
#include "library_ids.h"
#include "runtime.h"

#include "libtask/overlay/cluster.h"
#include "libtask/overlay/graph.h"

#include <stdarg.h>

struct begin_payload {
    uint32_t overlay, channels, workers;
};

struct worker {
    int8_t *given; /* where it looks for its next task */
    run_id_t run;  /* in which it sleeps; or 0 */
    uint8_t queue; /* the first one whose kernels it executes */
};

static struct {
    struct overlay_channels *channels;
    unsigned workers;
    unsigned busy; /* workers that have been given a task, or have not come yet */
    struct worker worker[OVERLAY_QUEUES];
    struct {
        struct worker *worker;
        uint8_t next; /* of its queues, or NO_QUEUE */
    } queue[OVERLAY_QUEUES];
    run_id_t application;       /* in which it waits for slots, and has none; or 0 */
    struct overlay_graph graph; /* the last: it is large */
} scheduler;

#define NO_QUEUE OVERLAY_QUEUES

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
static void wake(struct worker *worker, int slot) {
    *worker->given = (int8_t)slot;
    queue_write(NEUTRINO_QUEUE_DONE, worker->run);
    worker->run = 0;
}

/* Looks for a task for a worker that sleeps. */
static inline void serve(struct worker *worker) {
    unsigned queue = worker->queue;
    do {
        int slot = graph_take(&scheduler.graph, queue);
        if (slot >= 0) {
            scheduler.busy++;
            wake(worker, slot);
            return;
        }
        queue = scheduler.queue[queue].next;
    } while (queue != NO_QUEUE);
}

/* A worker that sleeps, of a queue of which there is news. */
static inline struct worker *take_news(void) {
    while (scheduler.graph.news) {
        unsigned queue = (unsigned)__builtin_ctz(scheduler.graph.news);
        scheduler.graph.news &= scheduler.graph.news - 1;
        if (scheduler.queue[queue].worker->run)
            return scheduler.queue[queue].worker;
    }
    return NULL;
}

/* The application waits: has it something to wait for no longer? */
static inline void give_slots(void) {
    if (!scheduler.graph.free)
        return;
    scheduler.channels->freed = scheduler.graph.free;
    queue_write(NEUTRINO_QUEUE_DONE, scheduler.application);
    scheduler.application = 0;
}

/* ---- what is sent ---- */

/* Nothing that is stored before needs to be seen by then. */
static void remove_head(void) {
    *(volatile uint64_t *)(NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_POP) = 0;
}

/* The head of the queue is a record, or the wish for slots, or both. Returns the worker, if
 * it sleeps, of a task that is the first of its queue now. */
static inline struct worker *add(void) {
    int slot = (int)payload(0);
    record_t record = (record_t)(OVERLAY_CHANNEL_BASE | payload(1));
    if (payload(2))
        scheduler.application = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    remove_head();
    if (slot < 0 || !graph_add(&scheduler.graph, slot, record))
        return NULL;
    struct worker *worker = scheduler.queue[record->queue].worker;
    return worker && worker->run ? worker : NULL;
}

/* The head of the queue is a worker that has executed what it had, if it had something. */
static inline struct worker *next(void) {
    struct worker *worker = &scheduler.worker[payload(0)];
    int slot = (int)payload(1);
    int32_t result = (int32_t)payload(2);
    worker->run = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    scheduler.busy--;
    remove_head();
    if (slot >= 0)
        graph_done(&scheduler.graph, slot, result);
    return worker;
}

/* Does nobody send any more before he is answered? */
static inline bool all_wait(void) {
    return !scheduler.busy && (scheduler.application | scheduler.graph.ended);
}

/* When all wait: a run that is over, or blocked, can end. */
static bool is_over(bool is_possible) {
    return !is_possible || graph_is_over(&scheduler.graph) || graph_is_blocked(&scheduler.graph);
}

__attribute__((noinline)) static void run(bool is_possible) {
    for (;;) {
        struct worker *worker;
        uint64_t task = queue_read(NEUTRINO_QUEUE_TASK); /* of an empty queue 0 */
        if (task == overlay_next_id) {
            worker = next();
        } else if (task == overlay_add_id) {
            worker = add();
        } else if (task) {
            neutrino_run_head();
            continue;
        } else if (all_wait() && is_over(is_possible)) {
            return;
        } else {
            __asm__ volatile("wfi" ::: "memory");
            continue;
        }
        for (; worker; worker = take_news())
            serve(worker);
        if (scheduler.application)
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
            scheduler.queue[queue].worker = worker;
            scheduler.queue[queue].next = worker->queue;
            worker->queue = (uint8_t)queue;
        }
}

static bool begin(const struct begin_payload *sent) {
    const overlay_t *overlay = OVERLAY_AT(const overlay_t, sent->overlay);
    memset(&scheduler, 0, sizeof scheduler);
    scheduler.workers = scheduler.busy = sent->workers;
    scheduler.channels =
        (struct overlay_channels *)(UINT64_C(NEUTRINO_SHARED_WINDOW) + sent->channels);
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        scheduler.worker[i] =
            (struct worker){.queue = NO_QUEUE, .given = &scheduler.channels->given[i]};
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
