/* An overlay on the host: the calling thread is the application; the scheduler has a thread, and so
 * has each queue.
 *
 *   application ── enqueued ──► scheduler ── queue[q].given ──► a thread of each queue
 *               ◄─── freed ────           ◄────── ended ─────
 *
 * Where order matters there is a channel, and where not, a mask with a bit for each slot. */
#include "libtask/overlay/graph.h"
#include "libtask/overlay/host/channel.h"
#include "libtask/overlay/host/event.h"
#include "libtask/overlay/lookup.h"

#include <pthread.h>
#include <string.h>

struct overlay_queue {
    struct channel given;
    struct event news;
    struct overlay_run *run;
    int slot; /* of the task that runs */
    overlay_autorun_t *kernel;
    pthread_t thread;
};

struct overlay_run {
    const overlay_t *overlay;
    struct overlay_run *outer; /* in the list of all runs */
    /* The application's. */
    slots_t free; /* slots that it may fill in */
    int slot;
    bool closed; /* it has sent the last record */
    struct overlay_lookup lookup;
    struct event freed_news;
    _Alignas(64) _Atomic slots_t freed;
    atomic_bool over;
    /* The scheduler's. */
    struct event news;
    _Alignas(64) _Atomic slots_t ended;
    struct channel enqueued;
    struct overlay_graph graph;
    slots_t held;     /* slots whose records have come, of which the application knows no more */
    unsigned running; /* tasks that queues have been given */
    struct overlay_queue queue[OVERLAY_QUEUES];
};

/* ---- the application ---- */

static bool has_free(void *context) {
    overlay_run_t *run = context;
    run->free = atomic_exchange(&run->freed, 0);
    return run->free || atomic_load(&run->over);
}

void *overlay_task(overlay_run_t *run) {
    if (run->closed)
        return NULL;
    if (!run->free)
        event_wait(&run->freed_news, has_free, run);
    if (!run->free)
        return NULL;
    run->slot = (unsigned)__builtin_ctzll(run->free);
    run->free &= run->free - 1;
    return lookup_clear(&run->lookup, run->slot);
}

void overlay_enqueue(overlay_run_t *run, void *record) {
    record_t task = record;
    run->closed = task->unusual_ = task->last;
    if (!task->last)
        lookup_complete(&run->lookup, run->overlay, run->slot, task);
    channel_write(&run->enqueued, run->slot);
    event_tell(&run->news);
}

void overlay_stop(overlay_run_t *run, const char *error, int64_t value) {
    enqueue_last(run, error, value);
}

/* ---- a queue ---- */

static bool has_task(void *context) {
    return channel_has(context);
}

void *overlay_kernel_begin(overlay_queue_t *queue) {
    event_wait(&queue->news, has_task, &queue->given);
    queue->slot = channel_read(&queue->given);
    return queue->slot < 0 ? NULL : record_at(queue->run->overlay, queue->slot);
}

void overlay_kernel_end(overlay_queue_t *queue, int result) {
    overlay_run_t *run = queue->run;
    record_at(run->overlay, queue->slot)->result = result;
    atomic_fetch_or(&run->ended, UINT64_C(1) << queue->slot);
    event_tell(&run->news);
}

static void *run_queue(void *context) {
    overlay_queue_t *queue = context;
    queue->kernel(queue);
    return NULL;
}

static void give(overlay_queue_t *queue, int slot) {
    channel_write(&queue->given, slot);
    event_tell(&queue->news);
}

/* ---- the scheduler ---- */

static bool has_news(void *context) {
    overlay_run_t *run = context;
    return channel_has(&run->enqueued) || atomic_load(&run->ended);
}

static void take_in(overlay_run_t *run) {
    while (channel_has(&run->enqueued)) {
        int slot = channel_read(&run->enqueued);
        record_t task = record_at(run->overlay, slot);
        if (graph_add(&run->graph, slot, task))
            run->graph.news |= (queues_t)1 << task->queue;
        run->held |= UINT64_C(1) << slot;
    }
    if (!atomic_load(&run->ended))
        return;
    for (slots_t ended = atomic_exchange(&run->ended, 0); ended; ended &= ended - 1) {
        int slot = __builtin_ctzll(ended);
        graph_done(&run->graph, slot, record_at(run->overlay, slot)->result);
        run->running--;
    }
}

