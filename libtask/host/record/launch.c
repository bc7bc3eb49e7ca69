/* Launches of kernels over a grid of work-items. */
#include "libtask/host/memory.h"
#include "libtask/host/record/buffer.h"

#include <inttypes.h>
#include <string.h>

static const char *const axes[] = {"x", "y", "z"};

/* ---- sizes ---- */

static enum tk_status check_dimensions(const char *kernel, unsigned dimensions) {
    return dimensions >= 1 && dimensions <= 3
               ? TK_OK
               : fail(TK_ERROR_ARGUMENT, "kernel '%s' is launched in 1 to 3 dimensions, not %u",
                      kernel, dimensions);
}

/* Ids are words, and so is their number. */
static enum tk_status check_global(const struct launch *launch) {
    uint64_t items = 1;
    for (int axis = 0; axis < 3; axis++) {
        uint32_t size = launch->global[axis], offset = launch->offset[axis];
        if ((uint64_t)offset + size > UINT32_MAX)
            return fail(TK_ERROR_ARGUMENT,
                        "global size %" PRIu32 " from offset %" PRIu32
                        " along %s reaches beyond 2^32 - 1",
                        size, offset, axes[axis]);
        if (!size)
            return TK_OK;
        items = items * size > UINT32_MAX ? UINT64_C(1) << 32 : items * size;
    }
    return items <= UINT32_MAX ? TK_OK : fail(TK_ERROR_ARGUMENT, "more than 2^32 - 1 work-items");
}

static enum tk_status check_local(struct device *device, const struct launch *launch) {
    uint64_t items = 1, most = atomic_load(&device->max_group_size);
    const uint32_t *needed = launch->kernel->local_size, *local = launch->local;
    for (int axis = 0; axis < 3; axis++) {
        if (!local[axis])
            return fail(TK_ERROR_ARGUMENT, "the local size along %s is 0", axes[axis]);
        items = items * local[axis] > most ? most + 1 : items * local[axis];
    }
    if (needed[0] && memcmp(needed, local, sizeof launch->local))
        return fail(TK_ERROR_MISMATCH,
                    "kernel '%s' needs work-groups of %" PRIu32 " x %" PRIu32 " x %" PRIu32
                    " work-items, not %" PRIu32 " x %" PRIu32 " x %" PRIu32,
                    launch->kernel->name, needed[0], needed[1], needed[2], local[0], local[1],
                    local[2]);
    return items <= most
               ? TK_OK
               : fail(TK_ERROR_ARGUMENT,
                      "work-groups of more than the %" PRIu64 " work-items of the device", most);
}

static void read_sizes(struct launch *launch, const struct tk_launch *from) {
    for (unsigned axis = 0; axis < 3; axis++) {
        bool there = axis < from->dimensions;
        launch->global[axis] = there ? from->global[axis] : 1;
        launch->local[axis] = there ? from->local[axis] : 1;
        launch->offset[axis] = there ? from->offset[axis] : 0;
        launch->groups[axis] =
            launch->local[axis]
                ? (uint32_t)(((uint64_t)launch->global[axis] + launch->local[axis] - 1) /
                             launch->local[axis])
                : 0;
    }
}

/* ---- arguments ---- */

static enum tk_status refuse(const struct kernel *kernel, size_t index, const char *fault) {
    return fail(TK_ERROR_MISMATCH, "argument %zu of kernel '%s': %s", index, kernel->name, fault);
}

static bool is_value(const struct parameter *parameter) {
    return parameter->kind != NEUTRINO_POINTER && parameter->kind != NEUTRINO_LOCAL;
}

static enum tk_status set_buffer(struct command *command, struct device *device, size_t index,
                                 tk_buffer handle) {
    struct launch *launch = &command->launch;
    const struct parameter *parameter = &launch->kernel->parameters[index];
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    command_keep_object(command, buffer);
    if (buffer->device != device)
        return refuse(launch->kernel, index, "a buffer of another device");
    launch->arguments[index].buffer = &buffer->object;
    launch->arguments[index].address = buffer->address;
    command_add_access(command, device->space, parameter->access != NEUTRINO_READ,
                       (struct box){buffer->address, buffer->bytes, 1, 1});
    return TK_OK;
}

