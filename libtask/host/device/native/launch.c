/* Kernels that are functions of the host, over the work-items of a grid. */
#include "libtask/host/device/native/library.h"
#include "libtask/host/device/native/native.h"
#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

/* So many for each thread, as some take longer than others. */
enum { PARTS_OF_THREAD = 4 };

static uint64_t group_count(const struct launch *launch) {
    return (uint64_t)launch->groups[0] * launch->groups[1] * launch->groups[2];
}

uint64_t native_parts(struct device *device, const struct launch *launch) {
    uint64_t groups = group_count(launch), most = PARTS_OF_THREAD * device->properties.threads;
    return groups < most ? groups : most;
}

/* ---- arguments ---- */

/* As the function takes them, with memory for one group, which those of a part use in turn. */
struct arguments {
    void **list;
    char *local;
};

enum { LOCAL_ALIGNMENT = 64 };

static uint64_t rounded(uint64_t bytes) {
    return (bytes + LOCAL_ALIGNMENT - 1) / LOCAL_ALIGNMENT * LOCAL_ALIGNMENT;
}

static bool lay_out(const struct launch *launch, struct arguments *arguments) {
    const struct kernel *kernel = launch->kernel;
    uint64_t local = 0;
    for (size_t i = 0; i < kernel->parameter_count; i++)
        local += rounded(launch->arguments[i].bytes);
    void *memory = NULL;
    arguments->list = memory_get(kernel->parameter_count * sizeof *arguments->list);
    if (!arguments->list || (local && !memory_get_aligned(&memory, LOCAL_ALIGNMENT, local)))
        return false;
    char *next = arguments->local = memory;
    for (size_t i = 0; i < kernel->parameter_count; i++) {
        const struct argument *argument = &launch->arguments[i];
        switch (kernel->parameters[i].kind) {
        case NEUTRINO_POINTER: arguments->list[i] = (void *)(uintptr_t)argument->address; break;
        case NEUTRINO_LOCAL:
            arguments->list[i] = next;
            next += rounded(argument->bytes);
            break;
        default: arguments->list[i] = argument->value;
        }
    }
    return true;
}

/* ---- work-items ---- */

/* Of a group, which is smaller at the end of the grid. */
static int run_group(const struct launch *launch, struct tk_item *item, void *const *arguments) {
    uint32_t begin[3], size[3];
    for (int axis = 0; axis < 3; axis++) {
        begin[axis] = item->group_id[axis] * launch->local[axis];
        uint32_t rest = launch->global[axis] - begin[axis];
        size[axis] = rest < launch->local[axis] ? rest : launch->local[axis];
        begin[axis] += launch->offset[axis];
    }
    int (*function)(const struct tk_item *, void *const *) = launch->kernel->function;
    uint32_t *id = item->local_id;
    for (id[2] = 0; id[2] < size[2]; id[2]++) {
        item->global_id[2] = begin[2] + id[2];
        for (id[1] = 0; id[1] < size[1]; id[1]++) {
            item->global_id[1] = begin[1] + id[1];
            for (id[0] = 0; id[0] < size[0]; id[0]++) {
                item->global_id[0] = begin[0] + id[0];
                int result = function(item, arguments);
                if (result)
                    return result;
            }
        }
    }
    return 0;
}

static enum tk_status run_groups(struct device *device, const struct launch *launch, uint64_t first,
                                 uint64_t end, void *const *arguments) {
    struct tk_item item = {.dimensions = launch->dimensions};
    for (int axis = 0; axis < 3; axis++) {
        item.global_size[axis] = launch->global[axis];
        item.local_size[axis] = launch->local[axis];
        item.groups[axis] = launch->groups[axis];
        item.offset[axis] = launch->offset[axis];
    }
    for (uint64_t group = first; group < end; group++) {
        uint64_t row = group / launch->groups[0];
        if (atomic_load_explicit(&device->stopped, memory_order_relaxed))
            return fail(TK_ERROR_DEVICE_LOST, "the device was lost");
        item.group_id[0] = (uint32_t)(group % launch->groups[0]);
        item.group_id[1] = (uint32_t)(row % launch->groups[1]);
        item.group_id[2] = (uint32_t)(row / launch->groups[1]);
        int result = run_group(launch, &item, arguments);
        if (result)
            return fail(TK_ERROR_FAILED,
                        "kernel '%s' returned %d at work-item (%" PRIu32 ", %" PRIu32 ", %" PRIu32
                        ")",
                        launch->kernel->name, result, item.global_id[0], item.global_id[1],
                        item.global_id[2]);
    }
    return TK_OK;
}

enum tk_status native_launch(struct device *device, const struct launch *launch, uint64_t part,
                             uint64_t parts, uint64_t *cycles) {
    uint64_t groups = group_count(launch), share = groups / parts, more = groups % parts;
    uint64_t first = part * share + (part < more ? part : more);
    if (launch->kernel->row)
        return library_run(device, launch, first, first + share + (part < more));
    struct arguments arguments = {0};
    enum tk_status status =
        lay_out(launch, &arguments)
            ? run_groups(device, launch, first, first + share + (part < more), arguments.list)
            : fail_memory();
    free(arguments.list);
    free(arguments.local);
    return status;
}
