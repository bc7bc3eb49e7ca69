/* A cluster: its memories, its barriers, and the wiring of scoreboard, task queue, accelerators and
 * Neutrino core. */
#include "musim/machine.h"
#include "musim/memory.h"

#include <string.h>

/* ---- memory ---- */

uint8_t *cluster_memory(struct cluster *cluster, uint32_t address, uint64_t *available) {
    struct memory_region region = memory_region(address);
    *available = region.end - address;
    switch (region.kind) {
    case MEMORY_RAM: return cluster->machine->global + address;
    case MEMORY_PRIVATE: return cluster->private_memory + (address - region.start);
    default: return NULL;
    }
}

bool cluster_device_load(struct cluster *cluster, uint32_t address, uint32_t *value) {
    switch (address) {
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_ENTRY: *value = cluster->neutrino_entry; break;
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_START: *value = cluster->neutrino_released; break;
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_STATUS: *value = cluster->neutrino_status; break;
    default: return false;
    }
    return true;
}

static void release_neutrino(struct cluster *cluster, uint32_t value) {
    if (!(value & 1))
        return;
    rv64_reset(cluster->neutrino, cluster->neutrino_entry);
    cluster->neutrino_released = true;
    cluster->neutrino_idle = false;
    cluster->neutrino_status = NEUTRINO_STATUS_RESET;
}

bool cluster_device_store(struct cluster *cluster, struct console_line *line, uint32_t address,
                          uint32_t value) {
    if (memory_region(address).kind == MEMORY_CONSOLE) {
        console_put(line, (char)value, cluster->machine->config.console);
        return true;
    }
    switch (address) {
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_ENTRY: cluster->neutrino_entry = value; break;
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_START: release_neutrino(cluster, value); break;
    case NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_STATUS: return true; /* the Neutrino's to set */
    default: return false;
    }
    return true;
}

/* ---- barriers ---- */

bool cluster_barrier(struct cluster *cluster, struct warp *warp, unsigned number, unsigned count) {
    struct musim *machine = cluster->machine;
    struct barrier *barrier = &cluster->barriers[number];
    barrier->count = count;
    if (++barrier->arrived < count) {
        warp->barrier = (uint8_t)number;
        warp_set_state(warp, WARP_WAIT_BARRIER);
        return false;
    }
    barrier->arrived = 0;
    machine->stats.barriers++;
    for (unsigned c = 0; c < machine->config.cores; c++) {
        for (unsigned w = 0; w < machine->config.warps; w++) {
            struct warp *other = &cluster->cores[c].warps[w];
            if (other->state == WARP_WAIT_BARRIER && other->barrier == number)
                warp_set_state(other, WARP_READY);
        }
    }
    return true;
}

/* ---- scoreboard ---- */

static void wake(void *context, unsigned core, unsigned warp) {
    struct cluster *cluster = context;
    warp_set_state(&cluster->cores[core].warps[warp], WARP_READY);
}

static void update_interrupt(struct cluster *cluster) {
    rv64_set_external_interrupt(cluster->neutrino, task_queue_pending(cluster->queue) > 0);
}

static void dispatch(void *context, const struct sb_task_run *task_run) {
    struct cluster *cluster = context;
    task_queue_push(cluster->queue, task_run);
    update_interrupt(cluster);
    cluster->neutrino_idle = false;
}

static void room(void *context) {
    struct cluster *cluster = context;
    const struct musim_config *shape = &cluster->machine->config;
    for (unsigned c = 0; c < shape->cores; c++)
        for (unsigned w = 0; w < shape->warps; w++)
            if (cluster->cores[c].warps[w].state == WARP_WAIT_ROOM)
                warp_set_state(&cluster->cores[c].warps[w], WARP_READY);
}

static void misuse(void *context, const struct sb_misuse *misuse) {
    report_misuse(context, misuse);
}

static void count_event(void *context, run_id run, enum sb_event event) {
    struct cluster *cluster = context;
    struct musim_stats *stats = &cluster->machine->stats;
    (void)run;
    switch (event) {
    case SB_CREATED: stats->runs_created++; break;
    case SB_ISSUED: stats->runs_issued++; break;
    case SB_RETIRED: stats->runs_retired++; return;
    }
    unsigned live = scoreboard_live(cluster->scoreboard);
    if (live > stats->scoreboard_peak)
        stats->scoreboard_peak = live;
}

/* ---- the Neutrino's bus ---- */

static uint8_t *bus_memory(void *context, uint64_t address, uint64_t *available) {
    struct cluster *cluster = context;
    if (address <= UINT32_MAX)
        return cluster_memory(cluster, (uint32_t)address, available);
    uint64_t offset = address - NEUTRINO_SHARED_WINDOW;
    if (offset >= NEUTRINO_SHARED_BYTES)
        return NULL;
    *available = NEUTRINO_SHARED_BYTES - offset;
    return cluster->simt.shared + offset;
}

enum { DEVICE_PAGE_MASK = 0xffff }; /* each device has 64 KiB */

