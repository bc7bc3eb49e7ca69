/* Graphs that the simulator's Neutrino executes: how often the host has a hand in, and what becomes
 * of what goes wrong there. */
#include "libtask/host/device/buffer.h"
#include "libtask/host/device/musim/musim.h"
#include "tests/libtask/host/random_buffers.h"

enum { N = 64 };

static struct rig rig;
static tk_buffer numbers;
static uint32_t content[N];

static const struct tk_region all_of_it = {sizeof content, 1, 1};

static void setup(void) {
    rig_open_musim(&rig, KERNELS, stdout);
    numbers = rig_buffer(&rig, sizeof content);
}

static void teardown(void) {
    OK(tk_buffer_destroy(numbers));
    rig_close(&rig);
}

/* How often the host has let the machine run since it was asked last. */
static unsigned host_steps(void) {
    static unsigned before;
    struct device *device = object_find(OBJECT_DEVICE, rig.device);
    unsigned all = atomic_load(&((struct machine *)device->state)->executions);
    unsigned since = all - before;
    before = all;
    object_drop(device);
    return since;
}

static tk_sync_point launch(const char *kernel, uint32_t items, size_t count,
                            const struct tk_argument *arguments) {
    tk_sync_point point;
    struct tk_launch launch = along(&rig, kernel, items, count, arguments);
    OK(tk_record_launch(rig.commands, &launch, NULL, &point));
    return point;
}

static tk_sync_point increment_all(void) {
    return launch("increment", N, 1, &(struct tk_argument){numbers});
}

static void one_group(const char *kernel) {
    struct tk_launch launch = along(&rig, kernel, N, 1, &(struct tk_argument){numbers});
    launch.local[0] = N;
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
}

/* One group, of all lanes of the default shape. */
static void whole_cluster(const char *kernel) {
    enum { LANES = NEUTRINO_DEFAULT_CORES * NEUTRINO_DEFAULT_WARPS * NEUTRINO_DEFAULT_LANES };
    struct tk_launch launch = along(&rig, kernel, LANES, 1, &(struct tk_argument){numbers});
    launch.local[0] = LANES;
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
}

static void fill_with(const void *pattern, size_t bytes) {
    OK(tk_record_fill(rig.commands, numbers, pattern, bytes, 1, &all_of_it, NULL, NULL));
}

static void write_content(void) {
    OK(tk_record_write(rig.commands, content, numbers, 1, &all_of_it, NULL, NULL));
}

static void read_content(void) {
    OK(tk_record_read(rig.commands, numbers, content, 1, &all_of_it, NULL, NULL));
}

static void check_content(uint32_t added) {
    for (uint32_t i = 0; i < N; i++)
        ck_assert_uint_eq(content[i], i + added);
}

static void number_content(void) {
    for (uint32_t i = 0; i < N; i++)
        content[i] = i;
}

/* ---- host steps ---- */

START_TEST(a_buffer_is_handed_over_whole) {
    number_content();
    write_content();
    for (int i = 0; i < 100; i++)
        increment_all();
    read_content();
    rig_run(&rig);
    check_content(100);
    ck_assert_uint_eq(host_steps(), 1);
    OK(rig_dispatch(&rig, rig.commands));
    check_content(200);
    ck_assert_uint_eq(host_steps(), 1);
}
END_TEST

static enum tk_status double_content(tk_command_buffer commands, void *user) {
    for (uint32_t i = 0; i < N; i++)
        content[i] *= 2;
    return TK_OK;
}

START_TEST(there_is_one_step_for_each_piece_between_callbacks) {
    uint32_t expected[N];
    number_content();
    memcpy(expected, content, sizeof content);
    for (int piece = 0; piece < 4; piece++) {
        write_content();
        for (int i = 0; i <= piece; i++)
            increment_all();
        read_content();
        OK(tk_record_callback(rig.commands, double_content, NULL, 0, NULL, NULL, NULL));
        for (uint32_t i = 0; i < N; i++)
            expected[i] = (expected[i] + (uint32_t)piece + 1) * 2;
    }
    rig_run(&rig);
    ck_assert_mem_eq(content, expected, sizeof content);
    ck_assert_uint_eq(host_steps(), 4);
}
END_TEST

