#include <neutrino/host.h>

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

int main(void) {
    tk_device device;
    return !(!tk_open_native(0, &device) && run_on(device) && !tk_open_musim(NULL, &device) &&
             run_on(device));
}