static bool bus_load(void *context, uint64_t address, unsigned size, uint64_t *value) {
    struct cluster *cluster = context;
    uint64_t offset = address & DEVICE_PAGE_MASK;
    switch (address & ~(uint64_t)DEVICE_PAGE_MASK) {
    case NEUTRINO_QUEUE_BASE: return task_queue_load(cluster->queue, offset, size, value);
    case NEUTRINO_DMA_BASE: return engine_load(cluster->dma, offset, size, value);
    case NEUTRINO_MATRIX_BASE: return engine_load(cluster->matrix, offset, size, value);
    default: break;
    }
    uint32_t word = 0;
    bool ok = address <= UINT32_MAX && size == 4 &&
              cluster_device_load(cluster, (uint32_t)address, &word);
    *value = word;
    return ok;
}

static bool set_status(struct cluster *cluster, uint32_t value) {
    cluster->neutrino_status = value;
    if (value == NEUTRINO_STATUS_FAULTED) {
        report_neutrino_trap(cluster);
        rv64_halt(cluster->neutrino);
    }
    return true;
}

/* Of the registers in global memory; entry and start are not the Neutrino's. */
static bool is_console(uint64_t address) {
    return address <= UINT32_MAX && memory_region((uint32_t)address).kind == MEMORY_CONSOLE;
}

static bool bus_store(void *context, uint64_t address, unsigned size, uint64_t value) {
    struct cluster *cluster = context;
    uint64_t offset = address & DEVICE_PAGE_MASK;
    bool ok = true;
    switch (address & ~(uint64_t)DEVICE_PAGE_MASK) {
    case NEUTRINO_QUEUE_BASE:
        ok = task_queue_store(cluster->queue, offset, size, value);
        update_interrupt(cluster);
        break;
    case NEUTRINO_DMA_BASE: ok = engine_store(cluster->dma, offset, size, value); break;
    case NEUTRINO_MATRIX_BASE: ok = engine_store(cluster->matrix, offset, size, value); break;
    default:
        if (address == NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_STATUS)
            return set_status(cluster, (uint32_t)value);
        return is_console(address) && cluster_device_store(cluster, &cluster->neutrino_line,
                                                           (uint32_t)address, (uint32_t)value);
    }
    if (cluster->machine->stopped) /* by misuse or an accelerator's fault */
        rv64_halt(cluster->neutrino);
    return ok;
}

/* ---- accelerators ---- */

static void engine_signal(void *context, uint32_t run) {
    struct cluster *cluster = context;
    scoreboard_signal(cluster->scoreboard, run);
}

static void engine_fault(void *context, const char *message, uint64_t address) {
    report_neutrino_fault(context, "%s: address 0x%llx", message, (unsigned long long)address);
}

/* ---- making it ---- */

bool cluster_create(struct cluster *cluster, struct musim *machine, unsigned number) {
    cluster->machine = machine;
    cluster->number = number;
    cluster->simt.shared = memory_reserve(NEUTRINO_SHARED_BYTES, MEMORY_GUARD);
    cluster->private_memory = memory_reserve(NEUTRINO_PRIVATE_BYTES, 0);
    if (!cluster->simt.shared || !cluster->private_memory)
        return machine_error(machine, "not enough memory for cluster %u", number);
    const struct sb_callbacks callbacks = {
        .wake = wake,
        .dispatch = dispatch,
        .room = room,
        .misuse = misuse,
        .event = count_event,
        .context = cluster,
    };
    const struct engine_host host = {
        .memory = bus_memory,
        .signal = engine_signal,
        .fault = engine_fault,
        .context = cluster,
    };
    const struct rv64_bus bus = {
        .direct = bus_memory,
        .load = bus_load,
        .store = bus_store,
        .context = cluster,
    };
    cluster->scoreboard = scoreboard_create(machine->config.scoreboard, &callbacks);
    cluster->queue = task_queue_create(cluster->scoreboard, number);
    cluster->dma = engine_create(ENGINE_DMA, &host);
    cluster->matrix = engine_create(ENGINE_MATRIX, &host);
    cluster->neutrino = rv64_create(&bus);
    return true;
}

void cluster_free(struct cluster *cluster) {
    rv64_free(cluster->neutrino);
    engine_free(cluster->dma);
    engine_free(cluster->matrix);
    task_queue_free(cluster->queue);
    scoreboard_free(cluster->scoreboard);
    memory_release(cluster->simt.shared, NEUTRINO_SHARED_BYTES, MEMORY_GUARD);
    memory_release(cluster->private_memory, NEUTRINO_PRIVATE_BYTES, 0);
}

uint64_t cluster_run_neutrino(struct cluster *cluster, uint64_t budget) {
    uint64_t before = rv64_instructions(cluster->neutrino);
    enum rv64_stop stop = rv64_run(cluster->neutrino, budget);
    uint64_t executed = rv64_instructions(cluster->neutrino) - before;
    if (stop == RV64_HALTED && !cluster->machine->stopped)
        report_neutrino_trap(cluster);
    /* Asleep for good only if it did not even wake: a masked interrupt keeps it so. */
    cluster->neutrino_idle = stop == RV64_WFI && executed == 0;
    return executed;
}
