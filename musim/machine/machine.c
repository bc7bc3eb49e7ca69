/* Making a machine, loading and launching programs. run.c runs them, access.c looks at them. */
#include "musim/machine/machine.h"

#include "musim/memory.h"
#include "musim/simt/check.h"
#include "support/alloc.h"
#include "support/output.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define GLOBAL_BYTES ((size_t)1 << 32)

/* The launch block: grid and block size, then the kernel's arguments, to the end of its 64 KiB. */
enum { LAUNCH_HEADER_BYTES = 24, MOST_ARGUMENT_BYTES = 0x10000 - LAUNCH_HEADER_BYTES };

bool machine_error(struct musim *machine, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = xvasprintf(format, arguments);
    va_end(arguments);
    free(machine->error);
    machine->error = message;
    return false;
}

const char *musim_error(const struct musim *machine) {
    return machine->error ? machine->error : "";
}

/* ---- creation ---- */

static bool create_codes(struct musim *machine) {
    unsigned threads = machine->asked.threads ? machine->asked.threads : 1;
    machine->codes = xcalloc(threads, sizeof *machine->codes);
    while (machine->code_count < threads) {
        if (!code_create(&machine->codes[machine->code_count]))
            return false;
        machine->code_count++;
    }
    return true;
}

struct musim *musim_create(const struct musim_config *config) {
    struct musim *machine = xcalloc(1, sizeof *machine);
    machine->asked = *config;
    if (!config->console)
        machine->asked.console = stdout;
    diag_init(&machine->diag, "musim");
    if (config->report) {
        machine->diag.stream = config->report;
        machine->diag.color = false;
    }
    machine->global = memory_reserve(GLOBAL_BYTES, MEMORY_GUARD);
    if (!machine->global || !create_codes(machine)) {
        musim_free(machine);
        return NULL;
    }
    return machine;
}

static void free_clusters(struct musim *machine) {
    for (unsigned i = 0; machine->clusters && i < machine->config.clusters; i++)
        cluster_free(&machine->clusters[i]);
    if (machine->warps)
        memory_release(machine->warps, machine_warp_count(machine) * sizeof(struct warp), 0);
    free(machine->clusters);
    free(machine->cores);
    machine->clusters = NULL;
    machine->cores = NULL;
    machine->warps = NULL;
}

void musim_free(struct musim *machine) {
    if (!machine)
        return;
    free_clusters(machine);
    memory_release(machine->global, GLOBAL_BYTES, MEMORY_GUARD);
    for (unsigned i = 0; i < machine->code_count; i++)
        code_free(&machine->codes[i]);
    free(machine->codes);
    program_free(machine->program);
    observers_free(&machine->observers);
    free(machine->breakpoints.items);
    diag_free(&machine->diag);
    free(machine->error);
    free(machine);
}

/* ---- shape ---- */

/* One number of the shape: what was asked for, else what the program says, else the default. */
static bool settle(struct musim *machine, const char *what, unsigned *asked, unsigned built_for,
                   unsigned fallback, unsigned most) {
    if (*asked && built_for && *asked != built_for)
        return machine_error(machine, "the program is built for %u %s, not %u", built_for, what,
                             *asked);
    if (!*asked)
        *asked = built_for ? built_for : fallback;
    if (*asked > most)
        return machine_error(machine, "%u %s: at most %u", *asked, what, most);
    return true;
}

static bool settle_shape(struct musim *machine, const struct muon_note_shape *note,
                         struct musim_config *config) {
    *config = machine->asked;
    if (!config->scoreboard)
        config->scoreboard = NEUTRINO_DEFAULT_SCOREBOARD;
    return settle(machine, "clusters", &config->clusters, 0, NEUTRINO_DEFAULT_CLUSTERS,
                  NEUTRINO_MAX_CLUSTERS) &&
           settle(machine, "cores per cluster", &config->cores, note->cores, NEUTRINO_DEFAULT_CORES,
                  NEUTRINO_MAX_CORES) &&
           settle(machine, "warps per core", &config->warps, note->warps, NEUTRINO_DEFAULT_WARPS,
                  NEUTRINO_MAX_WARPS) &&
           settle(machine, "lanes per warp", &config->lanes, note->lanes, NEUTRINO_DEFAULT_LANES,
                  NEUTRINO_MAX_LANES);
}

static bool has_shape(const struct musim *machine, const struct musim_config *shape) {
    return machine->clusters && machine->config.clusters == shape->clusters &&
           machine->config.cores == shape->cores && machine->config.warps == shape->warps &&
           machine->config.lanes == shape->lanes;
}

static bool create_cluster(struct musim *machine, unsigned number) {
    const struct musim_config *shape = &machine->config;
    const struct cluster_parts parts = {
        .config = shape,
        .observers = &machine->observers,
        .global = machine->global,
        .code = &machine->codes[number % machine->code_count],
        .cores = machine->cores + number * shape->cores,
        .warps = machine->warps + number * shape->cores * shape->warps,
    };
    return cluster_create(&machine->clusters[number], number, &parts) ||
           machine_error(machine, "not enough memory for cluster %u", number);
}

