/* Wiring a cluster, starting it, and what its parts ask of each other. */
#include "musim/machine/cluster.h"
#include "musim/machine/chance.h"

#include "musim/machine/meeting.h"
#include "musim/memory.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- memory ---- */

uint8_t *cluster_memory(struct cluster *cluster, uint32_t address, uint64_t *available) {
    struct memory_region region = memory_region(address);
    *available = region.end - address;
    switch (region.kind) {
    case MEMORY_RAM: return cluster->simt.global + address;
    case MEMORY_PRIVATE: return cluster->private_memory + (address - region.start);
    default: return NULL;
    }
}

/* At an address of the Neutrino's space. */
static uint8_t *neutrino_memory(void *context, uint64_t address, uint64_t *available) {
    struct cluster *cluster = context;
    if (address <= UINT32_MAX)
        return cluster_memory(cluster, (uint32_t)address, available);
    uint64_t offset = address - NEUTRINO_SHARED_WINDOW;
    if (offset >= NEUTRINO_SHARED_BYTES)
        return NULL;
    *available = NEUTRINO_SHARED_BYTES - offset;
    return cluster->simt.shared + offset;
}

void cluster_clear_memory(struct cluster *cluster) {
    memory_clear(cluster->simt.shared, NEUTRINO_SHARED_BYTES);
    memory_clear(cluster->private_memory, NEUTRINO_PRIVATE_BYTES);
}

/* ---- stopping ---- */

static void stop_neutrino(struct cluster *cluster) {
    cluster_halt(cluster);
    rv64_halt(cluster->neutrino);
}

void cluster_clear_reports(struct cluster *cluster) {
    report_clear(&cluster->report);
    report_clear(&cluster->warning);
}

static struct report_neutrino neutrino_place(const struct cluster *cluster) {
    return (struct report_neutrino){
        .pc = rv64_pc(cluster->neutrino),
        .head = task_queue_head(cluster->devices.items[DEVICE_QUEUE]),
    };
}

/* What the Neutrino does for a run. */
static void note_subject(const struct cluster *cluster, struct report_neutrino *at, run_id run) {
    struct sb_entry_view entry;
    at->subject = run;
    if (run && scoreboard_find(cluster->scoreboard, run, &entry))
        at->invoked = entry.pc;
}

/* Of an instruction that is at fault. */
static struct report_neutrino neutrino_code(const struct cluster *cluster, uint64_t pc) {
    enum { RETURN_ADDRESS = 1 };
    struct report_neutrino at = neutrino_place(cluster);
    at.pc = pc;
    at.is_fault_at_pc = true;
    at.caller = rv64_register(cluster->neutrino, RETURN_ADDRESS);
    return at;
}

struct report_neutrino cluster_neutrino(const struct cluster *cluster) {
    return neutrino_code(cluster, rv64_pc(cluster->neutrino));
}

/* From mcause, mepc and mtval. */
static void report_trap(struct cluster *cluster) {
    const struct rv64 *core = cluster->neutrino;
    struct report_neutrino at = neutrino_code(cluster, rv64_csr(core, RV64_CSR_MEPC));
    note_subject(cluster, &at, at.head);
    uint64_t cause = rv64_csr(core, RV64_CSR_MCAUSE);
    char *text =
        xasprintf("%s (mcause %llu) at pc 0x%llx, mtval 0x%llx", rv64_cause_name(cause),
                  (unsigned long long)cause, (unsigned long long)rv64_csr(core, RV64_CSR_MEPC),
                  (unsigned long long)rv64_csr(core, RV64_CSR_MTVAL));
    report_neutrino_fault(&cluster->report, MUSIM_FAULT, &at, text);
    free(text);
    stop_neutrino(cluster);
}

static void misuse(void *context, const struct sb_misuse *misuse) {
    struct cluster *cluster = context;
    if (misuse->from_neutrino) {
        const struct report_neutrino at = cluster_neutrino(cluster);
        char *text = report_misuse_text(cluster->program, misuse);
        report_neutrino_fault(&cluster->report, MUSIM_MISUSE, &at, text);
        free(text);
    } else {
        report_misuse(&cluster->report, misuse);
    }
    stop_neutrino(cluster);
}

/* ---- scoreboard ---- */

static void wake(void *context, unsigned core, unsigned warp) {
    warp_set_state(cluster_warp(context, core, warp), WARP_READY);
}

