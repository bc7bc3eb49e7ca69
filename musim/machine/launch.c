/* Loading and launching programs. */
#include "musim/machine/machine.h"

#include "musim/memory.h"
#include "musim/simt/check.h"
#include "support/alloc.h"
#include "support/output.h"

#include <stdlib.h>
#include <string.h>

/* The launch block: grid and block size, then the kernel's arguments, to the end of its 64 KiB. */
enum { LAUNCH_HEADER_BYTES = 24, MOST_ARGUMENT_BYTES = 0x10000 - LAUNCH_HEADER_BYTES };

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
        machine->codes[i].lookers = machine->config.check & MUSIM_CHECK_UNIFORM
                                        ? &machine->checks
                                        : &machine->looks_for_breakpoints;
    }
}

static void unload(struct musim *machine) {
    program_free(machine->program);
    machine->program = NULL;
    machine->breakpoints.count = 0;
    for (unsigned i = 0; machine->clusters && i < machine->config.clusters; i++)
        cluster_clear_reports(&machine->clusters[i]);
    forget_code(machine);
}

bool musim_load(struct musim *machine, const void *elf, size_t size, const char *name) {
    char *error = NULL;
    unload(machine);
    if (machine->bad_check)
        return machine_error(machine, "MUSIM_CHECK: no such check: '%s'", machine->bad_check);
    if (machine->bad_seed)
        return machine_error(machine, "MUSIM_PERTURB: no number above 0: '%s'", machine->bad_seed);
    machine->program = program_read(elf, size, name, &error);
    if (!machine->program) {
        machine_error(machine, "%s", error);
        free(error);
        return false;
    }
    if (!machine_build(machine, &machine->program->shape)) {
        unload(machine);
        return false;
    }
    set_lookers(machine);
    for (unsigned i = 0; i < machine->config.clusters; i++)
        memory_clear(machine->clusters[i].simt.shared, NEUTRINO_SHARED_BYTES);
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
    memory_clear(machine->global, MEMORY_GLOBAL_BYTES);
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

/* What the program cannot know otherwise. */
static void tell_clusters(struct musim *machine) {
    uint32_t at = NEUTRINO_LAUNCH_BASE + (uint32_t)offsetof(struct neutrino_launch, clusters);
    memcpy(machine->global + at, &machine->config.clusters, sizeof(uint32_t));
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
    tell_clusters(machine);
    observers_launch(&machine->observers);
    for (unsigned i = 0; i < machine->config.clusters; i++)
        cluster_start(&machine->clusters[i], machine->program, &launch);
    machine->random = machine->config.perturb;
    machine->begun = machine->over = false;
    machine->status = MUSIM_DONE;
    return true;
}
