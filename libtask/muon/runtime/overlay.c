/* An overlay on a cluster, the SIMT side. The first warp is the application, those behind it are
 * workers, which execute the kernels; the scheduler is on the Neutrino
 * (libtask/neutrino/overlay_tasks.c).
 *
 *   application ── run of overlay_add ──► scheduler ◄── run of overlay_next ── workers
 *               ◄── its signal, freed ──            ─── its signal, given ──►
 *
 * A worker acknowledges a task by asking for the next one, and sleeps until there is one: its run
 * is signalled then. The application goes on at once, but if it has no slot left: then it sleeps
 * until there are some. */
#include "items.h"

#include "libtask/overlay/cluster.h"
#include "libtask/overlay/lookup.h"

#include <neutrino/console.h>

struct overlay_run {
    const overlay_t *overlay;
    uint64_t free; /* slots that it may fill in */
    int slot;      /* that it does */
    bool closed;   /* it has sent the last record */
    struct overlay_lookup lookup;
};

struct overlay_queue {
    const overlay_t *overlay;
    uint32_t worker;
    int slot; /* of the task that it has been given, or OVERLAY_NO_SLOT */
    uint32_t number;
    bool has_task; /* which has not run */
    int result;    /* of the one before */
};

/* Address 0 of shared memory is memory like other. This comes there (muon.ld), so that no record
 * does: a pointer to it would be NULL. */
static __shared struct overlay_channels neutrino_overlay_channels;
#define channels neutrino_overlay_channels

extern const char __neutrino_task_overlay_begin[], __neutrino_task_overlay_add[],
    __neutrino_task_overlay_next[];

/* Runs of the runtime's tasks, whose ids are the symbols' addresses. pw: of the warp; pt: of the
 * one lane that is the application. */
#define RUN_(shape, task)                                                                          \
    __asm__ volatile("nu.invoke." shape " zero, %0, zero, zero, zero, 1" : : "r"(task) : "memory")

/* Three words for the next task that is invoked. */
static inline void send(const char *task, uint32_t a, uint32_t b, uint32_t c) {
    __asm__ volatile("nu.payload %0, %1, %2, %3, 0"
                     :
                     : "r"(task), "r"(a), "r"(b), "r"(c)
                     : "memory");
}

/* ---- the application ---- */

/* Hands a record over. If there is no slot left, waits until there are some, or the run is over. */
static void add(overlay_run_t *run, int slot, record_t task) {
    bool wants_slot = !run->free && !run->closed;
    send(__neutrino_task_overlay_add, (uint32_t)slot, (uint32_t)task, wants_slot);
    if (wants_slot) {
        RUN_("rh.pt.sync", __neutrino_task_overlay_add);
        run->free = channels.freed;
    } else {
        RUN_("ri.pt.async", __neutrino_task_overlay_add);
    }
}

__single_lane __shared void *overlay_task(overlay_run_t *run) {
    if (run->closed || !run->free)
        return NULL;
    run->slot = __builtin_ctzll(run->free);
    return lookup_clear(&run->lookup, run->slot);
}

__single_lane void overlay_enqueue(overlay_run_t *run, __shared void *record) {
    record_t task = record;
    run->closed = task->unusual_ = task->last;
    if (!task->last)
        lookup_complete(&run->lookup, run->overlay, run->slot, task);
    run->free &= run->free - 1;
    add(run, run->slot, task);
}

__single_lane void overlay_stop(overlay_run_t *run, const char *error, int64_t value) {
    enqueue_last(run, error, value);
}

/* Too large for a lane's stack; one cluster has one. */
static overlay_run_t application;

__single_lane static void apply(const overlay_t *overlay, overlay_loops_t *loops,
                                const void *symbols) {
    overlay_run_t *run = &application;
    run->overlay = overlay;
    run->free = 0;
    run->closed = false;
    lookup_begin(&run->lookup, overlay, true);
    add(run, OVERLAY_NO_SLOT, NULL);
    loops(run, symbols);
    enqueue_last(run, NULL, 0);
}

/* ---- a worker ---- */

static void fetch(overlay_queue_t *queue) {
    send(__neutrino_task_overlay_next, queue->worker, (uint32_t)queue->slot,
         (uint32_t)queue->result);
    RUN_("rh.pw.sync", __neutrino_task_overlay_next);
    queue->slot = __uniform((int)channels.given[queue->worker]);
    queue->has_task = queue->slot >= 0;
}

