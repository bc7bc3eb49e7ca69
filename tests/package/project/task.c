#include <neutrino/host.h>
#include <string.h>

static enum tk_status note(tk_command_buffer commands, void *user) {
    *(bool *)user = true;
    return TK_OK;
}

/* A callback on each kind of device. */
static bool run_on(tk_device device) {
    bool ran = false;
    tk_queue queue;
    tk_command_buffer commands;
    return !tk_queue_create(device, &queue) && !tk_commands_create(device, &commands) &&
           !tk_record_callback(commands, note, &ran, 0, NULL, NULL, NULL) &&
           !tk_commands_finalize(commands) && !tk_dispatch(queue, commands, NULL) &&
           !tk_wait_all(queue, TK_FOREVER) && ran && !tk_commands_destroy(commands) &&
           !tk_queue_destroy(queue, TK_END_WAIT) && !tk_device_close(device, TK_END_WAIT);
}

/* The kernel of scale.c, on the device that the file is for. */
static bool scale(const char *file) {
    enum { N = 100 };
    int in[N], out[N] = {0};
    const struct tk_region all = tk_stretch(0, 0, sizeof in);
    tk_device device;
    tk_queue queue;
    tk_program program;
    tk_buffer from, to;
    tk_command_buffer commands;
    for (int i = 0; i < N; i++)
        in[i] = i;
    if ((strstr(file, ".so") ? tk_open_native(0, &device) : tk_open_musim(NULL, &device)) ||
        tk_program_load(device, file, &program) || tk_queue_create(device, &queue) ||
        tk_buffer_create(device, sizeof in, 0, &from) || tk_buffer_create(device, sizeof in, 0, &to))
        return false;
    const struct tk_argument arguments[] = {{from}, {to}};
    const struct tk_launch launch = {program, "scale", 1, {N}, {10}, {0}, 2, arguments};
    return !tk_commands_create(device, &commands) &&
           !tk_record_write(commands, in, from, 1, &all, NULL, NULL) &&
           !tk_record_launch(commands, &launch, NULL, NULL) &&
           !tk_record_read(commands, to, out, 1, &all, NULL, NULL) &&
           !tk_commands_finalize(commands) && !tk_dispatch(queue, commands, NULL) &&
           !tk_wait_all(queue, TK_FOREVER) && out[N - 1] == (N - 1) * 3 + 5;
}

int main(int argc, char **argv) {
    tk_device device;
    if (argc > 1)
        return !scale(argv[1]);
    return !(!tk_open_native(0, &device) && run_on(device) && !tk_open_musim(NULL, &device) &&
             run_on(device));
}
