/* Making a machine, running it to its end. */
#include "musim/machine.h"

#include "musim/memory.h"
#include "support/alloc.h"
#include "support/output.h"

#include <fenv.h>
#include <stdlib.h>
#include <string.h>

#define GLOBAL_BYTES ((size_t)1 << 32)

/* Instructions that a warp or the Neutrino executes before the next one has its turn. */
enum { SLICE = 256, NEUTRINO_SLICE = 1024 };

bool machine_error(struct musim *machine, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    free(machine->error);
    machine->error = xvasprintf(format, arguments);
    va_end(arguments);
    return false;
}

const char *musim_error(const struct musim *machine) {
    return machine->error ? machine->error : "";
}

unsigned machine_core_count(const struct musim *machine) {
    return machine->config.clusters * machine->config.cores;
}

unsigned machine_warp_count(const struct musim *machine) {
    return machine_core_count(machine) * machine->config.warps;
}

struct musim *musim_create(const struct musim_config *config) {
    struct musim *machine = xcalloc(1, sizeof *machine);
    machine->config = *config;
    diag_init(&machine->diag, "musim");
    if (config->report) {
        machine->diag.stream = config->report;
        machine->diag.color = false;
    }
    if (!config->console)
        machine->config.console = stdout;
    machine->global = memory_reserve(GLOBAL_BYTES, MEMORY_GUARD);
    if (!machine->global || !code_create(&machine->code)) {
        musim_free(machine);
        return NULL;
    }
    machine->code.check_lanes = config->check;
    return machine;
}

void musim_free(struct musim *machine) {
    if (!machine)
        return;
    for (unsigned i = 0; machine->clusters && i < machine->config.clusters; i++)
        cluster_free(&machine->clusters[i]);
    if (machine->warps)
        memory_release(machine->warps, machine_warp_count(machine) * sizeof(struct warp), 0);
    free(machine->clusters);
    free(machine->cores);
    memory_release(machine->global, GLOBAL_BYTES, MEMORY_GUARD);
    code_free(&machine->code);
    source_map_free(machine->source);
    for (unsigned i = 0; i <= UINT8_MAX; i++)
        free(machine->names[i]);
    diag_free(&machine->diag);
    free(machine->name);
    free(machine->error);
    free(machine);
}

/* ---- building ---- */

static unsigned vector_width(unsigned lanes) {
    return lanes <= 8 ? 8 : lanes <= 16 ? 16 : 32;
}

static struct simt_context make_context(struct musim *machine) {
    unsigned lanes = machine->config.lanes;
    return (struct simt_context){
        .code = &machine->code,
        .global = machine->global,
        .lanes = lanes,
        .width = vector_width(lanes),
        .stack_bytes = machine->stack_bytes,
        .stack_stride = machine->stack_bytes + NEUTRINO_STACK_STRIDE - NEUTRINO_STACK_BYTES,
        .all_lanes = lanes == 32 ? UINT32_MAX : (UINT32_C(1) << lanes) - 1,
    };
}

static void build_core(struct musim *machine, struct cluster *cluster, unsigned index) {
    const struct musim_config *shape = &machine->config;
    struct core *core = &cluster->cores[index];
    unsigned number = cluster->number * shape->cores + index;
    core->cluster = cluster;
    core->index = (uint8_t)index;
    core->warps = machine->warps + number * shape->warps;
    for (unsigned w = 0; w < shape->warps; w++) {
        struct warp *warp = &core->warps[w];
        warp->core = core;
        warp->index = (uint8_t)w;
        warp->hart = (number * shape->warps + w) * shape->lanes;
        for (uint8_t rm = 0; rm < 7; rm++)
            warp->rounding[rm] = rm;
    }
    warp_start(&cluster->simt, &core->warps[0], machine->entry);
}

bool machine_build(struct musim *machine) {
    const struct musim_config *shape = &machine->config;
    struct simt_context context = make_context(machine);
    machine->run_slice = simt_select(context.width, getenv("MUSIM_VECTOR_UNIT"));
    if (!machine->run_slice)
        return machine_error(machine, "MUSIM_VECTOR_UNIT: this host has no such vector unit");
    machine->warps = memory_reserve(machine_warp_count(machine) * sizeof(struct warp), 0);
    if (!machine->warps)
        return machine_error(machine, "not enough memory for %u warps",
                             machine_warp_count(machine));
    machine->cores = xcalloc(machine_core_count(machine), sizeof *machine->cores);
    machine->clusters = xcalloc(shape->clusters, sizeof *machine->clusters);
    machine->random = shape->perturb;
    for (unsigned i = 0; i < shape->clusters; i++) {
        struct cluster *cluster = &machine->clusters[i];
        cluster->simt = context;
        cluster->cores = machine->cores + i * shape->cores;
        if (!cluster_create(cluster, machine, i))
            return false;
        for (unsigned c = 0; c < shape->cores; c++)
            build_core(machine, cluster, c);
    }
    return true;
}