static enum tk_status set_argument(struct command *command, struct device *device, size_t index,
                                   const struct tk_argument *given) {
    const struct kernel *kernel = command->launch.kernel;
    const struct parameter *parameter = &kernel->parameters[index];
    struct argument *argument = &command->launch.arguments[index];
    if (parameter->kind == NEUTRINO_POINTER) {
        if (given->value || given->bytes)
            return refuse(kernel, index, "a pointer takes a buffer and nothing else");
        return set_buffer(command, device, index, given->buffer);
    }
    if (given->buffer)
        return refuse(kernel, index, "a buffer where no pointer is");
    if (parameter->kind == NEUTRINO_LOCAL) {
        if (given->value || !given->bytes || given->bytes > UINT32_MAX)
            return refuse(kernel, index, "group memory takes its size, above 0, and nothing else");
        argument->bytes = given->bytes;
        return TK_OK;
    }
    if (!given->value || given->bytes != parameter->bytes)
        return fail(TK_ERROR_MISMATCH,
                    "argument %zu of kernel '%s' has %" PRIu32 " bytes, not %zu%s", index,
                    kernel->name, parameter->bytes, given->bytes, given->value ? "" : " of NULL");
    if (parameter->kind == NEUTRINO_BOOL && *(const uint8_t *)given->value > 1)
        return refuse(kernel, index, "a bool is 0 or 1");
    memcpy(argument->value, given->value, parameter->bytes);
    return TK_OK;
}

/* ---- the command ---- */

enum { VALUE_ALIGNMENT = 16 };

static size_t rounded(size_t bytes) {
    return (bytes + VALUE_ALIGNMENT - 1) / VALUE_ALIGNMENT * VALUE_ALIGNMENT;
}

static struct command_room room_of(const struct kernel *kernel, size_t waits) {
    struct command_room room = {.accesses = kernel->parameter_count + 1,
                                .waits = waits,
                                .kept = kernel->parameter_count + 1};
    room.extra = rounded(kernel->parameter_count * sizeof(struct argument));
    for (size_t i = 0; i < kernel->parameter_count; i++)
        room.extra += is_value(&kernel->parameters[i]) ? rounded(kernel->parameters[i].bytes) : 0;
    return room;
}

/* With the program kept, and places for the values of arguments. */
static struct command *launch_new(struct program *program, const struct kernel *kernel,
                                  size_t waits) {
    struct command_room room = room_of(kernel, waits);
    struct command *command = command_new(COMMAND_LAUNCH, &room);
    if (!command)
        return NULL;
    struct launch *launch = &command->launch;
    launch->program = program;
    launch->kernel = kernel;
    launch->arguments = command_extra(command, &room);
    memset(launch->arguments, 0, room.extra);
    char *next =
        (char *)launch->arguments + rounded(kernel->parameter_count * sizeof(struct argument));
    for (size_t i = 0; i < kernel->parameter_count; i++)
        if (is_value(&kernel->parameters[i])) {
            launch->arguments[i].value = next;
            next += rounded(kernel->parameters[i].bytes);
        }
    command_keep_object(command, object_keep(program));
    command->ordered.everything = kernel->everything;
    if (program->has_variables)
        command_add_access(command, program->variables.space, true, program->variables.box);
    return command;
}

static const struct kernel *find_kernel(const struct program *program, const char *name) {
    for (size_t i = 0; i < program->kernel_count; i++)
        if (!strcmp(program->kernels[i].name, name))
            return &program->kernels[i];
    fail(TK_ERROR_KERNEL, "no kernel '%s' in the program", name);
    return NULL;
}

static enum tk_status fill_in(struct command *command, struct device *device,
                              const struct tk_launch *from) {
    struct launch *launch = &command->launch;
    const struct kernel *kernel = launch->kernel;
    launch->dimensions = from->dimensions;
    enum tk_status status = check_dimensions(kernel->name, from->dimensions);
    if (status)
        return status;
    read_sizes(launch, from);
    if ((status = check_global(launch)) || (status = check_local(device, launch)))
        return status;
    if (from->argument_count != kernel->parameter_count)
        return fail(TK_ERROR_MISMATCH, "kernel '%s' takes %zu arguments, not %zu", kernel->name,
                    kernel->parameter_count, from->argument_count);
    if (from->argument_count && !from->arguments)
        return fail(TK_ERROR_ARGUMENT, "%zu arguments that are nowhere", from->argument_count);
    for (size_t i = 0; i < kernel->parameter_count && !status; i++)
        status = set_argument(command, device, i, &from->arguments[i]);
    return status;
}

static enum tk_status make(struct device *device, const struct tk_launch *from, size_t waits,
                           struct command **command) {
    struct program *program = object_find(OBJECT_PROGRAM, from->program);
    if (!program)
        return TK_ERROR_HANDLE;
    enum tk_status status = TK_ERROR_KERNEL;
    const struct kernel *kernel = NULL;
    if (program->device != device)
        status = fail(TK_ERROR_MISMATCH, "a program of another device");
    else
        kernel = find_kernel(program, from->kernel);
    *command = kernel ? launch_new(program, kernel, waits) : NULL;
    object_drop(program);
    if (!*command)
        return kernel ? TK_ERROR_MEMORY : status;
    status = fill_in(*command, device, from);
    if (status)
        command_drop(*command);
    return status;
}