static void dispatch(overlay_run_t *run) {
    while (run->graph.news) {
        int slot;
        unsigned queue = (unsigned)__builtin_ctz(run->graph.news);
        run->graph.news &= run->graph.news - 1;
        for (; (slot = graph_take(&run->graph, queue)) >= 0; run->running++)
            give(&run->queue[queue], slot);
    }
}

static void tell_freed(overlay_run_t *run) {
    slots_t freed = run->held & run->graph.free;
    if (!freed)
        return;
    atomic_fetch_or(&run->freed, freed);
    run->held &= ~freed;
    event_tell(&run->freed_news);
}

static void *schedule(void *context) {
    overlay_run_t *run = context;
    for (;;) {
        take_in(run);
        dispatch(run);
        if (graph_is_over(&run->graph) || (!run->running && graph_is_blocked(&run->graph)))
            break;
        tell_freed(run);
        event_wait(&run->news, has_news, run);
    }
    graph_report(&run->graph);
    atomic_store(&run->over, true);
    event_tell(&run->freed_news);
    for (unsigned i = 0; i < run->overlay->queues; i++)
        give(&run->queue[i], GRAPH_NO_SLOT);
    return NULL;
}

/* ---- a run ---- */

static bool start(overlay_run_t *run, pthread_t *thread, void *(*function)(void *), void *context) {
    int error = pthread_create(thread, NULL, function, context);
    if (error)
        overlay_print("overlay %s: error: a thread could not be started: %s\n", run->overlay->name,
                      strerror(error));
    return !error;
}

/* How many queues have a thread; fewer than there are if one could not be started. */
static unsigned start_queues(overlay_run_t *run) {
    for (unsigned i = 0; i < run->overlay->queues; i++) {
        overlay_queue_t *queue = &run->queue[i];
        queue->run = run;
        queue->kernel = run->overlay->kernels[i];
        if (queue->kernel && !start(run, &queue->thread, run_queue, queue))
            return i;
    }
    return run->overlay->queues;
}

static void join_queues(overlay_run_t *run, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        if (run->queue[i].kernel)
            pthread_join(run->queue[i].thread, NULL);
}

/* Records belong to one run at a time. */
static pthread_mutex_t runs_lock = PTHREAD_MUTEX_INITIALIZER;
static overlay_run_t *runs;

static bool enter(overlay_run_t *run) {
    pthread_mutex_lock(&runs_lock);
    const overlay_run_t *other = runs;
    while (other && other->overlay->records != run->overlay->records)
        other = other->outer;
    if (!other) {
        run->outer = runs;
        runs = run;
    }
    pthread_mutex_unlock(&runs_lock);
    if (other)
        overlay_print("overlay %s: error: it runs already, in another thread or around this one\n",
                      run->overlay->name);
    return !other;
}

static void leave(overlay_run_t *run) {
    pthread_mutex_lock(&runs_lock);
    overlay_run_t **link = &runs;
    while (*link != run)
        link = &(*link)->outer;
    *link = run->outer;
    pthread_mutex_unlock(&runs_lock);
}

static void execute(overlay_run_t *run, overlay_loops_t *loops, const void *symbols) {
    const overlay_t *overlay = run->overlay;
    pthread_t scheduler;
    run->free = run->graph.free;
    unsigned queues = start_queues(run);
    bool is_complete = queues == overlay->queues && start(run, &scheduler, schedule, run);
    if (is_complete) {
        loops(run, symbols);
        enqueue_last(run, NULL, 0);
        pthread_join(scheduler, NULL);
    } else {
        run->graph.outcome.failed = 1;
        for (unsigned i = 0; i < queues; i++)
            give(&run->queue[i], GRAPH_NO_SLOT);
    }
    join_queues(run, queues);
    graph_end(&run->graph);
}

overlay_outcome_t overlay_realize(const overlay_t *overlay, overlay_loops_t *loops,
                                  const void *symbols) {
    overlay_run_t run = {.overlay = overlay};
    if (!graph_begin(&run.graph, overlay) || !enter(&run))
        return (overlay_outcome_t){.failed = 1};
    lookup_begin(&run.lookup, overlay, false);
    execute(&run, loops, symbols);
    leave(&run);
    return run.graph.outcome;
}
