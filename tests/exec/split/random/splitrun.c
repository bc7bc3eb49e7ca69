/* Runs kernels of splitgen.c as muonc has split them, on the CPU, and on a simulated machine that has
 * one warp; and as they stand: there each work-item has a stack of its own, and they take turns at
 * barriers.
 *
 *   splitrun SEED MODEL.so LIBRARY.so|PROGRAM.elf…
 *
 * Fails if anything differs. */
#include "neutrino/host.h"
#include "tests/exec/grid/model/neutrino/kernel.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

enum { KERNELS = 8, MOST_ITEMS = 1024, MOST_GROUP = 128, STACK_BYTES = 64 * 1024 };

#define TRY(call) ((call) ? (printf("%s: %s\n", #call, tk_message()), exit(1)) : (void)0)

struct shape {
    unsigned dimensions;
    uint32_t global[3], local[3];
};

static const struct shape shapes[] = {
    {1, {4, 1, 1}, {1, 1, 1}},    {1, {21, 1, 1}, {7, 1, 1}},  {1, {40, 1, 1}, {16, 1, 1}},
    {1, {100, 1, 1}, {33, 1, 1}}, {1, {90, 1, 1}, {64, 1, 1}}, {2, {10, 7, 1}, {5, 3, 1}},
    {3, {5, 4, 3}, {3, 2, 3}},    {1, {128, 1, 1}, {128, 1, 1}},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static uint32_t in[MOST_ITEMS], extra[MOST_GROUP];

/* ---- as they stand ---- */

typedef void (*kernel_function)(const uint32_t *, uint32_t *, uint32_t, uint32_t *);

struct model_item *model_item;
static struct model_item items[MOST_GROUP];
static ucontext_t contexts[MOST_GROUP], scheduler;
static char stacks[MOST_GROUP][STACK_BYTES] __attribute__((aligned(64)));
static kernel_function function;
static uint32_t *output, number;

void model_barrier(int id) {
    swapcontext(&contexts[model_item - items], &scheduler);
}

static void item_main(void) {
    function(in, output, number, extra);
    model_item->ended = true;
}

static uint32_t start(const struct shape *shape, const uint32_t *group) {
    uint32_t count = 1;
    struct model_item common = {.dimensions = shape->dimensions, .lanes = 16};
    for (int d = 0; d < 3; d++) {
        uint32_t rest = shape->global[d] - group[d] * shape->local[d];
        common.global_size[d] = shape->global[d];
        common.block[d] = shape->local[d];
        common.groups[d] = (shape->global[d] + shape->local[d] - 1) / shape->local[d];
        common.group[d] = group[d];
        count *= common.size[d] = rest < shape->local[d] ? rest : shape->local[d];
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = common;
        items[i].local[0] = i % common.size[0];
        items[i].local[1] = i / common.size[0] % common.size[1];
        items[i].local[2] = i / common.size[0] / common.size[1];
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = stacks[i];
        contexts[i].uc_stack.ss_size = STACK_BYTES;
        contexts[i].uc_link = &scheduler;
        makecontext(&contexts[i], item_main, 0);
    }
    return count;
}

static void run_model(const struct shape *shape) {
    uint32_t group[3];
    for (group[2] = 0; group[2] * shape->local[2] < shape->global[2]; group[2]++)
        for (group[1] = 0; group[1] * shape->local[1] < shape->global[1]; group[1]++)
            for (group[0] = 0; group[0] * shape->local[0] < shape->global[0]; group[0]++)
                for (uint32_t count = start(shape, group); !items[0].ended;)
                    for (uint32_t i = 0; i < count; i++) {
                        model_item = &items[i];
                        swapcontext(&scheduler, &contexts[i]);
                    }
}

/* ---- as they are split ---- */

static tk_device device;
static tk_queue queue;
static tk_fence fence;

static void run_split(tk_program program, const char *kernel, const struct shape *shape,
                      uint32_t *out) {
    tk_buffer from, to;
    tk_command_buffer commands;
    const struct tk_region all = tk_stretch(0, 0, sizeof in);
    TRY(tk_buffer_create(device, sizeof in, 0, &from));
    TRY(tk_buffer_create(device, sizeof in, 0, &to));
    const struct tk_argument arguments[] = {
        {from}, {to}, {.value = &number, .bytes = 4}, {.bytes = sizeof extra}};
    struct tk_launch launch = {program, kernel, shape->dimensions, .argument_count = 4,
                               .arguments = arguments};
    memcpy(launch.global, shape->global, sizeof launch.global);
    memcpy(launch.local, shape->local, sizeof launch.local);
    TRY(tk_commands_create(device, &commands));
    TRY(tk_record_write(commands, in, from, 1, &all, NULL, NULL));
    TRY(tk_record_write(commands, out, to, 1, &all, NULL, NULL));
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    TRY(tk_record_read(commands, to, out, 1, &all, NULL, NULL));
    TRY(tk_commands_finalize(commands));
    TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
    TRY(tk_fence_wait(fence, TK_FOREVER));
    TRY(tk_commands_destroy(commands));
    TRY(tk_buffer_destroy(from));
    TRY(tk_buffer_destroy(to));
}

static void compare(const char *library, tk_program program, void *model, int kernel, int shape) {
    static uint32_t wanted[MOST_ITEMS], got[MOST_ITEMS];
    char name[20];
    snprintf(name, sizeof name, "k%d", kernel);
    memset(wanted, 0xa5, sizeof wanted);
    memset(got, 0xa5, sizeof got);
    function = (kernel_function)dlsym(model, name);
    output = wanted;
    number = (uint32_t)(kernel + shape) % 6;
    run_model(&shapes[shape]);
    run_split(program, name, &shapes[shape], got);
    for (int i = 0; i < MOST_ITEMS; i++)
        if (wanted[i] != got[i]) {
            printf("%s: %s, shape %d, n = %u, work-item %d: %u, not %u\n", library, name, shape,
                   number, i, got[i], wanted[i]);
            exit(1);
        }
}

static void run_library(const char *library, void *model) {
    tk_program program;
    if (strstr(library, ".elf"))
        TRY(tk_open_musim(NULL, &device));
    else
        TRY(tk_open_native(2, &device));
    TRY(tk_queue_create(device, &queue));
    TRY(tk_program_load(device, library, &program));
    for (int kernel = 0; kernel < KERNELS; kernel++)
        for (int shape = 0; shape < SHAPES; shape++)
            compare(library, program, model, kernel, shape);
    TRY(tk_program_destroy(program));
    TRY(tk_queue_destroy(queue, TK_END_WAIT));
    TRY(tk_device_close(device, TK_END_WAIT));
}

int main(int argc, char **argv) {
    void *model = argc > 2 ? dlopen(argv[2], RTLD_NOW) : NULL;
    if (!model) {
        printf("%s\n", argc > 2 ? dlerror() : "usage: splitrun SEED MODEL.so LIBRARY.so…");
        return 2;
    }
    for (uint32_t i = 0; i < MOST_ITEMS; i++)
        in[i] = (i + (uint32_t)atoi(argv[1])) * 2654435761u >> 7;
    TRY(tk_fence_create(&fence));
    for (int i = 3; i < argc; i++)
        run_library(argv[i], model);
    TRY(tk_fence_destroy(fence));
}