enum tk_status tk_record_launch(tk_command_buffer handle, const struct tk_launch *launch,
                                const struct tk_waits *waits, tk_sync_point *point) {
    struct command *command;
    if (!launch || !launch->kernel)
        return fail(TK_ERROR_ARGUMENT,
                    launch ? "a launch without a kernel's name" : "launch: NULL");
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    enum tk_status status = make(commands->device, launch, waits_count(waits), &command);
    if (!status)
        return record(commands, command, waits, point);
    object_drop(commands);
    return status;
}

/* ---- other arguments ---- */

static enum tk_status keep_argument(struct command *changed, struct device *device,
                                    const struct command *command, size_t index) {
    const struct parameter *parameter = &command->launch.kernel->parameters[index];
    const struct argument *old = &command->launch.arguments[index];
    if (old->buffer) {
        struct buffer *buffer = object_keep(old->buffer);
        command_keep_object(changed, buffer);
        command_add_access(changed, device->space, parameter->access != NEUTRINO_READ,
                           (struct box){buffer->address, buffer->bytes, 1, 1});
    }
    struct argument *argument = &changed->launch.arguments[index];
    void *value = argument->value;
    *argument = *old;
    argument->value = value;
    if (value)
        memcpy(value, old->value, parameter->bytes);
    return TK_OK;
}

static enum tk_status set_arguments(struct command *changed, struct device *device,
                                    const struct command *command, size_t count,
                                    const size_t *indices, const struct tk_argument *arguments) {
    enum tk_status status = TK_OK;
    for (size_t i = 0; i < command->launch.kernel->parameter_count && !status; i++) {
        const struct tk_argument *given = NULL;
        for (size_t j = 0; j < count; j++)
            given = indices[j] == i ? &arguments[j] : given;
        status = given ? set_argument(changed, device, i, given)
                       : keep_argument(changed, device, command, i);
    }
    return status;
}

enum tk_status launch_again(struct device *device, const struct command *command, size_t count,
                            const size_t *indices, const struct tk_argument *arguments,
                            struct command **changed) {
    const struct launch *old = &command->launch;
    for (size_t i = 0; i < count; i++) {
        if (indices[i] >= old->kernel->parameter_count)
            return fail(TK_ERROR_ARGUMENT, "kernel '%s' has no argument %zu", old->kernel->name,
                        indices[i]);
        for (size_t j = 0; j < i; j++)
            if (indices[j] == indices[i])
                return fail(TK_ERROR_ARGUMENT, "argument %zu is there twice", indices[i]);
    }
    *changed = launch_new(old->program, old->kernel, command->ordered.wait_count);
    if (!*changed)
        return TK_ERROR_MEMORY;
    struct launch *launch = &(*changed)->launch;
    struct argument *own = launch->arguments;
    *launch = *old;
    launch->arguments = own;
    (*changed)->ordered.wait_count = command->ordered.wait_count;
    memcpy((uint32_t *)(*changed)->ordered.waits, command->ordered.waits,
           command->ordered.wait_count * sizeof(uint32_t));
    enum tk_status status = set_arguments(*changed, device, command, count, indices, arguments);
    if (status)
        command_drop(*changed);
    return status;
}

/* ---- local sizes ---- */

/* Along x, of what there is; the others are rows. */
enum tk_status tk_program_local_size(tk_program handle, const char *name, unsigned dimensions,
                                     const uint32_t *global, uint32_t *local) {
    enum { SUITS = 64 };
    if (!name || !global || !local)
        return fail(TK_ERROR_ARGUMENT, "%s: NULL", !name ? "name" : !global ? "global" : "local");
    enum tk_status status = check_dimensions(name, dimensions);
    if (status)
        return status;
    struct program *program = object_find(OBJECT_PROGRAM, handle);
    if (!program)
        return TK_ERROR_HANDLE;
    const struct kernel *kernel = find_kernel(program, name);
    uint64_t most = atomic_load(&program->device->lanes);
    uint32_t along_x = most < SUITS ? (uint32_t)most : SUITS;
    for (unsigned axis = 0; kernel && axis < dimensions; axis++)
        local[axis] = kernel->local_size[0]              ? kernel->local_size[axis]
                      : axis                             ? 1
                      : global[0] && global[0] < along_x ? global[0]
                                                         : along_x;
    object_drop(program);
    return kernel ? TK_OK : TK_ERROR_KERNEL;
}
