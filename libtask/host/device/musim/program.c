/* Muon programs on a simulated machine. */
#include "libtask/host/device/musim/musim.h"

#include "libtask/host/memory.h"
#include "libtask/neutrino/library_ids.h"
#include "neutrino/platform.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* ---- kernels ---- */

static enum tk_status copy_kernels(struct program *program, const struct musim *musim) {
    const struct neutrino_kernel *kernels;
    size_t count = musim_kernels(musim, &kernels);
    program->kernels = memory_zeroed(count, sizeof *program->kernels);
    if (!program->kernels)
        return fail_memory();
    while (program->kernel_count < count) {
        size_t i = program->kernel_count++;
        if (!kernel_copy(&program->kernels[i], &kernels[i]))
            return fail_memory();
    }
    return TK_OK;
}

/* ---- programs ---- */

static void measure(struct device *device) {
    struct machine *machine = device->state;
    struct musim_shape shape = musim_shape(machine->musim);
    atomic_store(&device->max_group_size, NEUTRINO_MAX_GROUP);
    atomic_store(&device->lanes, (uint64_t)shape.cores * shape.warps * shape.lanes);
}

/* A file with one word, which is not executed. */
static bool load_nothing(struct machine *machine) {
    static const struct {
        Elf32_Ehdr header;
        Elf32_Phdr segment;
        uint64_t word;
    } file = {
        .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB,
                               EV_CURRENT},
                   .e_type = ET_EXEC,
                   .e_machine = EM_RISCV,
                   .e_version = EV_CURRENT,
                   .e_entry = NEUTRINO_PROGRAM_BASE,
                   .e_phoff = sizeof(Elf32_Ehdr),
                   .e_ehsize = sizeof(Elf32_Ehdr),
                   .e_phentsize = sizeof(Elf32_Phdr),
                   .e_phnum = 1,
                   .e_shentsize = sizeof(Elf32_Shdr)},
        .segment = {.p_type = PT_LOAD,
                    .p_offset = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr),
                    .p_vaddr = NEUTRINO_PROGRAM_BASE,
                    .p_filesz = 8,
                    .p_memsz = 8,
                    .p_align = 4},
    };
    return musim_load(machine->musim, &file, sizeof file, "no program");
}

enum tk_status musim_program_none(struct device *device) {
    struct machine *machine = device->state;
    if (!load_nothing(machine))
        return fail(TK_ERROR_ARGUMENT, "%s", musim_error(machine->musim));
    measure(device);
    return TK_OK;
}

static bool has_symbol(const struct machine *machine, const char *name) {
    uint32_t address, size;
    return musim_symbol(machine->musim, name, &address, &size);
}

/* Whether it can be handed graphs: it has what walks them, which knows its sync points, and counts
 * no runs from the begin of a launch (neutrino/muon.h). Checks and limits are of one launch, and
 * the Neutrino of one cluster cannot wake another's warps. */
static bool walks_graphs(const struct machine *machine) {
    return !machine->is_limited && musim_shape(machine->musim).clusters == 1 &&
           musim_task_name(machine->musim, graph_run_id) && has_symbol(machine, GRAPH_FUNCTION) &&
           !has_symbol(machine, "__neutrino_counts_runs") &&
           (!musim_task_name(machine->musim, NEUTRINO_FIRST_SYNC_POINT) ||
            has_symbol(machine, "__muon_sync_points_end"));
}

static enum tk_status load(struct device *device, struct program *program, const void *elf,
                           size_t bytes, const char *name) {
    struct machine *machine = device->state;
    if (machine->program)
        return fail(TK_ERROR_UNSUPPORTED,
                    "the device has a program: destroy that and what was recorded with it first");
    if (!musim_load(machine->musim, elf, bytes, name)) {
        enum tk_status status = fail(TK_ERROR_KERNEL, "%s: %s", name, musim_error(machine->musim));
        load_nothing(machine);
        return status;
    }
    enum tk_status status = copy_kernels(program, machine->musim);
    if (status) {
        load_nothing(machine);
        return status;
    }
    machine->program = program;
    program->walks_graphs = walks_graphs(machine);
    program->has_variables = true;
    program->variables =
        (struct access){device->space,
                        true,
                        {NEUTRINO_PROGRAM_BASE, NEUTRINO_ARGS_BASE - NEUTRINO_PROGRAM_BASE, 1, 1}};
    measure(device);
    return TK_OK;
}

enum tk_status musim_program_load(struct device *device, struct program *program, const void *elf,
                                  size_t bytes, const char *name) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->use);
    enum tk_status status = load(device, program, elf, bytes, name);
    pthread_mutex_unlock(&machine->use);
    return status;
}

void musim_program_unload(struct device *device, struct program *program) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->use);
    machine->program = NULL;
    load_nothing(machine);
    pthread_mutex_unlock(&machine->use);
}