static void dispatch(void *context, const struct sb_task_run *task_run) {
    struct cluster *cluster = context;
    task_queue_push(cluster->devices.items[DEVICE_QUEUE], task_run);
    cluster->neutrino_idle = false;
    cluster_wake(cluster);
}

/* Each warp in a state; of those at barriers, at this one. */
static void wake_waiting(struct cluster *cluster, enum warp_state state, unsigned barrier) {
    for (unsigned c = 0; c < cluster->config->cores; c++) {
        for (unsigned w = 0; w < cluster->config->warps; w++) {
            struct warp *warp = cluster_warp(cluster, c, w);
            if (warp->state == state && (state != WARP_WAIT_BARRIER || warp->barrier == barrier))
                warp_set_state(warp, WARP_READY);
        }
    }
}

static void room(void *context) {
    wake_waiting(context, WARP_WAIT_ROOM, 0);
}

static void run_event(void *context, run_id run, enum sb_event event) {
    static const enum musim_run_event_kind kinds[] = {
        [SB_CREATED] = MUSIM_RUN_CREATED,     [SB_ISSUED] = MUSIM_RUN_ISSUED,
        [SB_RETIRED] = MUSIM_RUN_RETIRED,     [SB_JOINED] = MUSIM_RUN_ARRIVED,
        [SB_COMPLETED] = MUSIM_RUN_COMPLETED, [SB_SIGNALLED] = MUSIM_RUN_SIGNALLED,
    };
    struct cluster *cluster = context;
    observe_run(cluster, kinds[event], run, cluster->acting);
}

/* ---- the bus of the SIMT cores ---- */

static struct sb_warp participant(const struct warp *warp) {
    return (struct sb_warp){
        .core = warp->core->index,
        .warp = warp->index,
        .lanes = (uint8_t)__builtin_popcount(warp->tmask),
        .pc = warp->pc,
    };
}

static unsigned requester(const struct warp *warp) {
    return DEVICE_WARP(warp->core->index * warp->core->simt->warps + warp->index);
}

static enum sb_arrival bus_invoke(void *context, struct warp *warp, const struct sb_invoke *invoke,
                                  run_id *run) {
    struct cluster *cluster = context;
    const struct sb_warp who = participant(warp);
    cluster->acting = warp;
    enum sb_arrival arrival = scoreboard_invoke(cluster->scoreboard, invoke, &who, warp->payload,
                                                warp->payload_words, run);
    cluster->acting = NULL;
    return arrival;
}

static void bus_complete(void *context, const struct warp *warp, run_id run, enum muon_part part,
                         unsigned n) {
    struct cluster *cluster = context;
    const struct sb_warp who = participant(warp);
    cluster->acting = warp;
    scoreboard_complete(cluster->scoreboard, run, part, n, &who);
    cluster->acting = NULL;
}

static bool bus_barrier(void *context, struct warp *warp, unsigned number, unsigned count) {
    struct cluster *cluster = context;
    struct barrier *barrier = &cluster->barriers[number];
    if (!meeting_check(cluster, warp, number))
        return false;
    bool passed = ++barrier->arrived >= count;
    barrier->count = count;
    meeting_arrived(cluster, warp, number, passed);
    observe_barrier(cluster, warp, number, passed);
    if (passed) {
        barrier->arrived = 0;
        wake_waiting(cluster, WARP_WAIT_BARRIER, number);
    } else {
        warp->barrier = (uint8_t)number;
        warp_set_state(warp, WARP_WAIT_BARRIER);
    }
    return passed;
}

static uint8_t *bus_memory(void *context, uint32_t address) {
    uint64_t available;
    return cluster_memory(context, address, &available);
}

static bool bus_load(void *context, const struct warp *warp, uint32_t address, unsigned size,
                     uint32_t *value) {
    struct cluster *cluster = context;
    uint64_t wide = 0;
    bool found = devices_load(&cluster->devices, requester(warp), address, size, &wide);
    *value = (uint32_t)wide;
    if (found)
        observe_register(cluster, warp, address, false, wide);
    return found;
}

static bool bus_store(void *context, const struct warp *warp, uint32_t address, unsigned size,
                      uint32_t value) {
    struct cluster *cluster = context;
    observe_register(cluster, warp, address, true, value);
    return devices_store(&cluster->devices, requester(warp), address, size, value);
}

