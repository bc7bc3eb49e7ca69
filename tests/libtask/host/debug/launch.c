/* launch LIBRARY KERNEL: a kernel of debug/kernels.c over 4 groups of 64 work-items, twice. */
#include "neutrino/host.h"

#include <stdlib.h>

enum { ITEMS = 256, GROUP = 64 };

#define TRY(call) ((call) ? (printf("%s\n", tk_message()), exit(EXIT_FAILURE)) : (void)0)

int main(int argc, char **argv) {
    tk_device device;
    tk_queue queue;
    tk_fence fence;
    tk_program program;
    tk_buffer buffer;
    tk_command_buffer commands;
    static int numbers[ITEMS];
    if (argc != 3)
        return EXIT_FAILURE;
    for (int i = 0; i < ITEMS; i++)
        numbers[i] = i;
    TRY(tk_open_native(4, &device));
    TRY(tk_queue_create(device, &queue));
    TRY(tk_fence_create(&fence));
    TRY(tk_program_load(device, argv[1], &program));
    TRY(tk_buffer_wrap(device, numbers, sizeof numbers, &buffer));
    TRY(tk_commands_create(device, &commands));
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = {program, argv[2], 1, {ITEMS}, {GROUP}, {0}, 1, &argument};
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    TRY(tk_commands_finalize(commands));
    TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
    TRY(tk_fence_wait(fence, TK_FOREVER));
    TRY(tk_commands_destroy(commands));
    TRY(tk_buffer_destroy(buffer));
    TRY(tk_program_destroy(program));
    TRY(tk_fence_destroy(fence));
    TRY(tk_queue_destroy(queue, TK_END_WAIT));
    TRY(tk_device_close(device, TK_END_WAIT));
    printf("done: %d\n", numbers[7]);
    return EXIT_SUCCESS;
}
