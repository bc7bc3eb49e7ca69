/* Programs of devices. */
#include "libtask/host/device/device.h"
#include "libtask/host/memory.h"

#include <stdlib.h>
#include <string.h>

bool kernel_copy(struct kernel *to, const struct neutrino_kernel *from) {
    to->name = memory_get(strlen(from->name) + 1);
    to->parameters = memory_get(from->parameter_count * sizeof *to->parameters);
    if (!to->name || !to->parameters)
        return false;
    strcpy(to->name, from->name);
    to->parameter_count = from->parameter_count;
    to->argument_bytes = from->argument_bytes;
    memcpy(to->local_size, from->local_size, sizeof to->local_size);
    for (size_t i = 0; i < from->parameter_count; i++) {
        const struct neutrino_parameter *parameter = &from->parameters[i];
        to->parameters[i] = (struct parameter){parameter->kind, parameter->access, parameter->bytes,
                                               parameter->offset};
    }
    return true;
}

void program_free_kernels(struct program *program) {
    for (size_t i = 0; i < program->kernel_count; i++) {
        free(program->kernels[i].name);
        free(program->kernels[i].parameters);
    }
    free(program->kernels);
}

static void release(struct object *object) {
    struct program *program = (struct program *)object;
    if (program->device->class->unload)
        program->device->class->unload(program->device, program);
    program_free_kernels(program);
    object_drop(program->device);
    free(program);
}

/* Takes the device's reference. */
static struct program *begin(struct device *device) {
    struct program *program = memory_zeroed(1, sizeof *program);
    if (program)
        program->device = device;
    else
        object_drop(device);
    return program;
}

static enum tk_status end(struct program *program, enum tk_status status, tk_program *handle) {
    void *published = status ? NULL : object_publish(&program->object, OBJECT_PROGRAM, release);
    if (published) {
        *handle = published;
        return TK_OK;
    }
    if (!status && program->device->class->unload)
        program->device->class->unload(program->device, program);
    program_free_kernels(program);
    object_drop(program->device);
    free(program);
    return status ? status : TK_ERROR_MEMORY;
}

/* ---- of the host ---- */

static enum tk_status copy_kernel(struct kernel *to, const struct tk_host_kernel *from) {
    if (!from->name || !from->function)
        return fail(TK_ERROR_ARGUMENT, "a kernel without %s", from->name ? "function" : "name");
    if (from->parameter_count && !from->parameters)
        return fail(TK_ERROR_ARGUMENT, "kernel '%s' has %zu parameters that are nowhere",
                    from->name, from->parameter_count);
    const uint32_t *local = from->local_size;
    if (!local[0] != !local[1] || !local[0] != !local[2])
        return fail(TK_ERROR_ARGUMENT, "kernel '%s' needs work-groups of size 0", from->name);
    to->function = from->function;
    to->everything = from->everything;
    memcpy(to->local_size, from->local_size, sizeof to->local_size);
    to->name = memory_get(strlen(from->name) + 1);
    to->parameters = memory_zeroed(from->parameter_count, sizeof *to->parameters);
    if (!to->name || !to->parameters)
        return fail_memory();
    strcpy(to->name, from->name);
    to->parameter_count = from->parameter_count;
    for (size_t i = 0; i < from->parameter_count; i++) {
        const struct tk_host_parameter *parameter = &from->parameters[i];
        bool value = parameter->kind != NEUTRINO_POINTER && parameter->kind != NEUTRINO_LOCAL;
        if (value && !parameter->bytes)
            return fail(TK_ERROR_ARGUMENT, "parameter %zu of kernel '%s' has 0 bytes", i,
                        from->name);
        to->parameters[i] =
            (struct parameter){parameter->kind, parameter->access, parameter->bytes, 0};
    }
    return TK_OK;
}

enum tk_status tk_program_create(tk_device on, const struct tk_host_kernel *kernels, size_t count,
                                 tk_program *handle) {
    if (!handle || !kernels || !count)
        return fail(TK_ERROR_ARGUMENT, "a program needs kernels, and a place for its handle");
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    if (!device->class->host_memory) {
        object_drop(device);
        return fail(TK_ERROR_UNSUPPORTED, "functions of the host run on native devices only");
    }
    struct program *program = begin(device);
    if (!program)
        return fail_memory();
    program->kernels = memory_zeroed(count, sizeof *program->kernels);
    enum tk_status status = program->kernels ? TK_OK : fail_memory();
    while (!status && program->kernel_count < count) {
        size_t i = program->kernel_count++;
        status = copy_kernel(&program->kernels[i], &kernels[i]);
    }
    return end(program, status, handle);
}

/* ---- of files ---- */

enum tk_status tk_program_load_memory(tk_device on, const void *elf, size_t bytes, const char *name,
                                      tk_program *handle) {
    if (!handle || !elf || !name)
        return fail(TK_ERROR_ARGUMENT, "a program needs bytes, a name and a place for its handle");
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    if (!device->class->load) {
        enum tk_status status =
            fail(TK_ERROR_UNSUPPORTED, "a %s device loads no programs", device->class->kind);
        object_drop(device);
        return status;
    }
    struct program *program = begin(device);
    if (!program)
        return fail_memory();
    return end(program, device->class->load(device, program, elf, bytes, name), handle);
}

static enum tk_status read_all(FILE *file, const char *path, char **content, size_t *bytes) {
    size_t capacity = 0, more = 1;
    *content = NULL;
    for (*bytes = 0; more; *bytes += more) {
        if (!memory_room((void **)content, &capacity, *bytes + 1, 1))
            return fail_memory();
        more = fread(*content + *bytes, 1, capacity - *bytes, file);
    }
    return ferror(file) ? fail(TK_ERROR_KERNEL, "%s: %m", path) : TK_OK;
}

enum tk_status tk_program_load(tk_device device, const char *path, tk_program *program) {
    char *content;
    size_t bytes;
    if (!path)
        return fail(TK_ERROR_ARGUMENT, "path: NULL");
    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(TK_ERROR_KERNEL, "%s: %m", path);
    enum tk_status status = read_all(file, path, &content, &bytes);
    fclose(file);
    if (!status)
        status = tk_program_load_memory(device, content, bytes, path, program);
    free(content);
    return status;
}

enum tk_status tk_program_destroy(tk_program program) {
    return !program || object_destroy(OBJECT_PROGRAM, program) ? TK_OK : TK_ERROR_HANDLE;
}