START_TEST(barriers_between_callbacks_take_no_step) {
    tk_sync_point barrier;
    struct tk_times times;
    number_content();
    write_content();
    increment_all();
    read_content();
    for (int i = 0; i < 3; i++) {
        OK(tk_record_callback(rig.commands, double_content, NULL, 0, NULL, NULL, NULL));
        launch("increment", 0, 1, &(struct tk_argument){numbers});
        OK(tk_record_barrier(rig.commands, NULL, &barrier));
    }
    OK(tk_commands_finalize(rig.commands));
    OK(rig_profile(&rig, rig.commands));
    ck_assert_uint_eq(host_steps(), 1);
    ck_assert_uint_eq(content[N - 1], N * 8);
    OK(tk_fence_times(rig.fence, barrier, &times));
    ck_assert_uint_le(times.submitted, times.started);
}
END_TEST

/* Reads and writes do not cut a piece, in boxes neither: their bytes are in the table. */
START_TEST(transfers_within_a_piece_are_part_of_it) {
    uint32_t first[N] = {0}, other[2 * N], second[N] = {0};
    const struct tk_region spread = {4, N, 1, {0, 8, 0}, {0}};
    number_content();
    for (uint32_t i = 0; i < 2 * N; i++)
        other[i] = i * 50;
    write_content();
    increment_all();
    OK(tk_record_read(rig.commands, numbers, first, 1, &all_of_it, NULL, NULL));
    increment_all();
    OK(tk_record_write(rig.commands, other, numbers, 1, &spread, NULL, NULL));
    increment_all();
    OK(tk_record_read(rig.commands, numbers, second, 1, &(struct tk_region){4, N / 2, 2}, NULL,
                      NULL));
    increment_all();
    read_content();
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 1);
    for (uint32_t i = 0; i < N; i++) {
        ck_assert_uint_eq(first[i], i + 1);
        ck_assert_uint_eq(second[i], i * 100 + 1);
        ck_assert_uint_eq(content[i], i * 100 + 2);
    }
}
END_TEST

/* What a piece has brought into the host's memory is there when it has ended. */
START_TEST(a_write_of_what_was_read_begins_a_piece) {
    uint32_t between[N];
    fill_with("\1\0\0\0", 4);
    increment_all();
    OK(tk_record_read(rig.commands, numbers, between, 1, &all_of_it, NULL, NULL));
    increment_all();
    OK(tk_record_write(rig.commands, between, numbers, 1, &all_of_it, NULL, NULL));
    increment_all();
    read_content();
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 2);
    for (uint32_t i = 0; i < N; i++)
        ck_assert_uint_eq(content[i], 3);
}
END_TEST

