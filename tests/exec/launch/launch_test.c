/* Launches of kernels by name, one after the other, on a machine that keeps its memory. */
#include "neutrino/musim.h"
#include "tests/suite.h"

enum { BLOCKS = 24, THREADS = 2 * 2 * 8 };

static struct musim *machine;
static uint32_t data_address;

struct arguments {
    uint32_t data;
    int32_t value;
};

static void begin_with(unsigned clusters) {
    uint32_t size;
    machine = musim_create(&(struct musim_config){.clusters = clusters});
    ck_assert_msg(musim_load_file(machine, KERNELS), "%s", musim_error(machine));
    ck_assert(musim_symbol(machine, "data", &data_address, &size));
    ck_assert_uint_eq(size, BLOCKS * THREADS * 4);
}

static void end(void) {
    musim_free(machine);
}

static void launch(const char *name, const uint32_t grid[3], int32_t value) {
    const struct arguments arguments = {data_address, value};
    const struct musim_kernel kernel = {
        .name = name,
        .grid = {grid[0], grid[1], grid[2]},
        .block = {8, 4, 1},
        .arguments = &arguments,
        .argument_bytes = sizeof arguments,
    };
    ck_assert_msg(musim_launch(machine, &kernel), "%s", musim_error(machine));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 0);
}

static void expect(unsigned first, unsigned last, int32_t value) {
    static int32_t data[BLOCKS * THREADS];
    ck_assert(musim_read(machine, data_address, data, sizeof data));
    for (unsigned i = first * THREADS; i < last * THREADS; i++)
        ck_assert_msg(data[i] == value, "block %u, thread %u: %d", i / THREADS, i % THREADS,
                      data[i]);
}

static int32_t word(const char *symbol, unsigned index) {
    uint32_t address, size;
    int32_t value;
    ck_assert(musim_symbol(machine, symbol, &address, &size));
    ck_assert(musim_read(machine, address + 4 * index, &value, sizeof value));
    return value;
}

START_TEST(every_block_of_a_grid_is_executed_once) {
    static const unsigned clusters[] = {1, 2, 5, 24, 30};
    for (unsigned i = 0; i < sizeof clusters / sizeof clusters[0]; i++) {
        begin_with(clusters[i]);
        launch("fill", (uint32_t[]){2, 3, 4}, 7);
        expect(0, BLOCKS, 7);
        for (unsigned block = 0; block < BLOCKS; block++)
            ck_assert_int_eq(word("blocks_done", block), 1);
        end();
    }
}
END_TEST

START_TEST(launches_follow_each_other) {
    begin_with(2);
    launch("fill", (uint32_t[]){2, 3, 4}, 1);
    for (int i = 0; i < 50; i++)
        launch("add", (uint32_t[]){12, 0, 0}, 2);
    expect(0, 12, 101);
    expect(12, BLOCKS, 1);
    end();
}
END_TEST

START_TEST(tasks_of_a_launch_find_a_new_neutrino) {
    begin_with(1);
    for (int i = 0; i < 3; i++)
        launch("add_by_task", (uint32_t[]){12, 1, 1}, 5);
    expect(0, 12, 15);
    end();
}
END_TEST

START_TEST(main_is_launched_again_after_kernels) {
    begin_with(1);
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 3);
    launch("fill", (uint32_t[]){1, 1, 1}, 1);
    ck_assert(musim_launch(machine, &(struct musim_kernel){0}));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 3);
    ck_assert_int_ge(word("mains", 0), 2);
    ck_assert(musim_reset(machine));
    ck_assert_int_eq(word("mains", 0), 0);
    expect(0, BLOCKS, 0);
    end();
}
END_TEST

START_TEST(zeroed_variables_are_zero_in_each_block) {
    begin_with(2);
    for (int i = 0; i < 2; i++)
        launch("visit", (uint32_t[]){BLOCKS, 1, 1}, 0);
    for (uint32_t block = 0; block < BLOCKS; block++)
        ck_assert_int_eq(word("found", block), 0);
    end();
}
END_TEST

SUITE("launches", NULL, NULL, every_block_of_a_grid_is_executed_once, launches_follow_each_other,
      tasks_of_a_launch_find_a_new_neutrino, main_is_launched_again_after_kernels,
      zeroed_variables_are_zero_in_each_block)