static record_t record(const overlay_queue_t *queue) {
    return record_at(queue->overlay, queue->slot);
}

__shared void *(overlay_kernel_begin)(overlay_queue_t *queue) {
    if (!__uniform((uint32_t)queue->has_task))
        fetch(queue);
    if (!__uniform((uint32_t)queue->has_task) ||
        __uniform((uint32_t)record(queue)->queue) != queue->number)
        return NULL; /* the worker has others */
    return record(queue);
}

void overlay_kernel_end(overlay_queue_t *queue, int result) {
    if (result) /* in whichever lanes */
        record(queue)->result = result;
    muon_warp_sync();
    queue->result = __uniform(record(queue)->result);
    queue->has_task = false;
}

static void work(const overlay_t *overlay, uint32_t worker) {
    overlay_queue_t queue = {.overlay = overlay, .worker = worker, .slot = OVERLAY_NO_SLOT};
    fetch(&queue);
    while (__uniform((uint32_t)queue.has_task)) {
        queue.number = __uniform((uint32_t)record(&queue)->queue);
        overlay_autorun_t *kernel = __uniform(overlay->kernels[queue.number]);
        kernel(&queue);
    }
}

/* ---- a run ---- */

static uint32_t count_kernels(const overlay_t *overlay) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < overlay->queues && i < OVERLAY_QUEUES; i++)
        count += overlay->kernels[i] != NULL;
    return count;
}

/* Warps counted across the cores, so that each core has as many workers. */
static uint32_t rank(void) {
    return items_csr_warp() * muon_num_cores() + __builtin_riscv_sm3p0(NEUTRINO_CSR_CID_);
}

static void meet(void) {
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
}

static run_t begin(const overlay_t *overlay, uint32_t workers) {
    send(__neutrino_task_overlay_begin, (uint32_t)overlay, (uint32_t)&channels, workers);
    run_t run;
    __asm__ volatile("nu.invoke.rh.pw.async %0, %1, zero, zero, zero, 1"
                     : "=r"(run)
                     : "r"(__neutrino_task_overlay_begin)
                     : "memory");
    return run;
}

static void wait_for(run_t run) {
    __asm__ volatile("nu.invoke.ri.pw.sync zero, zero, %0, zero, zero, 1" : : "r"(run) : "memory");
}

/* An overlay runs on this cluster, so that who asks for one is a kernel: its warp alone is here,
 * and the others would never meet it. */
static __shared_zeroed bool is_running;

/* Why this cluster cannot run it; NULL if it can. */
static const char *obstacle(const overlay_t *overlay) {
    if (is_running)
        return "a kernel of an overlay cannot run one";
    if (items_warps() == 1)
        return "a cluster of one warp has none to execute kernels";
    if (!overlay->records)
        return "records at address 0: the linker script must place "
               ".shared.neutrino_overlay_channels first (see muon.ld)";
    return NULL;
}

static overlay_outcome_t refuse(const overlay_t *overlay, const char *why) {
    if ((is_running || items_warp() == 0) && items_lane() == 0)
        printf("overlay %s: error: %s\n", overlay->name, why);
    return (overlay_outcome_t){.failed = 1};
}

overlay_outcome_t overlay_realize(const overlay_t *overlay, overlay_loops_t *loops,
                                  const void *symbols) {
    overlay = __uniform(overlay);
    loops = __uniform(loops);
    if (muon_cluster_id() != 0)
        return (overlay_outcome_t){0};
    const char *why = __uniform(obstacle(overlay));
    if (why)
        return refuse(overlay, why);
    uint32_t workers = overlay_workers(count_kernels(overlay), items_warps() - 1);
    uint32_t warp = rank();
    run_t scheduler = 0;
    if (warp == 0)
        scheduler = begin(overlay, workers);
    meet(); /* nobody asks before there is somebody to ask */
    if (warp == 0) {
        is_running = true;
        if (items_lane() == 0)
            apply(overlay, loops, symbols);
        wait_for(scheduler);
        is_running = false;
    } else if (warp <= workers) {
        work(overlay, warp - 1);
    }
    meet();
    return channels.outcome;
}
