/* What is ordered before what (docs/checking.md): each event of the machine that orders joins what
 * one party knows into what another does. */
#include "musim/check/check.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

void party_acquire(struct party *party, const struct clock *clock) {
    if (clock)
        clock_join(&party->known, clock);
}

void party_release(struct party *party, struct clock *clock) {
    clock_join(clock, &party->known);
    clock_set(&party->known, party->number, ++party->now);
}

/* ---- runs ---- */

static void wake(struct musim_check *check, const struct musim_run_event *event,
                 const struct clock *clock) {
    struct musim_warp_id id = {.cluster = event->cluster};
    for (id.core = 0; id.core < check->shape.cores; id.core++)
        for (unsigned warps = event->arrived_warps[id.core]; warps; warps &= warps - 1) {
            id.warp = (unsigned)__builtin_ctz(warps);
            party_acquire(check_warp(check, id), clock);
        }
}

static void enqueue(struct check_cluster *cluster, uint32_t run, const struct clock *issue) {
    struct queued *queued = xcalloc(1, sizeof *queued);
    queued->run = run;
    clock_copy(&queued->issue, issue);
    *cluster->queue_end = queued;
    cluster->queue_end = &queued->next;
}

static void dequeue(struct check_cluster *cluster) {
    struct queued *head = cluster->queue;
    if (!head)
        return;
    cluster->queue = head->next;
    if (!cluster->queue)
        cluster->queue_end = &cluster->queue;
    clock_free(&head->issue);
    free(head);
}

static bool has_function(uint32_t run) {
    unsigned task = run_task(run);
    return task >= 1 && task <= NEUTRINO_MAX_TASK;
}

static void issued(struct musim_check *check, const struct musim_run_event *event) {
    struct check_cluster *cluster = &check->clusters[event->cluster];
    const struct clock *issue = runs_issued(cluster->runs, event->run);
    if (!issue)
        return;
    if (has_function(event->run))
        enqueue(cluster, event->run, issue);
    if (event->sync && event->retire == MUON_RETIRE_MANUAL)
        wake(check, event, issue);
}

static void retired(struct musim_check *check, const struct musim_run_event *event) {
    struct check_cluster *cluster = &check->clusters[event->cluster];
    const struct clock *clock = runs_retired(cluster->runs, event->run);
    if (clock && event->sync && event->retire != MUON_RETIRE_MANUAL)
        wake(check, event, clock);
}

/* A party's knowledge goes into the run by one of the functions of runs.h. */
static void release_to_run(struct check_cluster *cluster, struct party *party, uint32_t run,
                           void (*into)(struct runs *, uint32_t, const struct clock *)) {
    struct clock told = {0};
    party_release(party, &told);
    into(cluster->runs, run, &told);
    clock_free(&told);
}

void check_on_run(void *context, const struct musim_run_event *event) {
    struct musim_check *check = context;
    struct check_cluster *cluster = &check->clusters[event->cluster];
    switch (event->kind) {
    case MUSIM_RUN_CREATED: runs_created(cluster->runs, event->run, event->dependencies); break;
    case MUSIM_RUN_ARRIVED:
        release_to_run(cluster, check_warp(check, event->warp), event->run, runs_arrive);
        break;
    case MUSIM_RUN_ISSUED: issued(check, event); break;
    case MUSIM_RUN_COMPLETED: /* by a warp, which has a pc, or the Neutrino */
        release_to_run(cluster, event->pc ? check_warp(check, event->warp) : cluster->neutrino,
                       event->run, runs_finish);
        break;
    case MUSIM_RUN_SIGNALLED:
        release_to_run(cluster, cluster->signaller, event->run, runs_finish);
        break;
    case MUSIM_RUN_RETIRED: retired(check, event); break;
    }
}

/* ---- warps ---- */

void check_on_barrier(void *context, const struct musim_barrier_event *event) {
    struct musim_check *check = context;
    struct meeting *meeting = &check->clusters[event->warp.cluster].barriers[event->barrier];
    struct musim_warp_id id = event->warp;
    if (event->passed && !meeting->clock.count) /* nobody else is there */
        return;
    party_release(check_warp(check, id), &meeting->clock);
    meeting->warps[id.core] |= (uint16_t)(1u << id.warp);
    if (!event->passed)
        return;
    for (id.core = 0; id.core < check->shape.cores; id.core++)
        for (unsigned warps = meeting->warps[id.core]; warps; warps &= warps - 1) {
            id.warp = (unsigned)__builtin_ctz(warps);
            party_acquire(check_warp(check, id), &meeting->clock);
        }
    clock_clear(&meeting->clock);
    memset(meeting->warps, 0, sizeof meeting->warps);
}

void check_on_warp(void *context, const struct musim_warp_event *event) {
    struct musim_check *check = context;
    struct clock *ended = check->clusters[event->warp.cluster].ended;
    if (event->state.state == MUSIM_WARP_INACTIVE)
        party_release(check_warp(check, event->warp), &ended[event->warp.core]);
}

