/* Launches on a simulated machine, which the host starts. */
#include "libtask/host/device/musim/musim.h"

#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* As the kernel takes them: a struct of 32-bit pointers and values. */
static void lay_out(const struct launch *launch, uint8_t *block) {
    const struct kernel *kernel = launch->kernel;
    memset(block, 0, kernel->argument_bytes);
    for (size_t i = 0; i < kernel->parameter_count; i++) {
        const struct parameter *parameter = &kernel->parameters[i];
        const struct argument *argument = &launch->arguments[i];
        uint32_t word =
            (uint32_t)(parameter->kind == NEUTRINO_LOCAL ? argument->bytes : argument->address);
        bool value = parameter->kind != NEUTRINO_POINTER && parameter->kind != NEUTRINO_LOCAL;
        memcpy(block + parameter->offset, value ? argument->value : &word,
               value ? parameter->bytes : sizeof word);
    }
}

enum tk_status musim_prepare(struct machine *machine, const struct launch *launch) {
    uint8_t *block = memory_get(launch->kernel->argument_bytes);
    if (!block)
        return fail_memory();
    lay_out(launch, block);
    struct musim_kernel kernel = {
        .name = launch->kernel->name,
        .arguments = block,
        .argument_bytes = launch->kernel->argument_bytes,
        .dimensions = launch->dimensions,
    };
    memcpy(kernel.global, launch->global, sizeof kernel.global);
    memcpy(kernel.local, launch->local, sizeof kernel.local);
    memcpy(kernel.offset, launch->offset, sizeof kernel.offset);
    bool ok = musim_launch(machine->musim, &kernel);
    free(block);
    return ok ? TK_OK : fail(TK_ERROR_FAILED, "%s", musim_error(machine->musim));
}

enum musim_status musim_execute(struct machine *machine) {
    machine->executions++;
    fseek(machine->report_stream, 0, SEEK_SET);
    enum musim_status status = musim_run(machine->musim);
    fflush(machine->console);
    fflush(machine->report_stream);
    return status;
}

enum tk_status musim_outcome(struct device *device, enum musim_status status, const char *kernel) {
    struct machine *machine = device->state;
    const char *name = kernel ? kernel : "", *before = kernel ? "kernel '" : "";
    const char *behind = kernel ? "': " : "";
    uint32_t result = musim_result(machine->musim);
    if (status == MUSIM_DONE)
        return result ? fail(TK_ERROR_FAILED, "%s%s%sended with result %" PRIu32, before, name,
                             kernel ? "' " : "", result)
                      : TK_OK;
    if (atomic_load(&device->stopped))
        return fail(TK_ERROR_DEVICE_LOST, "the device was lost");
    return fail(TK_ERROR_FAILED, "%s%s%s%s", before, name, behind, machine->report);
}

enum tk_status musim_device_launch(struct device *device, const struct launch *launch,
                                   uint64_t part, uint64_t parts, uint64_t *cycles) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->use);
    enum tk_status status = musim_prepare(machine, launch);
    if (!status) {
        status = musim_outcome(device, musim_execute(machine), launch->kernel->name);
        *cycles = musim_cycles(machine->musim);
    }
    pthread_mutex_unlock(&machine->use);
    return status;
}
