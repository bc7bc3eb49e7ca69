/* Kernels with barriers, on a machine that has lanes for all of a group, and where they are split:
 * on the CPU and on machines that have not. */
#include "neutrino/host.h"
#include "tests/suite.h"

#include <string.h>

#define OK(call) ck_assert_msg((call) == TK_OK, "%s: %s", #call, tk_message())

static const char *const cases[] = {
#define CASE(name) #name,
#include "tests/exec/split/cases.def"
#undef CASE
};
enum { CASES = sizeof cases / sizeof *cases };

static const struct {
    unsigned dimensions;
    uint32_t global[3], local[3], offset[3];
} shapes[] = {
    {1, {5}, {1}, {0}},
    {1, {6}, {3}, {2}},
    {1, {35}, {7}, {0}},
    {1, {100}, {33}, {0}},
    {1, {64}, {16}, {5}},
    {1, {200}, {97}, {0}},
    {2, {10, 9}, {5, 3}, {1, 2}},
    {3, {7, 6, 5}, {3, 2, 4}, {0, 1, 2}},
    {3, {5, 3, 2}, {5, 3, 2}, {0}},
    {1, {2048}, {1024}, {0}},
    {1, {557}, {257}, {0}},
    {2, {20, 31}, {20, 15}, {3, 0}},
    {1, {1512}, {1000}, {0}},
    {3, {9, 11, 8}, {9, 11, 6}, {0}},
};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST_ITEMS = 2048, MOST_GROUP = 1024 };

struct rig {
    const char *name;
    tk_device device;
    tk_queue queue;
    tk_fence fence;
    tk_program program;
    tk_buffer in, out;
};

static const char *const libraries[] = {
    "O0.so",  "O1.so",  "O2.so",  "O3.so",  "Os.so", "O2-g.so", "O0.elf",
    "O1.elf", "O2.elf", "O3.elf", "Os.elf", "3.elf", "16.elf",
};
enum { LIBRARIES = sizeof libraries / sizeof *libraries };
static struct rig machine, others[LIBRARIES];

static void open_rig(struct rig *rig, const char *name, const char *file) {
    rig->name = name;
    OK(tk_queue_create(rig->device, &rig->queue));
    OK(tk_fence_create(&rig->fence));
    OK(tk_program_load(rig->device, file, &rig->program));
    OK(tk_buffer_create(rig->device, MOST_ITEMS * 4, 0, &rig->in));
    OK(tk_buffer_create(rig->device, MOST_ITEMS * 4, 0, &rig->out));
}

static void close_rig(struct rig *rig) {
    OK(tk_buffer_destroy(rig->in));
    OK(tk_buffer_destroy(rig->out));
    OK(tk_fence_destroy(rig->fence));
    OK(tk_program_destroy(rig->program));
    OK(tk_queue_destroy(rig->queue, TK_END_WAIT));
    OK(tk_device_close(rig->device, TK_END_WAIT));
}

static void setup(void) {
    OK(tk_open_musim(&(struct tk_musim){.cores = 8, .warps = 8, .lanes = 16}, &machine.device));
    open_rig(&machine, "musim", KERNELS "/cases.elf");
    for (int i = 0; i < LIBRARIES; i++) {
        char file[400];
        snprintf(file, sizeof file, KERNELS "/cases-%s", libraries[i]);
        if (strstr(file, ".so"))
            OK(tk_open_native(2, &others[i].device));
        else
            OK(tk_open_musim(NULL, &others[i].device));
        open_rig(&others[i], libraries[i], file);
    }
}

static void teardown(void) {
    close_rig(&machine);
    for (int i = 0; i < LIBRARIES; i++)
        close_rig(&others[i]);
}

static void run(struct rig *rig, const char *kernel, int shape, uint32_t n, uint32_t *out) {
    tk_command_buffer commands;
    uint32_t in[MOST_ITEMS];
    const struct tk_region all = tk_stretch(0, 0, sizeof in);
    const struct tk_argument arguments[] = {{rig->in},
                                            {rig->out},
                                            {.value = &n, .bytes = 4},
                                            {.bytes = MOST_GROUP * 4},
                                            {.bytes = MOST_GROUP * 4},
                                            {.bytes = MOST_GROUP * 4},
                                            {.bytes = MOST_GROUP * 4}};
    struct tk_launch launch = {rig->program, kernel, shapes[shape].dimensions, .argument_count = 7,
                               .arguments = arguments};
    memcpy(launch.global, shapes[shape].global, sizeof launch.global);
    memcpy(launch.local, shapes[shape].local, sizeof launch.local);
    memcpy(launch.offset, shapes[shape].offset, sizeof launch.offset);
    for (uint32_t i = 0; i < MOST_ITEMS; i++)
        in[i] = i * 2654435761u >> 5;
    OK(tk_commands_create(rig->device, &commands));
    OK(tk_record_write(commands, in, rig->in, 1, &all, NULL, NULL));
    OK(tk_record_fill(commands, rig->out, "\xa5", 1, 1, &all, NULL, NULL));
    OK(tk_record_launch(commands, &launch, NULL, NULL));
    OK(tk_record_read(commands, rig->out, out, 1, &all, NULL, NULL));
    OK(tk_commands_finalize(commands));
    OK(tk_dispatch(rig->queue, commands, &(struct tk_dispatch){.fence = rig->fence}));
    OK(tk_fence_wait(rig->fence, TK_FOREVER));
    OK(tk_commands_destroy(commands));
}

/* Machines take turns, nightly all. */
static bool is_due(int library, int kernel, int shape) {
    return getenv("SPLIT_ALL") || strstr(libraries[library], ".so") ||
           (library + kernel + shape) % 5 == 0;
}

static void compare(int kernel, int shape, uint32_t n) {
    static uint32_t there[MOST_ITEMS], here[MOST_ITEMS];
    run(&machine, cases[kernel], shape, n, there);
    for (int i = 0; i < LIBRARIES; i++) {
        if (!is_due(i, kernel, shape))
            continue;
        run(&others[i], cases[kernel], shape, n, here);
        for (int w = 0; w < MOST_ITEMS; w++) /* an assertion is a system call each time */
            if (there[w] != here[w])
                ck_abort_msg("%s, shape %d, n = %u, word %d: %s has %u, musim %u", cases[kernel],
                             shape, n, w, others[i].name, here[w], there[w]);
    }
}

/* With one number for each shape, nightly with all. */
START_TEST(the_same_as_with_barriers) {
    uint32_t step = getenv("SPLIT_ALL") ? 1 : 6;
    for (int kernel = 0; kernel < CASES; kernel++)
        for (int shape = 0; shape < SHAPES; shape++)
            for (uint32_t n = 1 + (uint32_t)(kernel + shape) % step; n <= 6; n += step)
                compare(kernel, shape, n);
}
END_TEST

SUITE("split", setup, teardown, the_same_as_with_barriers)