START_TEST(large_transfers_cut_a_piece) {
    enum { BYTES = 3 << 18 };
    static uint8_t large[BYTES];
    const struct tk_region all = {BYTES, 1, 1};
    tk_buffer buffer = rig_buffer(&rig, BYTES);
    OK(tk_record_fill(rig.commands, buffer, "\1\0\0\0", 4, 1, &all, NULL, NULL));
    launch("increment", 1, 1, &(struct tk_argument){buffer});
    OK(tk_record_read(rig.commands, buffer, large, 1, &all, NULL, NULL));
    launch("increment", 1, 1, &(struct tk_argument){buffer});
    OK(tk_record_read(rig.commands, buffer, content, 1, &all_of_it, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 2);
    ck_assert_uint_eq(large[0], 2);
    ck_assert_uint_eq(large[BYTES - 4], 1);
    ck_assert_uint_eq(content[0], 3);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* More commands than the table has room for: fills of many bytes, in front of each launch. */
START_TEST(long_graphs_are_slices) {
    enum { TIMES = 3000 };
    static const uint8_t ones[TK_PATTERN_BYTES] = {1, 1, 1};
    tk_buffer other = rig_buffer(&rig, 4096);
    for (int i = 0; i < TIMES; i++) {
        const struct tk_region all = {4096, 1, 1};
        OK(tk_record_fill(rig.commands, other, ones, sizeof ones, 1, &all, NULL, NULL));
        if (i % 30 == 0)
            launch("increment", 1, 1, &(struct tk_argument){other});
    }
    launch("increment", 1, 1, &(struct tk_argument){other});
    OK(tk_record_read(rig.commands, other, content, 1, &all_of_it, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(content[0], 0x010101 + 1);
    unsigned steps = host_steps();
    ck_assert_msg(steps > 10 && steps < 40, "%u steps", steps);
    OK(tk_buffer_destroy(other));
}
END_TEST

/* Many who wait for one, and one who waits for many. */
START_TEST(wide_graphs_are_slices) {
    enum { TIMES = 20000 };
    tk_buffer other = rig_buffer(&rig, 2 * TIMES);
    fill_with("\5", 1);
    increment_all();
    for (uint32_t i = 0; i < TIMES; i++) {
        const struct tk_region byte = tk_stretch(i % N, i, 1);
        OK(tk_record_copy(rig.commands, numbers, other, 1, &byte, NULL, NULL));
    }
    increment_all();
    OK(tk_record_barrier(rig.commands, NULL, NULL));
    const struct tk_region last = tk_stretch(TIMES - N * 4, 0, sizeof content);
    OK(tk_record_read(rig.commands, other, content, 1, &last, NULL, NULL));
    rig_run(&rig);
    for (uint32_t i = 0; i < N; i++)
        ck_assert_uint_eq(content[i], 0x05050506);
    unsigned steps = host_steps();
    ck_assert_msg(steps > 1 && steps < 12, "%u steps", steps);
    OK(tk_buffer_destroy(other));
}
END_TEST

/* Rows that are longer than the pattern's bytes in the table, and more than a table has room for.
 */
START_TEST(fills_of_all_shapes) {
    enum { BYTES = 1 << 18 };
    static uint8_t expected[BYTES], found[BYTES];
    static const struct tk_region shapes[] = {
        {9000, 3, 2, {0}, {5, 9100, 30000}},          {4095, 7, 1, {0}, {70000, 5000, 0}},
        {12288, 1, 2, {0}, {120000, 0, 20000}},       {3, 5000, 1, {0}, {180000, 6, 0}},
        {6000, 1, 9, {0}, {200000 + 12000, 0, 5556}},
    };
    enum { SHAPES = sizeof shapes / sizeof *shapes };
    tk_buffer buffer = rig_buffer(&rig, BYTES);
    const struct tk_region all = {BYTES, 1, 1};
    OK(tk_record_fill(rig.commands, buffer, "\xee", 1, 1, &all, NULL, NULL));
    memset(expected, 0xee, BYTES);
    for (int i = 0; i < SHAPES; i++) {
        const uint8_t pattern[3] = {(uint8_t)(3 * i + 1), (uint8_t)(3 * i + 2), (uint8_t)(3 * i)};
        struct tk_region shape = shapes[i];
        shape.planes = i == SHAPES - 1 ? 1 : shape.planes;
        OK(tk_record_fill(rig.commands, buffer, pattern, 3, 1, &shape, NULL, NULL));
        for (uint64_t plane = 0; plane < shape.planes; plane++)
            for (uint64_t row = 0; row < shape.rows; row++)
                for (uint64_t byte = 0; byte < shape.bytes; byte++)
                    expected[shape.to.offset + plane * shape.to.plane_pitch +
                             row * shape.to.row_pitch + byte] = pattern[byte % 3];
    }
    increment_all(); /* without a launch the host would do it */
    OK(tk_record_read(rig.commands, buffer, found, 1, &all, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 1);
    ck_assert_mem_eq(found, expected, BYTES);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* HOST_SEEDS of the environment: how many. */
START_TEST(the_effect_is_as_if_in_order) {
    const char *seeds = getenv("HOST_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 200;
    random_begin(&rig);
    for (uint64_t seed = 1; seed <= count; seed++)
        random_compare(seed);
    random_end();
}
END_TEST

START_TEST(pieces_have_frames) {
    char *text;
    size_t bytes;
    FILE *stream = open_memstream(&text, &bytes);
    write_content();
    increment_all();
    increment_all();
    OK(tk_record_callback(rig.commands, double_content, NULL, 0, NULL, NULL, NULL));
    increment_all();
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_draw(rig.commands, stream));
    fclose(stream);
    ck_assert_str_eq(text, "digraph commands {\n"
                           "  n0 [label=\"0: write\"];\n"
                           "  n3 [label=\"3: callback\"];\n"
                           "  subgraph cluster_0 {\n"
                           "  n1 [label=\"1: increment\"];\n"
                           "  n2 [label=\"2: increment\"];\n"
                           "  }\n"
                           "  subgraph cluster_1 {\n"
                           "  n4 [label=\"4: increment\"];\n"
                           "  }\n"
                           "  n0 -> n1;\n"
                           "  n1 -> n2;\n"
                           "  n2 -> n3;\n"
                           "  n3 -> n4;\n"
                           "}\n");
    free(text);
}
END_TEST

/* The launch would never end if the copy, which does not depend on it, waited for it. */
START_TEST(launches_run_beside_copies) {
    const uint32_t zero = 0, one = 1;
    const struct tk_region word = {4, 1, 1};
    tk_buffer flag = rig_buffer(&rig, 4), source = rig_buffer(&rig, 4);
    struct buffer *object = object_find(OBJECT_BUFFER, flag);
    uint32_t address = (uint32_t)object->address;
    object_drop(object);
    OK(tk_record_fill(rig.commands, flag, &zero, 4, 1, &word, NULL, NULL));
    OK(tk_record_fill(rig.commands, source, &one, 4, 1, &word, NULL, NULL));
    OK(tk_record_barrier(rig.commands, NULL, NULL));
    launch("wait_for", 1, 1, &(struct tk_argument){.value = &address, .bytes = 4});
    OK(tk_record_copy(rig.commands, source, flag, 1, &word, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 1);
    OK(tk_buffer_destroy(flag));
    OK(tk_buffer_destroy(source));
}
END_TEST

/* ---- what a launch finds ---- */

START_TEST(each_launch_finds_the_machine_as_the_first) {
    fill_with("\1\0\0\0", 4);
    for (int i = 0; i < 3; i++) {
        one_group("add_unseen");
        const struct tk_argument sums[] = {{numbers}, {numbers}, {.bytes = 60000}};
        launch("sums", 4, 3, sums);
        one_group("by_dma");
        launch("increment", 0, 1, &(struct tk_argument){numbers});
    }
    read_content();
    rig_run(&rig);
    ck_assert_uint_eq(host_steps(), 1);
    uint32_t expected[N];
    for (uint32_t i = 0; i < N; i++)
        expected[i] = 1;
    for (int times = 0; times < 3; times++) {
        for (uint32_t i = 0; i < N; i++)
            expected[i]++;
        expected[0] = expected[0] + expected[1] + expected[2] + expected[3];
        for (uint32_t i = 0; i < N; i++)
            expected[i] *= 3;
    }
    ck_assert_mem_eq(content, expected, sizeof content);
}
END_TEST

START_TEST(arguments_change_between_dispatches) {
    uint32_t factor = 3, other_factor = 10;
    size_t index = 2;
    tk_buffer to = rig_buffer(&rig, sizeof content);
    const struct tk_argument arguments[] = {{numbers}, {to}, {.value = &factor, .bytes = 4}};
    const struct tk_argument changed = {.value = &other_factor, .bytes = 4};
    fill_with("\2\0\0\0", 4);
    tk_sync_point point = launch("scale", N, 3, arguments);
    OK(tk_record_read(rig.commands, to, content, 1, &all_of_it, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(content[5], 7);
    OK(tk_commands_update(rig.commands, point, 1, &index, &changed));
    OK(rig_dispatch(&rig, rig.commands));
    ck_assert_uint_eq(content[5], 21);
    ck_assert_uint_eq(host_steps(), 2);
    OK(tk_buffer_destroy(to));
}
END_TEST

START_TEST(times_are_those_of_the_graph) {
    enum { TIMES = 20 };
    tk_sync_point points[TIMES];
    struct tk_times times[TIMES];
    fill_with("\0", 1);
    for (int i = 0; i < TIMES; i++)
        points[i] = increment_all();
    OK(tk_commands_finalize(rig.commands));
    OK(rig_profile(&rig, rig.commands));
    for (int i = 0; i < TIMES; i++) {
        OK(tk_fence_times(rig.fence, points[i], &times[i]));
        ck_assert_uint_le(times[i].queued, times[i].submitted);
        ck_assert_uint_le(times[i].submitted, times[i].started);
        ck_assert_uint_le(times[i].started, times[i].ended);
        ck_assert_uint_gt(times[i].cycles, 20);
        if (i > 0)
            ck_assert_uint_ge(times[i].started, times[i - 1].ended);
    }
    ck_assert_uint_gt(times[TIMES - 1].ended, times[0].started);
}
END_TEST

/* ---- what goes wrong ---- */

/* A command that fails in the middle, with those around it. */
static void check_failure(uint32_t number, const char *text) {
    struct tk_failure failure;
    struct tk_times times;
    tk_sync_point behind, before;
    increment_all();
    OK(tk_commands_finalize(rig.commands));
    FAILS(TK_ERROR_FAILED, text, rig_profile(&rig, rig.commands));
    OK(tk_fence_failure(rig.fence, &failure));
    ck_assert_uint_eq(failure.command, number);
    OK(tk_commands_point(rig.commands, number - 1, &before));
    OK(tk_commands_point(rig.commands, number + 1, &behind));
    OK(tk_fence_times(rig.fence, before, &times));
    FAILS(TK_ERROR_STATE, "did not run", tk_fence_times(rig.fence, behind, &times));
    OK(tk_commands_reset(rig.commands)); /* the device goes on */
    number_content();
    write_content();
    increment_all();
    read_content();
    rig_run(&rig);
    check_content(1);
}

START_TEST(a_fault_names_its_command) {
    fill_with("\0", 1);
    increment_all();
    launch("fault", 4, 1, &(struct tk_argument){numbers});
    check_failure(2, "kernel 'fault'");
}
END_TEST

START_TEST(a_deadlock_names_its_command) {
    fill_with("\0", 1);
    increment_all();
    launch("stuck", N, 1, &(struct tk_argument){numbers});
    check_failure(2, "kernel 'stuck'");
}
END_TEST

START_TEST(a_result_names_its_command) {
    uint32_t result = 3;
    fill_with("\0", 1);
    increment_all();
    launch("end_program", N, 1, &(struct tk_argument){.value = &result, .bytes = 4});
    check_failure(2, "kernel 'end_program' ended with result 3");
}
END_TEST

/* Found out when its turn comes: what is before it is executed. */
START_TEST(a_launch_without_room_names_its_command) {
    const struct tk_argument sums[] = {{numbers}, {numbers}, {.bytes = NEUTRINO_SHARED_BYTES + 1}};
    fill_with("\0", 1);
    increment_all();
    launch("sums", 4, 3, sums);
    check_failure(2, "bytes of group memory");
}
END_TEST

/* All lanes may end the program without a failure: that ends the launch, and no other. */
START_TEST(a_kernel_that_ends_the_program_ends_itself) {
    uint32_t result = 0;
    struct tk_times times;
    tk_sync_point point;
    number_content();
    write_content();
    for (int i = 0; i < 3; i++) {
        increment_all();
        point = launch("end_program", N, 1, &(struct tk_argument){.value = &result, .bytes = 4});
    }
    increment_all();
    read_content();
    OK(tk_commands_finalize(rig.commands));
    OK(rig_profile(&rig, rig.commands));
    check_content(4);
    OK(tk_fence_times(rig.fence, point, &times));
    ck_assert_uint_eq(host_steps(), 4);
}
END_TEST

START_TEST(a_machine_is_lost_within_a_graph) {
    fill_with("\0", 1);
    increment_all();
    launch("forever", 4, 1, &(struct tk_argument){numbers});
    increment_all();
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
    FAILS(TK_TIMEOUT, "not over", tk_fence_wait(rig.fence, 20 * 1000 * 1000));
    OK(tk_device_lose(rig.device));
    FAILS(TK_ERROR_FAILED, "the device was lost", tk_fence_wait(rig.fence, TK_FOREVER));
}
END_TEST

/* ---- who is not handed graphs ---- */

static void open_with(const struct tk_musim *machine, const char *program) {
    teardown();
    OK(tk_open_musim(machine, &rig.device));
    OK(tk_queue_create(rig.device, &rig.queue));
    OK(tk_fence_create(&rig.fence));
    OK(tk_program_load(rig.device, program, &rig.program));
    OK(tk_commands_create(rig.device, &rig.commands));
    numbers = rig_buffer(&rig, sizeof content);
    host_steps();
}

static void run_with(const struct tk_musim *machine, const char *program, unsigned steps) {
    open_with(machine, program);
    number_content();
    write_content();
    for (int i = 0; i < 5; i++)
        increment_all();
    read_content();
    rig_run(&rig);
    check_content(5);
    ck_assert_uint_eq(host_steps(), steps);
}

/* ---- programs with tasks, sync points and a main ---- */

static const struct tk_musim one_by_one = {.max_instructions = UINT64_C(1) << 40};

/* What becomes of the numbers after some launches of each of the kernels, in turn. */
static void run_tasking(const struct tk_musim *machine, uint32_t numbers_after[N], unsigned steps) {
    static const char *const kernels[] = {"by_jobs", "by_fifo", "by_pipe", "by_memory"};
    enum { ROUNDS = 3, KERNELS_OF_IT = sizeof kernels / sizeof *kernels };
    open_with(machine, TASKING);
    number_content();
    write_content();
    for (int i = 0; i < ROUNDS * KERNELS_OF_IT; i++)
        whole_cluster(kernels[i % KERNELS_OF_IT]);
    read_content();
    rig_run(&rig);
    memcpy(numbers_after, content, sizeof content);
    ck_assert_uint_eq(host_steps(), steps ? steps : ROUNDS * KERNELS_OF_IT);
}

/* Each launch finds counts of runs, variables of tasks and shared memory as if it were alone. */
START_TEST(programs_with_tasks_are_handed_graphs) {
    uint32_t expected[N], found[N];
    run_tasking(&one_by_one, expected, 0);
    run_tasking(&(struct tk_musim){0}, found, 1);
    ck_assert_mem_eq(found, expected, sizeof expected);
    ck_assert_uint_ne(found[0], 0);
}
END_TEST

START_TEST(runs_that_are_left_are_told) {
    open_with(&(struct tk_musim){0}, TASKING);
    fill_with("\0", 1);
    whole_cluster("leave_a_run");
    OK(tk_commands_finalize(rig.commands));
    OK(rig_dispatch(&rig, rig.commands)); /* nobody meets it */
    OK(tk_commands_reset(rig.commands));
    whole_cluster("leave_a_run");
    whole_cluster("by_memory");
    OK(tk_commands_finalize(rig.commands));
    FAILS(TK_ERROR_FAILED, "left runs that nobody ends (the oldest is of 'the anonymous task')",
          rig_dispatch(&rig, rig.commands));
}
END_TEST

START_TEST(programs_that_count_runs_are_launched_one_by_one) {
    run_with(&(struct tk_musim){0}, COUNTING, 5);
}
END_TEST

START_TEST(limits_are_of_each_launch) {
    run_with(&(struct tk_musim){.max_instructions = 12000}, KERNELS, 5);
}
END_TEST

START_TEST(checks_are_of_each_launch) {
    run_with(&(struct tk_musim){.check = MUSIM_CHECK_ALL}, KERNELS, 5);
}
END_TEST

START_TEST(machines_of_several_clusters_are_asked_one_by_one) {
    run_with(&(struct tk_musim){.clusters = 2}, KERNELS, 5);
}
END_TEST

START_TEST(machines_of_other_shapes_are_handed_graphs) {
    run_with(&(struct tk_musim){.cores = 2, .warps = 8, .lanes = 16}, KERNELS, 1);
}
END_TEST

SUITE("graphs on the simulator", setup, teardown, a_buffer_is_handed_over_whole,
      there_is_one_step_for_each_piece_between_callbacks, barriers_between_callbacks_take_no_step,
      transfers_within_a_piece_are_part_of_it, a_write_of_what_was_read_begins_a_piece,
      large_transfers_cut_a_piece, long_graphs_are_slices, wide_graphs_are_slices,
      fills_of_all_shapes, launches_run_beside_copies, pieces_have_frames,
      the_effect_is_as_if_in_order, each_launch_finds_the_machine_as_the_first,
      arguments_change_between_dispatches, times_are_those_of_the_graph, a_fault_names_its_command,
      a_deadlock_names_its_command, a_result_names_its_command,
      a_launch_without_room_names_its_command, a_kernel_that_ends_the_program_ends_itself,
      a_machine_is_lost_within_a_graph, programs_with_tasks_are_handed_graphs,
      runs_that_are_left_are_told, programs_that_count_runs_are_launched_one_by_one,
      limits_are_of_each_launch, checks_are_of_each_launch,
      machines_of_several_clusters_are_asked_one_by_one, machines_of_other_shapes_are_handed_graphs)