/* A block starts when all warps have ended. */
void check_on_order(void *context, const struct musim_order_event *event) {
    struct musim_check *check = context;
    struct party *party = check_warp(check, event->warp);
    struct clock *ended = check->clusters[event->warp.cluster].ended, told = {0};
    if (event->kind == MUSIM_WARPS_SEEN) {
        party_acquire(party, &ended[event->warp.core]);
        return;
    }
    if (event->spawner)
        party_release(check_warp(check, *event->spawner), &told);
    for (unsigned core = 0; !event->spawner && core < check->shape.cores; core++)
        clock_join(&told, &ended[core]);
    party_acquire(party, &told);
    clock_free(&told);
}

/* ---- the Neutrino and the accelerators ---- */

static void start_command(struct accelerator *accelerator, struct party *neutrino) {
    unsigned room = NEUTRINO_ENGINE_QUEUE + 1;
    struct command *command =
        &accelerator->queue[(accelerator->first + accelerator->count++) % room];
    clock_clear(&command->known);
    party_release(neutrino, &command->known);
    command->run = neutrino->run;
}

static void store_to_engine(struct accelerator *accelerator, struct party *neutrino,
                            const struct musim_register_event *event, uint64_t start) {
    if (event->offset == start && event->value & 1)
        start_command(accelerator, neutrino);
}

/* BUSY tells how many commands have finished: those that did are known. */
static void load_of_engine(struct accelerator *accelerator, struct party *neutrino,
                           const struct musim_register_event *event, uint64_t busy) {
    if (event->offset == busy)
        party_acquire(neutrino, &accelerator->done);
}

/* Reading of the head is where a task starts; it ends with DONE or DEFER, or by another's start. */
static void load_of_queue(struct check_cluster *cluster, const struct musim_register_event *event) {
    struct queued *head = cluster->queue;
    if (!head || event->offset == NEUTRINO_QUEUE_PENDING ||
        event->offset == NEUTRINO_QUEUE_CLUSTER || event->value == 0)
        return;
    party_acquire(cluster->neutrino, &head->issue);
    clock_clear(&head->issue);
    if (event->offset == NEUTRINO_QUEUE_RUN)
        cluster->neutrino->run = head->run;
}

static void store_to_queue(struct check_cluster *cluster,
                           const struct musim_register_event *event) {
    bool is_head = cluster->queue && cluster->queue->run == (uint32_t)event->value;
    cluster->signaller = cluster->neutrino;
    switch (event->offset) {
    case NEUTRINO_QUEUE_DONE:
    case NEUTRINO_QUEUE_DEFER:
        if (is_head)
            dequeue(cluster);
        break;
    case NEUTRINO_QUEUE_POP: dequeue(cluster); break;
    }
}

static void on_neutrino_register(struct check_cluster *cluster,
                                 const struct musim_register_event *event) {
    struct party *neutrino = cluster->neutrino;
    const char *device = event->device;
    if (device == device_name(DEVICE_QUEUE))
        event->store ? store_to_queue(cluster, event) : load_of_queue(cluster, event);
    else if (device == device_name(DEVICE_DMA))
        event->store ? store_to_engine(&cluster->dma, neutrino, event, NEUTRINO_DMA_START)
                     : load_of_engine(&cluster->dma, neutrino, event, NEUTRINO_DMA_BUSY);
    else if (device == device_name(DEVICE_MATRIX))
        event->store ? store_to_engine(&cluster->matrix, neutrino, event, NEUTRINO_MATRIX_START)
                     : load_of_engine(&cluster->matrix, neutrino, event, NEUTRINO_MATRIX_BUSY);
    else if (device == device_name(DEVICE_CONTROL) && event->store)
        party_release(neutrino, &cluster->control);
}

/* A warp starts the Neutrino, and learns by its status what it has done. */
static void on_warp_register(struct musim_check *check, struct check_cluster *cluster,
                             const struct musim_register_event *event) {
    struct party *warp = check_warp(check, *event->warp);
    if (event->device != device_name(DEVICE_CONTROL))
        return;
    if (event->store)
        party_release(warp, &cluster->neutrino->known);
    else
        party_acquire(warp, &cluster->control);
}

void check_on_register(void *context, const struct musim_register_event *event) {
    struct musim_check *check = context;
    struct check_cluster *cluster = &check->clusters[event->cluster];
    if (event->device == device_name(DEVICE_CHECK))
        check_blocks(check, event->warp ? check_warp(check, *event->warp) : cluster->neutrino,
                     event);
    else if (event->warp)
        on_warp_register(check, cluster, event);
    else
        on_neutrino_register(cluster, event);
}

void check_on_command(void *context, const struct musim_command_event *event) {
    struct musim_check *check = context;
    struct check_cluster *cluster = &check->clusters[event->cluster];
    bool dma = event->device == device_name(DEVICE_DMA);
    struct accelerator *accelerator = dma ? &cluster->dma : &cluster->matrix;
    struct party *party = accelerator->party;
    if (event->ended) {
        party_release(party, &accelerator->done);
        cluster->signaller = party;
    } else if (accelerator->count) {
        struct command *command = &accelerator->queue[accelerator->first];
        party_acquire(party, &command->known);
        party->run = command->run;
        accelerator->first = (accelerator->first + 1) % (NEUTRINO_ENGINE_QUEUE + 1);
        accelerator->count--;
    }
}
