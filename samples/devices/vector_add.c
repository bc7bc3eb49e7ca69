/* c = a + b: the smallest program that gives work to a device. Two writes, a launch and a read are
 * recorded; that the launch waits for both writes, and these not for each other, follows from the
 * bytes that they access. */
#include "device.h"

#ifdef SAMPLE_KERNELS

__kernel void add(const float *a, const float *b, float *c) {
    uint32_t i = tk_global_id(0);
    c[i] = a[i] + b[i];
}

#else

static int add(const struct tk_item *item, void *const *arguments) {
    const float *a = arguments[0], *b = arguments[1];
    float *c = arguments[2];
    uint32_t i = item->global_id[0];
    c[i] = a[i] + b[i];
    return 0;
}

static const struct tk_host_parameter parameters[] = {
    {"a", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"b", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"c", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
};
static const struct tk_host_kernel kernels[] = {{"add", add, parameters, 3, {0}, false}};

enum { MOST = 1 << 16 };
static float a[MOST], b[MOST], c[MOST], expected[MOST];

int main(int argc, char **argv) {
    const char *elf = sample_arguments(argc, argv), *kind = device_option();
    uint32_t count = sample_number("COUNT", 1, MOST, 10007);
    uint64_t bytes = count * sizeof *a;
    struct device device;
    tk_command_buffer commands;
    sample_no_more();
    device_open(&device, kind, elf, kernels, 1);
    sample_fill(a, count, -1, 1);
    sample_fill(b, count, -1, 1);

    tk_buffer to_a = device_buffer(&device, bytes), to_b = device_buffer(&device, bytes),
              from_c = device_buffer(&device, bytes);
    const struct tk_argument arguments[] = {{.buffer = to_a}, {.buffer = to_b}, {.buffer = from_c}};
    struct tk_launch launch = {.program = device.program,
                               .kernel = "add",
                               .dimensions = 1,
                               .global = {count},
                               .argument_count = 3,
                               .arguments = arguments};
    TRY(tk_program_local_size(device.program, "add", 1, launch.global, launch.local));
    TRY(tk_commands_create(device.device, &commands));
    device_write(commands, a, to_a, bytes);
    device_write(commands, b, to_b, bytes);
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    device_read(commands, from_c, c, bytes);
    device_run(&device, commands);

    for (uint32_t i = 0; i < count; i++)
        expected[i] = a[i] + b[i];
    sample_check_floats("c", c, expected, count, 0);
    TRY(tk_commands_destroy(commands));
    TRY(tk_buffer_destroy(to_a));
    TRY(tk_buffer_destroy(to_b));
    TRY(tk_buffer_destroy(from_c));
    return device_end(&device);
}

#endif