static void bus_tohost(void *context, uint32_t value) {
    struct cluster *cluster = context;
    if (cluster->result)
        return;
    cluster->result = value;
    cluster->result_round = cluster->round;
}

static void bus_met_active(void *context, const struct warp *warp, const struct warp *other) {
    struct cluster *cluster = context;
    const struct report_place place = {warp->core->index, warp->index, -1, warp->pc, warp};
    if (cluster->warning.made)
        return;
    char *text = xasprintf("vx_wspawn does not start warp %u: it is active", other->index);
    report_warning(&cluster->warning, &place, text);
    cluster->warning_round = cluster->round;
    free(text);
}

static void bus_started(void *context, const struct warp *warp, const struct warp *spawner) {
    observe_order(context, MUSIM_WARP_STARTED, warp, spawner);
}

static void bus_saw_warps(void *context, const struct warp *warp) {
    observe_order(context, MUSIM_WARPS_SEEN, warp, NULL);
}

static void bus_changed(void *context, const struct warp *warp) {
    struct cluster *cluster = context;
    if (warp->state == WARP_INACTIVE)
        devices_ended(&cluster->devices, requester(warp));
    if (warp->state == WARP_READY)
        cluster_wake(cluster);
    observe_warp(cluster, warp);
}

static void bus_fault(void *context, const struct warp *warp, int lane,
                      const struct diag_location *where, const char *text) {
    struct cluster *cluster = context;
    const struct report_place place = {warp->core->index, warp->index, lane, warp->pc, warp};
    report_warp_fault(&cluster->report, &place, where, text);
    cluster_halt(cluster);
}

/* ---- the bus of the Neutrino ---- */

static bool neutrino_load(void *context, uint64_t address, unsigned size, uint64_t *value) {
    struct cluster *cluster = context;
    bool found = devices_load(&cluster->devices, DEVICE_NEUTRINO, address, size, value);
    if (found)
        observe_register(cluster, NULL, address, false, *value);
    return found;
}

static bool neutrino_store(void *context, uint64_t address, unsigned size, uint64_t value) {
    struct cluster *cluster = context;
    observe_register(cluster, NULL, address, true, value);
    bool found = devices_store(&cluster->devices, DEVICE_NEUTRINO, address, size, value);
    if (cluster->halt) /* by misuse, a device's fault, or an observer */
        rv64_halt(cluster->neutrino);
    return found;
}

/* Of plain memory; only while somebody listens. */
static void neutrino_access(void *context, uint64_t address, unsigned size, bool store,
                            const void *bytes) {
    struct cluster *cluster = context;
    const struct musim_transfer_event event = {
        .cluster = cluster->number,
        .pc = rv64_pc(cluster->neutrino),
        .address = address,
        .size = size,
        .store = store,
        .bytes = bytes,
    };
    observe_transfer(cluster, &event);
    if (cluster->halt)
        rv64_halt(cluster->neutrino);
}

/* ---- what devices ask for ---- */

static void device_signal(void *context, uint32_t run) {
    struct cluster *cluster = context;
    scoreboard_signal(cluster->scoreboard, run);
}

static void device_complete(void *context, uint32_t run) {
    struct cluster *cluster = context;
    scoreboard_complete_all(cluster->scoreboard, run);
}

static void device_interrupt(void *context, bool level) {
    struct cluster *cluster = context;
    rv64_set_external_interrupt(cluster->neutrino, level);
}

static void device_release(void *context, uint32_t entry) {
    struct cluster *cluster = context;
    rv64_reset(cluster->neutrino, entry);
    cluster->neutrino_released = true;
    cluster->neutrino_idle = false;
    cluster_wake(cluster);
}

static void device_print(void *context, const char *bytes, size_t length) {
    struct cluster *cluster = context;
    transcript_put(&cluster->transcript, cluster->round, bytes, length, cluster->console);
}

static void device_command(void *context, enum device_id device, uint32_t tag, bool ended,
                           uint64_t work) {
    observe_command(context, device_name(device), tag, ended, work);
}

static void device_access(void *context, enum device_id device, uint64_t address, uint64_t size,
                          bool store, const void *bytes) {
    struct cluster *cluster = context;
    const struct musim_transfer_event event = {
        .cluster = cluster->number,
        .device = device_name(device),
        .address = address,
        .size = size,
        .store = store,
        .bytes = bytes,
    };
    observe_transfer(cluster, &event);
}

