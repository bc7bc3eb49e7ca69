/* Loading and launching programs. */
#include "musim/machine/machine.h"

#include "musim/memory.h"
#include "musim/simt/check.h"
#include "support/alloc.h"
#include "support/output.h"

#include <stdlib.h>
#include <string.h>

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

/* A function that is executed for each block of a grid. */
static bool prepare_function(struct musim *machine, const struct musim_kernel *kernel,
                             struct launch *launch) {
    uint64_t blocks = 1;
    if (kernel->dimensions)
        return machine_error(machine,
                             "'%s' is no kernel for work-items (__kernel): it is launched over a "
                             "grid of blocks",
                             kernel->name);
    if (kernel->argument_bytes > NEUTRINO_ARGUMENT_BYTES)
        return machine_error(machine, "%zu bytes of arguments: at most %u", kernel->argument_bytes,
                             NEUTRINO_ARGUMENT_BYTES);
    for (unsigned axis = 0; axis < 3; axis++) {
        launch->grid[axis] = at_least_one(kernel->grid[axis]);
        launch->block[axis] = at_least_one(kernel->block[axis]);
        if ((blocks *= launch->grid[axis]) > UINT32_MAX)
            return machine_error(machine, "a grid of more than 2^32 - 1 blocks");
    }
    launch->blocks = (uint32_t)blocks;
    return true;
}

static void prepare_main(struct musim *machine, struct launch *launch) {
    memcpy(launch->grid, machine->program->grid, sizeof launch->grid);
    memcpy(launch->block, machine->program->block, sizeof launch->block);
}

static bool find_function(struct musim *machine, const char *symbol, const char *name,
                          uint32_t *function) {
    uint32_t size;
    if (!musim_symbol(machine, symbol, function, &size))
        return false;
    return (*function % MUON_WORD_BYTES == 0 && memory_region(*function).kind == MEMORY_RAM) ||
           machine_error(machine, "'%s' is no function", name);
}

static bool prepare_kernel(struct musim *machine, const struct musim_kernel *kernel,
                           struct launch *launch, struct neutrino_launch *items,
                           uint32_t *function) {
    const struct neutrino_kernel *signature = program_kernel(machine->program, kernel->name);
    if (kernel->argument_bytes && !kernel->arguments)
        return machine_error(machine, "%zu bytes of arguments that are nowhere",
                             kernel->argument_bytes);
    return find_function(machine, signature ? signature->entry : kernel->name, kernel->name,
                         function) &&
           (signature ? items_prepare(machine, signature, kernel, launch, items)
                      : prepare_function(machine, kernel, launch));
}

/* The function is what the start code calls instead of main, if it is not 0. */
static void write_launch_block(struct musim *machine, const struct musim_kernel *kernel,
                               const struct launch *launch, const struct neutrino_launch *items,
                               uint32_t function) {
    uint8_t *block = machine->global + NEUTRINO_ARGS_BASE;
    memcpy(machine->global + NEUTRINO_LAUNCH_KERNEL, &function, sizeof function);
    memcpy(machine->global + NEUTRINO_LAUNCH_BASE, items, sizeof *items);
    if (!function) /* what the program brings stays */
        return;
    memcpy(block, launch->grid, sizeof launch->grid);
    memcpy(block + sizeof launch->grid, launch->block, sizeof launch->block);
    if (kernel->argument_bytes)
        memcpy(block + NEUTRINO_ARGUMENT_OFFSET, kernel->arguments, kernel->argument_bytes);
}

bool musim_launch(struct musim *machine, const struct musim_kernel *kernel) {
    struct launch launch = {0};
    struct neutrino_launch items = {.clusters = machine->config.clusters};
    uint32_t function = 0;
    if (!machine->program)
        return machine_error(machine, "no program is loaded");
    if (!kernel->name)
        prepare_main(machine, &launch);
    else if (!prepare_kernel(machine, kernel, &launch, &items, &function))
        return false;
    write_launch_block(machine, kernel, &launch, &items, function);
    observers_launch(&machine->observers);
    for (unsigned i = 0; i < machine->config.clusters; i++)
        cluster_start(&machine->clusters[i], machine->program, &launch);
    machine->random = machine->config.perturb;
    machine->begun = machine->over = false;
    machine->status = MUSIM_DONE;
    return true;
}