/* Builds the machine in this shape, unless it has it. */
static bool build(struct musim *machine, const struct musim_config *shape) {
    if (has_shape(machine, shape)) {
        machine->config = *shape;
        return true;
    }
    free_clusters(machine);
    machine->config = *shape;
    unsigned width = shape->lanes <= 8 ? 8 : shape->lanes <= 16 ? 16 : 32;
    if (!simt_select(width, getenv("MUSIM_VECTOR_UNIT"), &machine->interpreter))
        return machine_error(machine, "MUSIM_VECTOR_UNIT: this host has no such vector unit");
    machine->warps = memory_reserve(machine_warp_count(machine) * sizeof(struct warp), 0);
    if (!machine->warps)
        return machine_error(machine, "not enough memory for %u warps",
                             machine_warp_count(machine));
    machine->cores = xcalloc(machine_core_count(machine), sizeof *machine->cores);
    machine->clusters = xcalloc(shape->clusters, sizeof *machine->clusters);
    for (unsigned i = 0; i < shape->clusters; i++)
        if (!create_cluster(machine, i))
            return false;
    return true;
}

/* ---- loading ---- */

static void forget_code(struct musim *machine) {
    for (unsigned i = 0; i < machine->code_count; i++)
        code_forget(&machine->codes[i]);
}

/* Who looks before instructions: checks come before breakpoints, which are met twice. */
static void set_lookers(struct musim *machine) {
    machine->looks_for_breakpoints = breakpoints_looker(&machine->breakpoints);
    machine->checks = check_looker(&machine->program->assertions);
    machine->checks.next = &machine->looks_for_breakpoints;
    for (unsigned i = 0; i < machine->code_count; i++) {
        machine->codes[i].check_stack = machine->program->shape.stack_bytes != 0;
        machine->codes[i].lookers =
            machine->config.check ? &machine->checks : &machine->looks_for_breakpoints;
    }
}

static void unload(struct musim *machine) {
    program_free(machine->program);
    machine->program = NULL;
    machine->breakpoints.count = 0;
    for (unsigned i = 0; machine->clusters && i < machine->config.clusters; i++)
        report_clear(&machine->clusters[i].report);
    forget_code(machine);
}

bool musim_load(struct musim *machine, const void *elf, size_t size, const char *name) {
    struct musim_config shape;
    char *error = NULL;
    unload(machine);
    machine->program = program_read(elf, size, name, &error);
    if (!machine->program) {
        machine_error(machine, "%s", error);
        free(error);
        return false;
    }
    if (!settle_shape(machine, &machine->program->shape, &shape) || !build(machine, &shape)) {
        unload(machine);
        return false;
    }
    set_lookers(machine);
    program_place(machine->program, machine->global);
    return musim_launch(machine, &(struct musim_kernel){0});
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

bool musim_reset(struct musim *machine) {
    if (!machine->program)
        return machine_error(machine, "no program is loaded");
    memory_clear(machine->global, GLOBAL_BYTES);
    for (unsigned i = 0; i < machine->config.clusters; i++)
        cluster_clear_memory(&machine->clusters[i]);
    forget_code(machine);
    program_place(machine->program, machine->global);
    return musim_launch(machine, &(struct musim_kernel){0});
}

/* ---- launching ---- */

static uint32_t at_least_one(uint32_t extent) {
    return extent ? extent : 1;
}

/* Fills the launch block; the kernel's function is what the start code calls instead of main. */
static bool prepare_kernel(struct musim *machine, const struct musim_kernel *kernel,
                           struct launch *launch) {
    uint32_t function, size;
    uint64_t blocks = 1;
    if (!musim_symbol(machine, kernel->name, &function, &size))
        return false;
    if (function % MUON_WORD_BYTES || memory_region(function).kind != MEMORY_RAM)
        return machine_error(machine, "'%s' is no function", kernel->name);
    if (kernel->argument_bytes > MOST_ARGUMENT_BYTES)
        return machine_error(machine, "%zu bytes of arguments: at most %u", kernel->argument_bytes,
                             MOST_ARGUMENT_BYTES);
    for (unsigned axis = 0; axis < 3; axis++) {
        launch->grid[axis] = at_least_one(kernel->grid[axis]);
        launch->block[axis] = at_least_one(kernel->block[axis]);
        if ((blocks *= launch->grid[axis]) > UINT32_MAX)
            return machine_error(machine, "a grid of more than 2^32 - 1 blocks");
    }
    launch->blocks = (uint32_t)blocks;
    uint8_t *arguments = machine->global + NEUTRINO_ARGS_BASE;
    memcpy(machine->global + NEUTRINO_LAUNCH_KERNEL, &function, sizeof function);
    memcpy(arguments, launch->grid, sizeof launch->grid);
    memcpy(arguments + sizeof launch->grid, launch->block, sizeof launch->block);
    if (kernel->argument_bytes)
        memcpy(arguments + LAUNCH_HEADER_BYTES, kernel->arguments, kernel->argument_bytes);
    return true;
}

static void prepare_main(struct musim *machine, struct launch *launch) {
    memcpy(launch->grid, machine->program->grid, sizeof launch->grid);
    memcpy(launch->block, machine->program->block, sizeof launch->block);
    memory_clear(machine->global + NEUTRINO_LAUNCH_KERNEL, sizeof(uint32_t));
}

bool musim_launch(struct musim *machine, const struct musim_kernel *kernel) {
    struct launch launch = {0};
    if (!machine->program)
        return machine_error(machine, "no program is loaded");
    if (!kernel->name)
        prepare_main(machine, &launch);
    else if (!prepare_kernel(machine, kernel, &launch))
        return false;
    for (unsigned i = 0; i < machine->config.clusters; i++)
        cluster_start(&machine->clusters[i], machine->program, &launch);
    machine->random = machine->config.perturb;
    machine->begun = machine->over = false;
    machine->status = MUSIM_DONE;
    return true;
}