static void device_fault(void *context, const char *message, uint64_t address, uint32_t run) {
    struct cluster *cluster = context;
    struct report_neutrino at = neutrino_place(cluster);
    note_subject(cluster, &at, run);
    char *text = xasprintf("%s: address 0x%llx", message, (unsigned long long)address);
    report_neutrino_fault(&cluster->report, MUSIM_FAULT, &at, text);
    free(text);
    cluster_halt(cluster);
}

static bool device_lingers(void *context) {
    struct cluster *cluster = context;
    return chance_draw(cluster->config, &cluster->random, 2) != 0;
}

static void device_trapped(void *context) {
    report_trap(context);
}

/* ---- making it ---- */

static void wire(struct cluster *cluster) {
    cluster->simt.bus = (struct simt_bus){
        .invoke = bus_invoke,
        .complete = bus_complete,
        .barrier = bus_barrier,
        .memory = bus_memory,
        .load = bus_load,
        .store = bus_store,
        .tohost = bus_tohost,
        .met_active = bus_met_active,
        .started = bus_started,
        .saw_warps = bus_saw_warps,
        .changed = bus_changed,
        .fault = bus_fault,
        .context = cluster,
    };
    const struct sb_callbacks callbacks = {
        .wake = wake,
        .dispatch = dispatch,
        .room = room,
        .misuse = misuse,
        .event = run_event,
        .context = cluster,
    };
    const struct rv64_bus bus = {
        .direct = neutrino_memory,
        .load = neutrino_load,
        .store = neutrino_store,
        .access = neutrino_access,
        .context = cluster,
    };
    const struct device_host host = {
        .memory = neutrino_memory,
        .signal = device_signal,
        .complete = device_complete,
        .interrupt = device_interrupt,
        .release = device_release,
        .print = device_print,
        .command = device_command,
        .access = device_access,
        .fault = device_fault,
        .trapped = device_trapped,
        .lingers = device_lingers,
        .context = cluster,
        .cluster = cluster->number,
    };
    cluster->scoreboard = scoreboard_create(cluster->config->scoreboard, &callbacks);
    cluster->neutrino = rv64_create(&bus);
    devices_create(&cluster->devices, &host);
}

static void create_core(struct cluster *cluster, unsigned index, struct warp *warps) {
    const struct musim_config *shape = cluster->config;
    struct core *core = &cluster->cores[index];
    core->simt = &cluster->simt;
    core->index = (uint8_t)index;
    core->warps = warps;
    for (unsigned w = 0; w < shape->warps; w++) {
        warps[w].core = core;
        warps[w].index = (uint8_t)w;
        warps[w].hart =
            ((cluster->number * shape->cores + index) * shape->warps + w) * shape->lanes;
    }
}

bool cluster_create(struct cluster *cluster, unsigned number, const struct cluster_parts *parts) {
    const struct musim_config *shape = parts->config;
    unsigned lanes = shape->lanes;
    *cluster = (struct cluster){
        .number = number,
        .config = shape,
        .observers = parts->observers,
        .console = parts->console,
        .cores = parts->cores,
        .private_memory = memory_reserve(NEUTRINO_PRIVATE_BYTES, 0),
        .simt = {.code = parts->code,
                 .global = parts->global,
                 .shared = memory_reserve(NEUTRINO_SHARED_BYTES, MEMORY_GUARD),
                 .leave = &cluster->leave,
                 .lanes = lanes,
                 .width = simt_width(lanes),
                 .warps = shape->warps,
                 .cores = shape->cores,
                 .cluster = number,
                 .all_lanes = lanes == 32 ? UINT32_MAX : (UINT32_C(1) << lanes) - 1},
    };
    if (!cluster->simt.shared || !cluster->private_memory)
        return false;
    for (unsigned c = 0; c < shape->cores; c++)
        create_core(cluster, c, parts->warps + c * shape->warps);
    wire(cluster);
    return true;
}

void cluster_free(struct cluster *cluster) {
    rv64_free(cluster->neutrino);
    devices_free(&cluster->devices);
    scoreboard_free(cluster->scoreboard);
    memory_release(cluster->simt.shared, NEUTRINO_SHARED_BYTES, MEMORY_GUARD);
    memory_release(cluster->private_memory, NEUTRINO_PRIVATE_BYTES, 0);
    transcript_free(&cluster->transcript);
    cluster_clear_reports(cluster);
}

