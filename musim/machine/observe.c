/* Telling those who listen. */
#include "musim/machine/cluster.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

static void find_listeners(struct observers *observers) {
    observers->instructions = observers->accesses = observers->transfers = false;
    for (size_t i = 0; i < observers->count; i++) {
        observers->instructions |= observers->items[i]->instruction != NULL;
        observers->accesses |= observers->items[i]->access != NULL;
        observers->transfers |= observers->items[i]->transfer != NULL;
    }
}

void observers_add(struct observers *observers, const struct musim_observer *observer) {
    *ARRAY_ADD(observers->items, observers->count) = observer;
    find_listeners(observers);
}

void observers_remove(struct observers *observers, const struct musim_observer *observer) {
    size_t kept = 0;
    for (size_t i = 0; i < observers->count; i++)
        if (observers->items[i] != observer)
            observers->items[kept++] = observers->items[i];
    observers->count = kept;
    find_listeners(observers);
}

void observers_free(struct observers *observers) {
    free(observers->items);
}

static struct musim_warp_id warp_id(const struct warp *warp) {
    return (struct musim_warp_id){warp->core->simt->cluster, warp->core->index, warp->index};
}

/* Tells one kind of event to all who listen to it. */
#define TELL(cluster, kind, event)                                                                 \
    for (size_t i_ = 0; i_ < (cluster)->observers->count; i_++) {                                  \
        const struct musim_observer *observer_ = (cluster)->observers->items[i_];                  \
        if (observer_->kind)                                                                       \
            observer_->kind(observer_->context, event);                                            \
    }

/* ---- instructions and accesses ---- */

static bool tell_instruction(void *context, const struct warp *warp, uint32_t pc, uint32_t tmask) {
    struct cluster *cluster = context;
    const struct musim_instruction_event event = {warp_id(warp), pc, tmask};
    TELL(cluster, instruction, &event)
    return !cluster->halt;
}

static void tell_access(void *context, const struct warp *warp, const struct simt_access *access) {
    const struct cluster *cluster = context;
    const struct musim_access_event event = {
        .warp = warp_id(warp),
        .pc = access->pc,
        .tmask = access->tmask,
        .addresses = access->addresses,
        .values = access->values,
        .size = access->size,
        .store = access->store,
        .shared = access->shared,
    };
    TELL(cluster, access, &event)
}

struct simt_tap observe_tap(struct cluster *cluster) {
    return (struct simt_tap){
        .instruction = cluster->observers->instructions ? tell_instruction : NULL,
        .access = cluster->observers->accesses ? tell_access : NULL,
        .context = cluster,
    };
}

void observe_transfer(struct cluster *cluster, const struct musim_transfer_event *event) {
    TELL(cluster, transfer, event)
}

/* ---- runs ---- */

static struct musim_run_event run_event(const struct cluster *cluster, run_id run) {
    struct sb_entry_view view;
    struct musim_run_event event = {
        .cluster = cluster->number,
        .run = run,
        .live_runs = scoreboard_live(cluster->scoreboard),
    };
    if (!scoreboard_find(cluster->scoreboard, run, &view))
        return event;
    event.live = true;
    event.retire = view.invoke.retire;
    event.part = view.invoke.part;
    event.n = view.invoke.n;
    event.sync = view.invoke.sync;
    event.issued = view.issued;
    memcpy(event.dependencies, view.invoke.deps, sizeof event.dependencies);
    event.created_pc = view.pc;
    event.arrived = view.arrived;
    event.completed = view.completed;
    event.complete_n = view.complete_n;
    memcpy(event.arrived_warps, view.arrived_warps, sizeof event.arrived_warps);
    memcpy(event.completed_warps, view.completed_warps, sizeof event.completed_warps);
    event.payload = view.payload;
    event.payload_words = view.payload_words;
    return event;
}

