/* Grids of work-items on machines of several shapes, against a model on the host. */
#include "model.h"

#include "neutrino/musim.h"
#include "neutrino/platform.h"
#include "tests/suite.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *program;
    unsigned clusters;
} machines[] = {
    {"O0-16", 1}, {"O1-1", 1}, {"O2-4", 2}, {"O3-32", 1}, {"O2-16", 3}, {"O3-7", 1},
};

enum { MACHINES = sizeof machines / sizeof *machines };

/* Sizes that divide and others; groups of one work-item, of a part of a warp, of several warps and
 * of all. */
static const struct model_launch grids[] = {
    {1, {1, 1, 1}, {1, 1, 1}, {0}},        {1, {37, 1, 1}, {1, 1, 1}, {5, 0, 0}},
    {1, {5, 1, 1}, {7, 1, 1}, {0}},        {1, {96, 1, 1}, {16, 1, 1}, {0}},
    {1, {101, 1, 1}, {13, 1, 1}, {0}},     {1, {1009, 1, 1}, {31, 1, 1}, {1000, 0, 0}},
    {1, {2048, 1, 1}, {256, 1, 1}, {0}},   {1, {700, 1, 1}, {211, 1, 1}, {0}},
    {1, {300, 1, 1}, {64, 1, 1}, {0}},     {1, {96, 1, 1}, {48, 1, 1}, {0}},
    {2, {33, 5, 1}, {11, 3, 1}, {0}},      {2, {4, 7, 1}, {4, 1, 1}, {1, 2, 0}},
    {3, {5, 7, 3}, {3, 2, 2}, {1, 2, 3}},  {3, {9, 4, 5}, {9, 1, 1}, {0}},
    {3, {37, 5, 3}, {11, 3, 2}, {0}},      {3, {7, 8, 9}, {7, 4, 3}, {0}},
    {3, {15, 5, 7}, {5, 5, 7}, {0, 0, 9}},
};
enum { GRIDS = sizeof grids / sizeof *grids };

static uint32_t in[MODEL_ITEMS], expected[MODEL_WORDS * MODEL_ITEMS],
    out[MODEL_WORDS * MODEL_ITEMS];

static void put(struct musim *machine, const char *name, const void *value, size_t size) {
    uint32_t address, bytes;
    ck_assert(musim_symbol(machine, name, &address, &bytes));
    ck_assert_uint_le(size, bytes);
    ck_assert(musim_write(machine, address, value, size));
}

static void describe(struct musim *machine, const struct model_launch *launch) {
    struct neutrino_launch block = {.dimensions = launch->dimensions,
                                    .local_bytes = 4 * MODEL_GROUP};
    uint32_t header[6];
    for (unsigned d = 0; d < 3; d++) {
        block.global_size[d] = launch->global[d];
        block.global_offset[d] = launch->offset[d];
        header[d] = model_groups(launch, d);
        header[3 + d] = launch->local[d];
    }
    ck_assert(musim_write(machine, NEUTRINO_ARGS_BASE, header, sizeof header));
    ck_assert(musim_write(machine, NEUTRINO_LAUNCH_BASE, &block,
                          offsetof(struct neutrino_launch, clusters)));
    put(machine, "which", &launch->work, sizeof launch->work);
    put(machine, "rounds", &launch->rounds, sizeof launch->rounds);
    put(machine, "in", in, sizeof in);
}

static void compare(const struct model_launch *launch, const char *program) {
    const uint32_t *global = launch->global, *local = launch->local;
    unsigned i = 0, count = sizeof out / sizeof *out;
    while (i < count && out[i] == expected[i])
        i++;
    ck_assert_msg(i == count,
                  "%s, work %u, %u x %u x %u by %u x %u x %u: word %u of item %u is %u, not %u",
                  program, launch->work, global[0], global[1], global[2], local[0], local[1],
                  local[2], i % MODEL_WORDS, i / MODEL_WORDS, out[i % count], expected[i % count]);
}

static void run(struct musim *machine, const struct model_launch *launch, const char *program) {
    uint32_t address, bytes;
    memset(out, 0, sizeof out);
    put(machine, "out", out, sizeof out);
    ck_assert(musim_launch(machine, &(struct musim_kernel){0}));
    describe(machine, launch);
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert(musim_symbol(machine, "out", &address, &bytes));
    ck_assert_uint_eq(bytes, sizeof out);
    ck_assert(musim_read(machine, address, out, sizeof out));
    compare(launch, program);
}

static bool fits(const struct musim *machine, const struct model_launch *launch) {
    struct musim_shape shape = musim_shape(machine);
    return launch->local[0] * launch->local[1] * launch->local[2] <=
           shape.cores * shape.warps * shape.lanes;
}

static struct musim *start(unsigned number, uint64_t perturb) {
    char path[512];
    struct musim *machine = musim_create(
        &(struct musim_config){.clusters = machines[number].clusters, .perturb = perturb});
    snprintf(path, sizeof path, KERNELS "/%s.elf", machines[number].program);
    ck_assert_msg(musim_load_file(machine, path), "%s", musim_error(machine));
    return machine;
}

/* Each work over each grid, or one of so many, on all machines. The model is the same for all, but
 * for what a work-item knows of its sub-group. */
static void run_all(uint64_t perturb, unsigned every) {
    struct musim *machine[MACHINES];
    unsigned runs = 0;
    for (unsigned i = 0; i < MACHINES; i++)
        machine[i] = start(i, perturb);
    for (unsigned i = 0; i < MODEL_ITEMS; i++)
        in[i] = 2654435761u * (i + 1) >> 7;
    for (unsigned number = 0; number < GRIDS * MODEL_WORKS; number += every) {
        struct model_launch launch = grids[number / MODEL_WORKS];
        launch.work = number % MODEL_WORKS;
        launch.rounds = number % 5;
        for (unsigned i = 0; i < MACHINES; i++) {
            uint32_t lanes = musim_shape(machine[i]).lanes;
            if (!fits(machine[i], &launch))
                continue;
            if (!launch.lanes || (launch.work == MODEL_IDS && launch.lanes != lanes)) {
                launch.lanes = lanes;
                memset(expected, 0, sizeof expected);
                model_run(&launch, in, expected);
            }
            run(machine[i], &launch, machines[i].program);
            runs++;
        }
    }
    ck_assert_uint_gt(runs, 3 * GRIDS * MODEL_WORKS / every);
    for (unsigned i = 0; i < MACHINES; i++)
        musim_free(machine[i]);
}

START_TEST(work_items_do_what_they_do_on_the_host) {
    run_all(0, 1);
}
END_TEST

START_TEST(under_other_schedules_too) {
    for (uint64_t seed = 1; seed <= 3; seed++)
        run_all(seed, 7);
}
END_TEST

SUITE("grids", NULL, NULL, work_items_do_what_they_do_on_the_host, under_other_schedules_too)