/* ---- running ---- */

/* splitmix64: any seed will do. */
static uint64_t draw(struct musim *machine) {
    uint64_t z = machine->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* How much of a budget a core gets: all, or under --perturb any part of it. */
static uint64_t slice_length(struct musim *machine, uint64_t most) {
    return machine->config.perturb ? 1 + draw(machine) % most : most;
}

static uint64_t within_limit(const struct musim *machine, uint64_t budget, uint64_t spent) {
    uint64_t limit = machine->config.max_instructions;
    return !limit || limit - spent > budget ? budget : limit - spent;
}

static void exhausted(struct musim *machine) {
    machine->stopped = true;
    machine->status = MUSIM_EXHAUSTED;
}

static void run_warp(struct musim *machine, struct core *core, unsigned index) {
    uint64_t budget = within_limit(machine, slice_length(machine, SLICE), core->instructions);
    if (!budget)
        exhausted(machine);
    else
        core->instructions += machine->run_slice(&core->cluster->simt, &core->warps[index],
                                                 (unsigned)budget, &core->lane_instructions);
}

static bool run_neutrino(struct musim *machine, struct cluster *cluster) {
    if (!cluster->neutrino_released || cluster->neutrino_idle)
        return false;
    uint64_t spent = rv64_instructions(cluster->neutrino);
    uint64_t budget = within_limit(machine, slice_length(machine, NEUTRINO_SLICE), spent);
    if (!budget)
        exhausted(machine);
    else
        cluster_run_neutrino(cluster, budget);
    return true;
}

/* Under --perturb an accelerator may take its time; it must not when nothing else happens. */
static bool run_engines(struct musim *machine, struct cluster *cluster, bool may_idle) {
    struct engine *engines[] = {cluster->dma, cluster->matrix};
    bool reverse = machine->config.perturb && (draw(machine) & 1);
    bool worked = false;
    for (unsigned i = 0; i < 2; i++)
        if (!may_idle || !machine->config.perturb || draw(machine) % 4 == 0)
            worked |= engine_step(engines[i ^ reverse]);
    return worked;
}

static bool run_core(struct musim *machine, struct core *core) {
    uint32_t turn = core->runnable; /* warps that wake meanwhile come next time */
    bool ran = turn != 0;
    while (turn && !machine->stopped) {
        unsigned index = (unsigned)__builtin_ctz(turn);
        if (machine->config.perturb)
            for (uint64_t skip = draw(machine) % (unsigned)__builtin_popcount(turn); skip; skip--) {
                uint32_t above = turn & ~((UINT32_C(2) << index) - 1);
                index = (unsigned)__builtin_ctz(above);
            }
        turn &= ~(UINT32_C(1) << index);
        run_warp(machine, core, index);
    }
    return ran;
}

/* Everything has a turn. Returns whether anything happened. */
static bool run_round(struct musim *machine) {
    const struct musim_config *shape = &machine->config;
    uint64_t first_cluster = shape->perturb ? draw(machine) % shape->clusters : 0;
    uint64_t first_core = shape->perturb ? draw(machine) % shape->cores : 0;
    bool ran = false;
    for (unsigned i = 0; i < shape->clusters && !machine->stopped; i++) {
        struct cluster *cluster = &machine->clusters[(first_cluster + i) % shape->clusters];
        bool neutrino_first = shape->perturb && (draw(machine) & 1);
        if (neutrino_first)
            ran |= run_neutrino(machine, cluster);
        for (unsigned c = 0; c < shape->cores && !machine->stopped; c++)
            ran |= run_core(machine, &cluster->cores[(first_core + c) % shape->cores]);
        if (!neutrino_first && !machine->stopped)
            ran |= run_neutrino(machine, cluster);
        if (!machine->stopped)
            ran |= run_engines(machine, cluster, ran);
    }
    return ran;
}

static bool some_warp_waits(const struct musim *machine) {
    for (unsigned i = 0; i < machine_warp_count(machine); i++)
        if (machine->warps[i].state != WARP_INACTIVE)
            return true;
    return false;
}

void machine_flush_console(struct musim *machine) {
    FILE *console = machine->config.console;
    for (unsigned i = 0; i < machine_warp_count(machine); i++)
        console_flush(&machine->warps[i].line, console);
    for (unsigned i = 0; i < machine->config.clusters; i++)
        console_flush(&machine->clusters[i].neutrino_line, console);
    fflush(console);
}

enum musim_status musim_run(struct musim *machine) {
    if (!machine->loaded || machine->stopped)
        return machine->status;
    /* Rounding and flags of the host's unit are the program's while it runs. */
    fenv_t environment;
    fegetenv(&environment);
    fesetenv(FE_DFL_ENV);
    while (!machine->stopped && run_round(machine))
        ;
    if (!machine->stopped && some_warp_waits(machine))
        report_deadlock(machine);
    machine->stopped = true;
    fesetenv(&environment);
    machine_flush_console(machine);
    return machine->status;
}

uint32_t musim_result(const struct musim *machine) {
    return machine->result;
}

void musim_get_stats(const struct musim *machine, struct musim_stats *stats) {
    *stats = machine->stats;
    if (!machine->loaded)
        return;
    for (unsigned i = 0; i < machine_core_count(machine); i++) {
        stats->warp_instructions += machine->cores[i].instructions;
        stats->lane_instructions += machine->cores[i].lane_instructions;
    }
    for (unsigned i = 0; i < machine_warp_count(machine); i++) {
        stats->stack_loads += machine->warps[i].stack_loads;
        stats->stack_stores += machine->warps[i].stack_stores;
    }
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        const struct cluster *cluster = &machine->clusters[i];
        stats->neutrino_instructions += rv64_instructions(cluster->neutrino);
        stats->dma_commands += engine_commands(cluster->dma);
        stats->dma_bytes += engine_work(cluster->dma);
        stats->matrix_commands += engine_commands(cluster->matrix);
        stats->matrix_fmas += engine_work(cluster->matrix);
    }
}