void observe_run(struct cluster *cluster, enum musim_run_event_kind kind, run_id run,
                 const struct warp *warp) {
    statistics_run(cluster, kind);
    if (!cluster->observers->count)
        return;
    struct musim_run_event event = run_event(cluster, run);
    event.kind = kind;
    if (warp) {
        event.warp = warp_id(warp);
        event.pc = warp->pc;
    }
    TELL(cluster, run, &event)
}

/* ---- the others ---- */

void observe_barrier(struct cluster *cluster, const struct warp *warp, unsigned number,
                     bool passed) {
    statistics_barrier(cluster, passed);
    const struct barrier *barrier = &cluster->barriers[number];
    const struct musim_barrier_event event = {
        .warp = warp_id(warp),
        .barrier = number,
        .arrived = barrier->arrived,
        .count = barrier->count,
        .passed = passed,
    };
    TELL(cluster, barrier, &event)
}

void observe_command(struct cluster *cluster, const char *device, run_id run, bool ended,
                     uint64_t work) {
    const struct musim_command_event event = {cluster->number, device, run, ended, work};
    TELL(cluster, command, &event)
}

/* An address in a device, of global memory or of the Neutrino's space. */
void observe_register(struct cluster *cluster, const struct warp *warp, uint64_t address,
                      bool store, uint64_t value) {
    if (!cluster->observers->count)
        return;
    uint64_t offset;
    enum device_id device = devices_at(warp ? DEVICE_WARP(0) : DEVICE_NEUTRINO, address, &offset);
    if (device == DEVICE_COUNT)
        return;
    const struct musim_warp_id id = warp ? warp_id(warp) : (struct musim_warp_id){0};
    const struct musim_register_event event = {
        .cluster = cluster->number,
        .warp = warp ? &id : NULL,
        .pc = warp ? warp->pc : rv64_pc(cluster->neutrino),
        .device = device_name(device),
        .offset = offset,
        .store = store,
        .value = value,
    };
    TELL(cluster, device_register, &event)
}

void observe_order(struct cluster *cluster, enum musim_order_event_kind kind,
                   const struct warp *warp, const struct warp *spawner) {
    const struct musim_warp_id id = spawner ? warp_id(spawner) : (struct musim_warp_id){0};
    const struct musim_order_event event = {kind, warp_id(warp), spawner ? &id : NULL};
    TELL(cluster, order, &event)
}

struct musim_warp observe_warp_state(const struct warp *warp) {
    static const enum musim_warp_state states[] = {
        [WARP_INACTIVE] = MUSIM_WARP_INACTIVE,
        [WARP_READY] = MUSIM_WARP_READY,
        [WARP_WAIT_RUN] = MUSIM_WARP_WAITS_FOR_RUN,
        [WARP_WAIT_ROOM] = MUSIM_WARP_WAITS_FOR_ROOM,
        [WARP_WAIT_BARRIER] = MUSIM_WARP_WAITS_AT_BARRIER,
    };
    return (struct musim_warp){
        .state = states[warp->state],
        .pc = warp->pc,
        .tmask = warp->tmask,
        .run = warp->waits_for,
        .barrier = warp->barrier,
    };
}

void observe_warp(struct cluster *cluster, const struct warp *warp) {
    statistics_warp(cluster, warp);
    if (!cluster->observers->count)
        return;
    const struct musim_warp_event event = {warp_id(warp), observe_warp_state(warp)};
    TELL(cluster, warp, &event)
}

/* ---- launches ---- */

void observers_launch(const struct observers *observers) {
    for (size_t i = 0; i < observers->count; i++)
        if (observers->items[i]->launch)
            observers->items[i]->launch(observers->items[i]->context);
}

enum musim_status observers_end(const struct observers *observers, enum musim_status status) {
    for (size_t i = 0; i < observers->count; i++)
        if (observers->items[i]->end)
            status = observers->items[i]->end(observers->items[i]->context, status);
    return status;
}