/* ---- starting ---- */

/* Registers and all that a program has done to the warp; only x is large enough to count. */
static void reset_warp(struct warp *warp) {
    struct core *core = warp->core;
    uint32_t hart = warp->hart;
    uint8_t index = warp->index;
    memset(warp, 0, offsetof(struct warp, stack));
    memset(warp->x, 0, sizeof warp->x);
    warp->core = core;
    warp->hart = hart;
    warp->index = index;
    for (uint8_t rm = 0; rm < 7; rm++)
        warp->rounding[rm] = rm;
}

static void start_cores(struct cluster *cluster) {
    for (unsigned c = 0; c < cluster->config->cores; c++) {
        struct core *core = &cluster->cores[c];
        core->runnable = 0;
        for (unsigned w = 0; w < cluster->config->warps; w++)
            reset_warp(&core->warps[w]);
    }
    if (cluster->nothing || (cluster->blocks && cluster->simt.block >= cluster->blocks))
        return;
    for (unsigned c = 0; c < cluster->config->cores; c++)
        warp_start(&cluster->simt, cluster_warp(cluster, c, 0), cluster->program->entry, NULL);
}

void cluster_start(struct cluster *cluster, const struct program *program,
                   const struct launch *launch) {
    struct simt_context *simt = &cluster->simt;
    cluster->program = program;
    cluster->blocks = launch->blocks;
    cluster->nothing = launch->nothing;
    simt->block = cluster->number;
    simt->stack_bytes = program->shape.stack_bytes;
    simt->stack_stride = simt->stack_bytes + NEUTRINO_STACK_STRIDE - NEUTRINO_STACK_BYTES;
    memcpy(simt->grid, launch->grid, sizeof simt->grid);
    memcpy(simt->block_size, launch->block, sizeof simt->block_size);

    memset(cluster->barriers, 0, sizeof cluster->barriers);
    scoreboard_reset(cluster->scoreboard);
    devices_reset(&cluster->devices);
    rv64_set_external_interrupt(cluster->neutrino, false);
    rv64_reset(cluster->neutrino, 0);
    cluster->neutrino_released = cluster->neutrino_idle = false;
    cluster->halt = cluster->leave = cluster->ended = false;
    cluster_clear_reports(cluster);
    cluster->report.program = cluster->warning.program = program;
    cluster->report.cluster = cluster->warning.cluster = cluster->number;
    cluster->round = cluster->result_round = 0;
    cluster->result = 0;
    cluster->turn = (struct turn){0};
    cluster->random = cluster->config->perturb + cluster->number;
    cluster->stats = (struct musim_stats){0};
    for (unsigned c = 0; c < cluster->config->cores; c++)
        cluster->cores[c].instructions = cluster->cores[c].lane_instructions = 0;
    start_cores(cluster);
}

bool cluster_is_running(const struct cluster *cluster) {
    for (unsigned c = 0; c < cluster->config->cores; c++)
        for (unsigned w = 0; w < cluster->config->warps; w++)
            if (cluster_warp(cluster, c, w)->state != WARP_INACTIVE)
                return true;
    return false;
}

uint64_t cluster_cycles(const struct cluster *cluster) {
    uint64_t most = rv64_spent(cluster->neutrino);
    for (unsigned c = 0; c < cluster->config->cores; c++)
        if (cluster->cores[c].instructions > most)
            most = cluster->cores[c].instructions;
    return most;
}

bool cluster_next_block(struct cluster *cluster) {
    uint64_t next = (uint64_t)cluster->simt.block + cluster->config->clusters;
    if (next >= cluster->blocks || cluster_is_running(cluster))
        return false;
    cluster->simt.block = (uint32_t)next;
    start_cores(cluster);
    return true;
}

/* ---- running ---- */

uint64_t cluster_run_neutrino(struct cluster *cluster, uint64_t budget) {
    uint64_t before = rv64_spent(cluster->neutrino);
    enum rv64_stop stop = rv64_run(cluster->neutrino, budget);
    uint64_t executed = rv64_spent(cluster->neutrino) - before;
    if (stop == RV64_HALTED && !cluster->halt)
        report_trap(cluster);
    /* Asleep for good only if it did not even wake: a masked interrupt keeps it so. */
    cluster->neutrino_idle = stop == RV64_WFI && executed == 0;
    return executed;
}