/* ---- loading and looking ---- */

bool musim_load(struct musim *machine, const void *elf, size_t size, const char *name) {
    if (machine->name)
        return machine_error(machine, "a machine takes one program");
    machine->name = xstrdup(name);
    machine->loaded = elf_load(machine, elf, size) && machine_build(machine);
    return machine->loaded;
}

bool musim_load_file(struct musim *machine, const char *path) {
    char *message = NULL;
    size_t message_size = 0, size = 0;
    FILE *stream = open_memstream(&message, &message_size);
    struct diag_engine diag;
    diag_init(&diag, "musim");
    diag.stream = stream;
    diag.color = false;
    char *elf = input_read(path, &size, &diag);
    fclose(stream);
    diag_free(&diag);
    if (!elf) { /* "path: error: reason"; the caller knows the path */
        static const char before[] = ": error: ";
        const char *reason = strstr(message, before);
        message[strcspn(message, "\n")] = '\0';
        machine_error(machine, "%s", reason ? reason + strlen(before) : message);
    }
    free(message);
    bool ok = elf && musim_load(machine, elf, size, path);
    free(elf);
    return ok;
}

/* The next stretch of memory in one piece, at most size bytes. */
static uint8_t *stretch(struct musim *machine, uint32_t address, size_t size, size_t *length) {
    uint64_t available = 0;
    uint8_t *memory =
        machine->loaded ? cluster_memory(&machine->clusters[0], address, &available) : NULL;
    *length = available < size ? (size_t)available : size;
    return memory;
}

bool musim_read(struct musim *machine, uint32_t address, void *bytes, size_t size) {
    for (size_t done = 0, length; done < size; done += length) {
        if (address + (uint64_t)done > UINT32_MAX)
            return machine_error(machine, "0x%08x: beyond the end of memory", address);
        uint8_t *memory = stretch(machine, (uint32_t)(address + done), size - done, &length);
        if (!memory)
            return machine_error(machine, "0x%08x: unmapped", (uint32_t)(address + done));
        memcpy((uint8_t *)bytes + done, memory, length);
    }
    return true;
}

bool musim_write(struct musim *machine, uint32_t address, const void *bytes, size_t size) {
    for (size_t done = 0, length; done < size; done += length) {
        if (address + (uint64_t)done > UINT32_MAX)
            return machine_error(machine, "0x%08x: beyond the end of memory", address);
        uint8_t *memory = stretch(machine, (uint32_t)(address + done), size - done, &length);
        if (!memory)
            return machine_error(machine, "0x%08x: unmapped", (uint32_t)(address + done));
        memcpy(memory, (const uint8_t *)bytes + done, length);
    }
    return true;
}

bool musim_symbol(struct musim *machine, const char *name, uint32_t *address, uint32_t *size) {
    uint64_t wide_address = 0, wide_size = 0;
    if (!machine->source || !source_map_symbol(machine->source, name, &wide_address, &wide_size))
        return machine_error(machine, "no symbol '%s' in %s", name,
                             machine->name ? machine->name : "the program");
    *address = (uint32_t)wide_address;
    *size = (uint32_t)wide_size;
    return true;
}
