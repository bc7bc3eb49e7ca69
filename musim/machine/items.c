/* Launches of kernels for work-items, checked against the kernels' signatures. */
#include "musim/machine/machine.h"

#include "support/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE "%" PRIu32 " x %" PRIu32 " x %" PRIu32
#define EXTENTS(size) (size)[0], (size)[1], (size)[2]

/* What a launch is, with all three dimensions. */
struct sizes {
    uint32_t global[3], local[3], offset[3];
};

/* ---- sizes ---- */

static uint64_t round_up(uint64_t bytes, uint32_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

static bool read_sizes(struct musim *machine, const struct musim_kernel *kernel,
                       struct sizes *sizes) {
    if (kernel->dimensions < 1 || kernel->dimensions > 3)
        return machine_error(machine, "kernel '%s' is launched in 1 to 3 dimensions, not %u",
                             kernel->name, kernel->dimensions);
    *sizes = (struct sizes){{1, 1, 1}, {1, 1, 1}, {0, 0, 0}};
    size_t bytes = kernel->dimensions * sizeof *kernel->global;
    memcpy(sizes->global, kernel->global, bytes);
    memcpy(sizes->local, kernel->local, bytes);
    memcpy(sizes->offset, kernel->offset, bytes);
    return true;
}

/* Ids are words. */
static bool check_global(struct musim *machine, const struct sizes *sizes) {
    uint64_t items = 1;
    for (unsigned axis = 0; axis < 3; axis++) {
        uint32_t size = sizes->global[axis], offset = sizes->offset[axis];
        if ((uint64_t)offset + size > UINT32_MAX)
            return machine_error(machine,
                                 "global size %" PRIu32 " from offset %" PRIu32
                                 " in dimension %u reaches beyond 2^32 - 1",
                                 size, offset, axis);
        items = items * size > UINT32_MAX ? UINT64_C(1) << 32 : items * size;
        if (!size)
            return true;
    }
    return items <= UINT32_MAX ||
           machine_error(machine, "global size " SIZE ": more than 2^32 - 1 work-items",
                         EXTENTS(sizes->global));
}

static uint64_t volume(const uint32_t size[3]) {
    return (uint64_t)size[0] * size[1] * size[2];
}

static bool check_local(struct musim *machine, const struct neutrino_kernel *signature,
                        const struct sizes *sizes) {
    const uint32_t *local = sizes->local, *required = signature->local_size;
    uint64_t items = 1, most = NEUTRINO_MAX_GROUP;
    for (unsigned axis = 0; axis < 3; axis++) {
        if (!local[axis])
            return machine_error(machine, "the local size is 0 in dimension %u", axis);
        items = items * local[axis] > most ? most + 1 : items * local[axis];
    }
    if (required[0] && memcmp(required, local, sizeof sizes->local) != 0)
        return machine_error(machine,
                             "kernel '%s' needs work-groups of " SIZE " work-items, not " SIZE,
                             signature->name, EXTENTS(required), EXTENTS(local));
    return items <= most ||
           machine_error(machine, "work-groups of " SIZE " work-items: more than %" PRIu64,
                         EXTENTS(local), most);
}

/* ---- arguments ---- */

static uint32_t word_at(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static bool refuse_argument(struct musim *machine, const struct neutrino_kernel *signature,
                            size_t index, const char *fault) {
    char *argument = signature_argument(signature, index);
    machine_error(machine, "%s: %s", argument, fault);
    free(argument);
    return false;
}

static bool check_argument(struct musim *machine, const struct neutrino_kernel *signature,
                           const struct musim_kernel *kernel, size_t index, uint64_t *local_bytes) {
    const struct neutrino_parameter *parameter = &signature->parameters[index];
    const uint8_t *argument = (const uint8_t *)kernel->arguments + parameter->offset;
    if (parameter->kind == NEUTRINO_LOCAL) {
        *local_bytes += round_up(word_at(argument), NEUTRINO_LOCAL_ALIGNMENT);
        return word_at(argument) ||
               refuse_argument(machine, signature, index, "group memory of 0 bytes");
    }
    return parameter->kind != NEUTRINO_BOOL || *argument <= 1 ||
           refuse_argument(machine, signature, index, "a bool is 0 or 1");
}

static bool check_arguments(struct musim *machine, const struct neutrino_kernel *signature,
                            const struct musim_kernel *kernel, uint64_t *local_bytes) {
    if (kernel->argument_bytes != signature->argument_bytes)
        return machine_error(machine, "kernel '%s' takes %" PRIu32 " bytes of arguments, not %zu",
                             signature->name, signature->argument_bytes, kernel->argument_bytes);
    for (size_t i = 0; i < signature->parameter_count; i++)
        if (!check_argument(machine, signature, kernel, i, local_bytes))
            return false;
    return true;
}

/* ---- symbols ---- */

/* The value of a symbol that only some programs have, else 0. */
static uint32_t value_of(struct musim *machine, const char *symbol) {
    uint32_t value, size;
    return musim_symbol(machine, symbol, &value, &size) ? value : 0;
}

/* ---- groups of more work-items than lanes ---- */

/* struct neutrino_split (neutrino/kernel.h) as it is in memory, where loading has put it. */
struct split {
    uint32_t step, context_bytes, alignment, places, reason;
};

static bool read_split(struct musim *machine, const struct neutrino_kernel *signature,
                       struct split *split) {
    static const char prefix[] = "__muon_kernel_";
    bool has_prefix = !strncmp(signature->entry, prefix, sizeof prefix - 1);
    char *symbol =
        xasprintf("__muon_split_%s", signature->entry + (has_prefix ? sizeof prefix - 1 : 0));
    uint32_t address = value_of(machine, symbol);
    free(symbol);
    return address && musim_read(machine, address, split, sizeof *split);
}

/* Why the kernel cannot be split; the caller frees it. */
static char *read_reason(struct musim *machine, uint32_t address) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (char c; musim_read(machine, address++, &c, 1) && c;)
        fputc(c, out);
    fclose(out);
    return text;
}

static bool refuse_split(struct musim *machine, const struct sizes *sizes, uint64_t lanes,
                         const char *reason) {
    return machine_error(machine,
                         "work-groups of " SIZE " work-items: a cluster has lanes for %" PRIu64
                         ", in %u warps of %u, and the kernel cannot be split: %s",
                         EXTENTS(sizes->local), lanes,
                         machine->config.cores * machine->config.warps, machine->config.lanes,
                         reason);
}

/* Behind the program's memory. */
static uint64_t find_end(const struct program *program) {
    uint64_t end = NEUTRINO_PROGRAM_BASE;
    for (size_t i = 0; i < program->piece_count; i++) {
        uint64_t piece = program->pieces[i].address + program->pieces[i].memory_bytes;
        if (program->pieces[i].address < NEUTRINO_STACK_TOP && piece > end)
            end = piece;
    }
    return end;
}

/* What work-items keep across barriers is below the lanes' stacks. */
static bool place_context(struct musim *machine, const struct split *split,
                          const struct sizes *sizes, struct neutrino_launch *items) {
    const struct musim_config *shape = &machine->config;
    uint64_t lanes = (uint64_t)shape->clusters * shape->cores * shape->warps * shape->lanes;
    uint64_t stack = (uint64_t)machine->program->shape.stack_bytes + NEUTRINO_STACK_STRIDE -
                     NEUTRINO_STACK_BYTES;
    uint64_t capacity = round_up(volume(sizes->local), NEUTRINO_CONTEXT_ALIGNMENT);
    uint64_t bytes =
        round_up(NEUTRINO_ARRIVALS_BYTES + split->alignment + capacity * split->context_bytes,
                 NEUTRINO_CONTEXT_ALIGNMENT);
    uint64_t end = find_end(machine->program), room = NEUTRINO_STACK_TOP - end;
    uint64_t needed = bytes * shape->clusters + lanes * stack + NEUTRINO_CONTEXT_ALIGNMENT;
    if (needed > room)
        return machine_error(machine,
                             "work-groups of " SIZE " work-items keep %" PRIu64
                             " bytes across barriers in each of %u clusters: there is no room for "
                             "so many",
                             EXTENTS(sizes->local), bytes, shape->clusters);
    items->context = (uint32_t)(NEUTRINO_STACK_TOP - needed) / NEUTRINO_CONTEXT_ALIGNMENT *
                     NEUTRINO_CONTEXT_ALIGNMENT;
    items->context_bytes = (uint32_t)bytes;
    return true;
}

static uint64_t cluster_lanes(const struct musim *machine) {
    const struct musim_config *shape = &machine->config;
    return (uint64_t)shape->cores * shape->warps * shape->lanes;
}

static bool prepare_split(struct musim *machine, const struct neutrino_kernel *signature,
                          const struct sizes *sizes, struct neutrino_launch *items) {
    struct split split;
    uint64_t lanes = cluster_lanes(machine);
    if (volume(sizes->local) <= lanes)
        return true;
    if (!read_split(machine, signature, &split))
        return refuse_split(machine, sizes, lanes, "the program does not say how");
    if (split.reason) {
        char *reason = read_reason(machine, split.reason);
        refuse_split(machine, sizes, lanes, reason);
        free(reason);
        return false;
    }
    return !split.step || place_context(machine, &split, sizes, items);
}

/* ---- group memory ---- */

/* One group's memory, as the launcher lays it out (libtask/muon/runtime/items_launch.c): its copy
 * of the __local variables, of which the linker has placed the first, then that of the arguments.
 */
static bool check_local_memory(struct musim *machine, const struct neutrino_kernel *signature,
                               const struct sizes *sizes, uint64_t argument_bytes) {
    uint32_t end = value_of(machine, "__neutrino_shared_end");
    uint32_t alignment = value_of(machine, "__neutrino_local_alignment");
    uint32_t begin = alignment ? value_of(machine, "__neutrino_local_start")
                               : (uint32_t)round_up(end, NEUTRINO_LOCAL_ALIGNMENT);
    if (alignment < NEUTRINO_LOCAL_ALIGNMENT)
        alignment = NEUTRINO_LOCAL_ALIGNMENT;
    uint64_t variables = round_up(end, NEUTRINO_LOCAL_ALIGNMENT) - begin;
    if (volume(sizes->local) > cluster_lanes(machine) &&
        value_of(machine, "neutrino_items_exchange"))
        argument_bytes += volume(sizes->local) * sizeof(uint32_t);
    uint64_t bytes = round_up(variables + argument_bytes, alignment);
    uint32_t room = begin < NEUTRINO_SHARED_BYTES ? NEUTRINO_SHARED_BYTES - begin : 0;
    return bytes <= room || machine_error(machine,
                                          "kernel '%s' with %" PRIu64
                                          " bytes of group memory: a cluster has %" PRIu32,
                                          signature->name, bytes, room);
}

/* ---- all ---- */

static uint32_t groups_of(uint32_t global, uint32_t local) {
    return (uint32_t)(((uint64_t)global + local - 1) / local);
}

bool items_prepare(struct musim *machine, const struct neutrino_kernel *signature,
                   const struct musim_kernel *kernel, struct launch *launch,
                   struct neutrino_launch *items) {
    struct sizes sizes;
    uint64_t local_bytes = 0;
    if (!read_sizes(machine, kernel, &sizes) || !check_global(machine, &sizes) ||
        !check_local(machine, signature, &sizes) ||
        !check_arguments(machine, signature, kernel, &local_bytes) ||
        !check_local_memory(machine, signature, &sizes, local_bytes) ||
        !prepare_split(machine, signature, &sizes, items))
        return false;
    for (unsigned axis = 0; axis < 3; axis++) {
        launch->grid[axis] = groups_of(sizes.global[axis], sizes.local[axis]);
        launch->nothing |= !sizes.global[axis];
    }
    memcpy(launch->block, sizes.local, sizeof launch->block);
    memcpy(items->global_size, sizes.global, sizeof items->global_size);
    memcpy(items->global_offset, sizes.offset, sizeof items->global_offset);
    items->dimensions = kernel->dimensions;
    items->local_bytes = (uint32_t)local_bytes;
    return true;
}

size_t musim_kernels(const struct musim *machine, const struct neutrino_kernel **kernels) {
    *kernels = machine->program ? machine->program->kernels : NULL;
    return machine->program ? machine->program->kernel_count : 0;
}

const struct neutrino_kernel *musim_find_kernel(struct musim *machine, const char *name) {
    const struct neutrino_kernel *kernel =
        machine->program ? program_kernel(machine->program, name) : NULL;
    if (!kernel)
        machine_error(machine, "no kernel '%s' in %s", name,
                      machine->program ? machine->program->name : "the program");
    return kernel;
}
