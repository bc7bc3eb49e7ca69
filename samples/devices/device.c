/* A device of the kind that an option names. */
#include "device.h"

#include <string.h>

const char *device_option(void) {
    if (sample_word("--device=native"))
        return "native";
    sample_word("--device=musim");
    return "musim";
}

void device_open(struct device *device, const char *kind, const char *file,
                 const struct tk_host_kernel *kernels, size_t count) {
    if (!strcmp(kind, "native")) {
        TRY(tk_open_native(0, &device->device));
        if (strstr(file, ".so"))
            TRY(tk_program_load(device->device, file, &device->program));
        else
            TRY(tk_program_create(device->device, kernels, count, &device->program));
    } else {
        TRY(tk_open_musim(NULL, &device->device));
        TRY(tk_program_load(device->device, file, &device->program));
    }
    TRY(tk_queue_create(device->device, &device->queue));
}

void device_close(struct device *device) {
    TRY(tk_program_destroy(device->program));
    TRY(tk_queue_destroy(device->queue, TK_END_WAIT));
    TRY(tk_device_close(device->device, TK_END_WAIT));
}

tk_buffer device_buffer(struct device *device, uint64_t bytes) {
    tk_buffer buffer;
    TRY(tk_buffer_create(device->device, bytes, 0, &buffer));
    return buffer;
}

void device_write(tk_command_buffer commands, const void *from, tk_buffer to, uint64_t bytes) {
    const struct tk_region all = tk_stretch(0, 0, bytes);
    TRY(tk_record_write(commands, from, to, 1, &all, NULL, NULL));
}

void device_read(tk_command_buffer commands, tk_buffer from, void *to, uint64_t bytes) {
    const struct tk_region all = tk_stretch(0, 0, bytes);
    TRY(tk_record_read(commands, from, to, 1, &all, NULL, NULL));
}

void device_run(struct device *device, tk_command_buffer commands) {
    tk_fence fence;
    TRY(tk_fence_create(&fence));
    TRY(tk_commands_finalize(commands));
    TRY(tk_dispatch(device->queue, commands, &(struct tk_dispatch){.fence = fence}));
    TRY(tk_fence_wait(fence, TK_FOREVER));
    TRY(tk_fence_destroy(fence));
}

int device_end(struct device *device) {
    device_close(device);
    return sample_has_failed();
}
