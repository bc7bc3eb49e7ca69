/* Command buffers that run on the native device. */
#include "libtask/host/clock.h"
#include "tests/libtask/host/rig.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static struct rig rig;

static void setup(void) {
    rig_open(&rig);
}

static void teardown(void) {
    rig_close(&rig);
}

/* ---- commands ---- */

START_TEST(a_kernel_between_two_transfers) {
    enum { N = 1001 }; /* groups of 4 do not divide it */
    uint32_t in[N], out[N], factor = 3;
    tk_buffer from = rig_buffer(&rig, sizeof in), to = rig_buffer(&rig, sizeof out);
    const struct tk_region all = tk_stretch(0, 0, sizeof in);
    const struct tk_argument arguments[] = {{from}, {to}, {.value = &factor, .bytes = 4}};
    const struct tk_launch launch = along(&rig, "scale", N, 3, arguments);
    for (uint32_t i = 0; i < N; i++)
        in[i] = i;
    OK(tk_record_write(rig.commands, in, from, 1, &all, NULL, NULL));
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_record_read(rig.commands, to, out, 1, &all, NULL, NULL));
    factor = 0; /* was copied */
    rig_run(&rig);
    for (uint32_t i = 0; i < N; i++)
        ck_assert_uint_eq(out[i], 3 * i + 1);
    OK(tk_buffer_destroy(from));
    OK(tk_buffer_destroy(to));
}
END_TEST

static int note_item(const struct tk_item *item, void *const *arguments) {
    uint32_t *local = arguments[1];
    if (!item->local_id[0] && !item->local_id[1] && !item->local_id[2])
        *local = 0;
    ++*local; /* of one group at a time */
    const uint32_t *id = item->global_id, *global = item->global_size, *offset = item->offset;
    uint32_t linear =
        ((id[2] - offset[2]) * global[1] + id[1] - offset[1]) * global[0] + id[0] - offset[0];
    ((uint32_t *)arguments[0])[linear] +=
        1000 * *local + item->dimensions + 10 * item->group_id[0] + 100 * item->group_id[2];
    return 0;
}

START_TEST(work_items_of_three_dimensions) {
    enum { X = 5, Y = 3, Z = 4 };
    static const struct tk_host_parameter parameters[] = {
        {"out", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0}, {"scratch", NEUTRINO_LOCAL}};
    static const struct tk_host_kernel kernel = {"note", note_item, parameters, 2, {0}, false};
    tk_program program;
    uint32_t out[Z][Y][X] = {{{0}}};
    tk_buffer buffer;
    OK(tk_buffer_wrap(rig.device, out, sizeof out, &buffer));
    OK(tk_program_create(rig.device, &kernel, 1, &program));
    const struct tk_argument arguments[] = {{buffer}, {.bytes = 4}};
    const struct tk_launch launch = {program,   "note",          3, {X, Y, Z},
                                     {2, 3, 3}, {100, 200, 300}, 2, arguments};
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    rig_run(&rig);
    for (uint32_t z = 0; z < Z; z++)
        for (uint32_t y = 0; y < Y; y++)
            for (uint32_t x = 0; x < X; x++) {
                uint32_t width = x / 2 == 2 ? 1 : 2; /* the last group's */
                uint32_t number = (z % 3 * Y + y) * width + x % 2 + 1;
                ck_assert_uint_eq(out[z][y][x], 1000 * number + 3 + 10 * (x / 2) + 100 * (z / 3));
            }
    OK(tk_program_destroy(program));
    OK(tk_buffer_destroy(buffer));
}
END_TEST

START_TEST(a_grid_of_nothing_runs_nothing) {
    uint32_t never = 0;
    const struct tk_argument argument = {.value = &never, .bytes = 4};
    struct tk_launch launch = along(&rig, "fail_at", 0, 1, &argument);
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    rig_run(&rig);
}
END_TEST

/* Boxes with a pitch of their own on each side, and a fill behind another's rows. */
START_TEST(boxes_are_copied_row_by_row) {
    uint8_t in[6 * 8 * 3], out[200], expected[200];
    tk_buffer from = rig_buffer(&rig, sizeof in), to = rig_buffer(&rig, sizeof out);
    const struct tk_region write = tk_stretch(0, 0, sizeof in), read = tk_stretch(0, 0, sizeof out);
    const struct tk_region box = {3, 4, 2, {5, 8, 48}, {7, 10, 60}};
    const struct tk_region rows = {6, 3, 2, {0}, {11, 10, 60}}; /* beside it */
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)(i + 1);
    memset(expected, 0xee, sizeof expected);
    for (int plane = 0; plane < 2; plane++)
        for (int row = 0; row < 4; row++)
            memcpy(expected + 7 + plane * 60 + row * 10, in + 5 + plane * 48 + row * 8, 3);
    for (int plane = 0; plane < 2; plane++)
        for (int row = 0; row < 3; row++)
            memcpy(expected + 11 + plane * 60 + row * 10, "abcabc", 6);
    OK(tk_record_write(rig.commands, in, from, 1, &write, NULL, NULL));
    OK(tk_record_fill(rig.commands, to, "\xee", 1, 1, &read, NULL, NULL));
    OK(tk_record_copy(rig.commands, from, to, 1, &box, NULL, NULL));
    OK(tk_record_fill(rig.commands, to, "abc", 3, 1, &rows, NULL, NULL));
    OK(tk_record_read(rig.commands, to, out, 1, &read, NULL, NULL));
    rig_run(&rig);
    ck_assert_mem_eq(out, expected, sizeof out);
    OK(tk_buffer_destroy(from));
    OK(tk_buffer_destroy(to));
}
END_TEST

/* Rows of source and destination that are between each other. */
START_TEST(a_buffer_is_copied_into_its_gaps) {
    uint8_t bytes[8] = "a1b2c3d4";
    tk_buffer buffer;
    const struct tk_region region = {1, 4, 1, {0, 2, 0}, {1, 2, 0}};
    OK(tk_buffer_wrap(rig.device, bytes, sizeof bytes, &buffer));
    OK(tk_record_copy(rig.commands, buffer, buffer, 1, &region, NULL, NULL));
    rig_run(&rig);
    ck_assert_mem_eq(bytes, "aabbccdd", 8);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* ---- order and concurrency ---- */

static atomic_int met;

/* Ends when another one is there, too. */
static enum tk_status meet(tk_command_buffer commands, void *user) {
    atomic_fetch_add(&met, 1);
    while (atomic_load(&met) < 2)
        usleep(100);
    return TK_OK;
}

static enum tk_status meet_at(tk_command_buffer commands, void *barrier) {
    pthread_barrier_wait(barrier);
    return TK_OK;
}

START_TEST(independent_commands_run_side_by_side) {
    char memory[2];
    for (int i = 0; i < 2; i++) {
        const struct tk_access access = {NULL, memory, (uint64_t)i, 1, true};
        OK(tk_record_callback(rig.commands, meet, NULL, 1, &access, NULL, NULL));
    }
    rig_run(&rig); /* would wait for ever, were they one after the other */
    ck_assert_int_eq(met, 2);
}
END_TEST

/* Whoever sleeps, looks or is just done: each command gets a thread of the three. */
START_TEST(commands_that_meet_do_so_every_time) {
    enum { ROUNDS = 3000 };
    char memory[6];
    static pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 3);
    for (int i = 0; i < 6; i++) {
        const struct tk_access access = {NULL, memory, (uint64_t)i % 3, 1, true};
        OK(tk_record_callback(rig.commands, meet_at, &barrier, 1, &access, NULL, NULL));
    }
    OK(tk_commands_finalize(rig.commands));
    for (int i = 0; i < ROUNDS; i++) {
        OK(rig_dispatch(&rig, rig.commands));
        if (i % 64 == 0)
            usleep(100); /* all sleep */
    }
    pthread_barrier_destroy(&barrier);
}
END_TEST

static int order[64], ordered;

static enum tk_status note_order(tk_command_buffer commands, void *user) {
    order[ordered++] = (int)(intptr_t)user;
    return TK_OK;
}

START_TEST(callbacks_without_accesses_come_in_order) {
    ordered = 0;
    for (intptr_t i = 0; i < 64; i++)
        OK(tk_record_callback(rig.commands, note_order, (void *)i, 0, NULL, NULL, NULL));
    rig_run(&rig);
    for (int i = 0; i < 64; i++)
        ck_assert_int_eq(order[i], i);
}
END_TEST

/* Parts of one buffer are the same bytes: the launches of one element follow each other. */
START_TEST(parts_of_a_buffer_depend_on_each_other) {
    uint32_t values[8] = {0};
    tk_buffer whole, part;
    OK(tk_buffer_wrap(rig.device, values, sizeof values, &whole));
    OK(tk_buffer_part(whole, 16, 16, &part));
    for (int i = 0; i < 1000; i++) {
        const struct tk_argument argument = {i % 2 ? part : whole};
        struct tk_launch launch = along(&rig, "increment", i % 2 ? 4 : 8, 1, &argument);
        OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    }
    OK(tk_buffer_destroy(whole)); /* in use: lives on */
    OK(tk_buffer_destroy(part));
    rig_run(&rig);
    for (int i = 0; i < 8; i++)
        ck_assert_uint_eq(values[i], i < 4 ? 500 : 1000);
}
END_TEST

/* ---- states ---- */

static void *mapped;

static enum tk_status check_byte(tk_command_buffer commands, void *expected) {
    const uint8_t *bytes = mapped;
    return bytes[0] == (uintptr_t)expected && bytes[7] == (uintptr_t)expected ? TK_OK
                                                                              : TK_ERROR_FAILED;
}

/* The mapped bytes are the buffer's: a command that names them as host memory waits for those that
 * name the buffer. */
START_TEST(mapped_memory_depends_on_its_buffer) {
    uint8_t copy[8] = {0};
    void *memory;
    const struct tk_region all = tk_stretch(0, 0, 8);
    tk_buffer buffer = rig_buffer(&rig, 16), part;
    OK(tk_buffer_part(buffer, 4, 12, &part));
    OK(tk_buffer_map(part, 4, 8, &memory));
    mapped = memory;
    for (int i = 0; i < 200; i++) {
        const uint8_t pattern = (uint8_t)(i + 1);
        OK(tk_record_fill(rig.commands, buffer, &pattern, 1, 1, &(struct tk_region){16, 1, 1}, NULL,
                          NULL));
        OK(tk_record_callback(rig.commands, check_byte, (void *)(uintptr_t)pattern, 1,
                              &(struct tk_access){NULL, memory, 0, 8, false}, NULL, NULL));
    }
    OK(tk_record_read(rig.commands, buffer, copy, 1, &(struct tk_region){8, 1, 1, {8, 0, 0}}, NULL,
                      NULL));
    OK(tk_record_fill(rig.commands, part, "\7", 1, 1, &(struct tk_region){8, 1, 1, {0}, {4, 0, 0}},
                      NULL, NULL));
    OK(tk_record_write(rig.commands, memory, buffer, 1, &all, NULL, NULL));
    rig_run(&rig);
    ck_assert_uint_eq(copy[7], 200);
    OK(tk_buffer_flush_from_device(part, 4, 8));
    ck_assert_uint_eq(((uint8_t *)memory)[7], 7);
    memset(memory, 9, 8);
    OK(tk_buffer_flush_to_device(part, 4, 8));
    OK(tk_buffer_unmap(part));
    OK(tk_commands_reset(rig.commands));
    OK(tk_record_read(rig.commands, buffer, copy, 1, &(struct tk_region){8, 1, 1, {8, 0, 0}}, NULL,
                      NULL));
    rig_run(&rig);
    ck_assert_uint_eq(copy[0], 9);
    OK(tk_buffer_destroy(part));
    OK(tk_buffer_destroy(buffer));
}
END_TEST

START_TEST(a_buffer_is_replayed_and_reset) {
    uint32_t value[4] = {0};
    tk_buffer buffer;
    OK(tk_buffer_wrap(rig.device, value, sizeof value, &buffer));
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "increment", 1, 1, &argument);
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_finalize(rig.commands)); /* does nothing */
    for (int i = 0; i < 100; i++)           /* one after the other */
        OK(tk_dispatch(rig.queue, rig.commands, NULL));
    OK(tk_wait_all(rig.queue, TK_FOREVER));
    ck_assert_uint_eq(value[0], 100);
    OK(tk_commands_reset(rig.commands));
    rig_run(&rig); /* nothing */
    ck_assert_uint_eq(value[0], 100);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* ---- time ---- */

/* By how much a time-out comes late, in ns. */
static int64_t lateness(uint64_t nanoseconds) {
    uint64_t begin = now();
    FAILS(TK_TIMEOUT, "not over", tk_fence_wait(rig.fence, nanoseconds));
    return (int64_t)(now() - begin - nanoseconds);
}

/* None is early. A machine that is busy wakes late, but hardly twenty times. */
static void check_lateness(void) {
    enum { TIMES = 20, MOST = 1000 * 1000 };
    int64_t least = INT64_MAX;
    for (int i = 0; i < TIMES; i++) {
        int64_t late = lateness(2 * MOST);
        ck_assert_int_ge(late, 0);
        least = late < least ? late : least;
    }
    ck_assert_int_le(least, MOST);
}

START_TEST(fences_keep_their_time) {
    tk_semaphore never;
    OK(tk_semaphore_create(&never));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){.wait_count = 1, .waits = &never, .fence = rig.fence}));
    FAILS(TK_TIMEOUT, "not over", tk_fence_wait(rig.fence, 0));
    check_lateness();
    FAILS(TK_TIMEOUT, "not done", tk_wait_all(rig.queue, 1000));
    OK(tk_semaphore_destroy(never));
    FAILS(TK_ERROR_FAILED, "destroyed unsignalled", tk_fence_wait(rig.fence, TK_FOREVER));
}
END_TEST

START_TEST(time_stamps_are_in_order) {
    enum { N = 20 };
    uint32_t value[4] = {0};
    tk_buffer buffer;
    tk_sync_point points[N];
    struct tk_times times, before = {0};
    OK(tk_buffer_wrap(rig.device, value, sizeof value, &buffer));
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "increment", 4, 1, &argument);
    for (int i = 0; i < N; i++)
        if (i % 5)
            OK(tk_record_launch(rig.commands, &launch, NULL, &points[i]));
        else
            OK(tk_record_barrier(rig.commands, NULL, &points[i]));
    OK(tk_commands_finalize(rig.commands));
    OK(rig_profile(&rig, rig.commands));
    for (int i = 0; i < N; i++) {
        OK(tk_fence_times(rig.fence, points[i], &times));
        ck_assert_uint_le(times.queued, times.submitted);
        ck_assert_uint_le(times.submitted, times.started);
        ck_assert_uint_le(times.started, times.ended);
        ck_assert_uint_le(before.ended, times.started);
        before = times;
    }
    rig_run(&rig);
    FAILS(TK_ERROR_STATE, "without time stamps", tk_fence_times(rig.fence, points[0], &times));
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* ---- semaphores ---- */

enum { CHAIN = 10000 };

/* Each adds one after the other has doubled: the result tells the order. */
static enum tk_status next_of_chain(tk_command_buffer commands, void *user) {
    uint32_t *state = user;
    *state = *state * 3 + 1;
    return TK_OK;
}

static void run_chain(bool backwards) {
    static tk_semaphore links[CHAIN + 1];
    uint32_t state = 0, expected = 0;
    tk_queue other;
    OK(tk_queue_create(rig.device, &other));
    for (int i = 0; i <= CHAIN; i++)
        OK(tk_semaphore_create(&links[i]));
    for (int n = 0; n < CHAIN; n++) {
        int i = backwards ? CHAIN - 1 - n : n;
        tk_command_buffer commands;
        OK(tk_commands_create(rig.device, &commands));
        OK(tk_record_callback(commands, next_of_chain, &state, 0, NULL, NULL, NULL));
        OK(tk_commands_finalize(commands));
        OK(tk_dispatch(i % 2 ? rig.queue : other, commands,
                       &(struct tk_dispatch){.wait_count = i > 0,
                                             .waits = i ? &links[i] : NULL,
                                             .signal_count = 1,
                                             .signals = &links[i + 1],
                                             .fence = i == CHAIN - 1 ? rig.fence : NULL}));
        OK(tk_commands_destroy(commands)); /* in flight: later */
        expected = expected * 3 + 1;
    }
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    ck_assert_uint_eq(state, expected);
    for (int i = 0; i <= CHAIN; i++)
        OK(tk_semaphore_destroy(links[i]));
    OK(tk_queue_destroy(other, TK_END_WAIT));
}

START_TEST(chains_of_semaphores_forwards) {
    run_chain(false);
}
END_TEST

START_TEST(chains_of_semaphores_backwards) {
    run_chain(true);
}
END_TEST

START_TEST(cycles_of_semaphores_are_refused) {
    tk_semaphore a, b;
    tk_command_buffer second;
    OK(tk_semaphore_create(&a));
    OK(tk_semaphore_create(&b));
    OK(tk_commands_create(rig.device, &second));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_finalize(second));
    const struct tk_dispatch ab = {1, 1, &a, &b, rig.fence}, ba = {1, 1, &b, &a};
    OK(tk_dispatch(rig.queue, rig.commands, &ab));
    FAILS(TK_ERROR_CYCLE, "which waits for semaphore", tk_dispatch(rig.queue, second, &ba));
    FAILS(TK_ERROR_CYCLE, "an earlier dispatch",
          tk_dispatch(rig.queue, rig.commands,
                      &(struct tk_dispatch){.signal_count = 1, .signals = &a}));
    char *report = NULL;
    size_t size;
    FILE *stream = open_memstream(&report, &size);
    tk_report(stream);
    fclose(stream);
    ck_assert_msg(strstr(report, "which nothing dispatched signals") != NULL, "%s", report);
    free(report);
    OK(tk_dispatch(rig.queue, second, &(struct tk_dispatch){.signal_count = 1, .signals = &a}));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    OK(tk_commands_destroy(second));
    OK(tk_semaphore_destroy(a));
    OK(tk_semaphore_destroy(b));
}
END_TEST

/* ---- failures ---- */

static int told;
static struct tk_failure told_failure;
static char told_message[512];

static void tell(tk_command_buffer commands, const struct tk_failure *failure, void *user) {
    told++;
    told_failure = failure ? *failure : (struct tk_failure){0};
    snprintf(told_message, sizeof told_message, "%s", failure ? failure->message : "");
}

START_TEST(a_failure_travels_to_every_waiter) {
    uint32_t where = 5;
    const struct tk_argument argument = {.value = &where, .bytes = 4};
    struct tk_launch launch = along(&rig, "fail_at", 8, 1, &argument);
    tk_semaphore links[3];
    tk_command_buffer waiter;
    tk_fence fences[2];
    struct tk_failure failure;
    ordered = told = 0;
    for (int i = 0; i < 3; i++)
        OK(tk_semaphore_create(&links[i]));
    OK(tk_commands_create(rig.device, &waiter));
    OK(tk_record_callback(waiter, note_order, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(waiter));
    for (int i = 0; i < 2; i++) {
        OK(tk_fence_create(&fences[i]));
        OK(tk_dispatch(rig.queue, waiter,
                       &(struct tk_dispatch){1, 1, &links[i], &links[i + 1], fences[i]}));
    }
    OK(tk_record_barrier(rig.commands, NULL, NULL));
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_record_callback(rig.commands, note_order, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){
                       .signal_count = 1, .signals = links, .fence = rig.fence, .done = tell}));
    FAILS(TK_ERROR_FAILED, "a semaphore has failed: kernel 'fail_at' returned 7 at work-item (5",
          tk_fence_wait(fences[1], TK_FOREVER));
    FAILS(TK_ERROR_FAILED, "kernel 'fail_at' returned 7 at work-item (5, 0, 0)",
          tk_fence_wait(rig.fence, TK_FOREVER));
    OK(tk_fence_failure(rig.fence, &failure));
    ck_assert_uint_eq(failure.command, 1);
    ck_assert_int_eq(failure.status, TK_ERROR_FAILED);
    ck_assert_int_eq(told, 1);
    ck_assert_uint_eq(told_failure.command, 1);
    ck_assert_msg(strstr(told_message, "fail_at") != NULL, "%s", told_message);
    ck_assert_int_eq(ordered, 0);
    /* One that comes later fails, too, and runs nothing. */
    OK(tk_dispatch(rig.queue, waiter,
                   &(struct tk_dispatch){.wait_count = 1, .waits = links, .fence = fences[0]}));
    FAILS(TK_ERROR_FAILED, "a semaphore has failed", tk_fence_wait(fences[0], TK_FOREVER));
    ck_assert_int_eq(ordered, 0);
    for (int i = 0; i < 3; i++)
        OK(tk_semaphore_destroy(links[i]));
    for (int i = 0; i < 2; i++)
        OK(tk_fence_destroy(fences[i]));
    OK(tk_commands_destroy(waiter));
}
END_TEST

START_TEST(a_lost_device_fails_all_that_it_has) {
    tk_semaphore never, passed;
    tk_device other;
    tk_queue queue;
    tk_command_buffer waiter;
    OK(tk_open_native(2, &other));
    OK(tk_queue_create(other, &queue));
    OK(tk_commands_create(other, &waiter));
    OK(tk_commands_finalize(waiter));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_semaphore_create(&never));
    OK(tk_semaphore_create(&passed));
    tk_fence fence;
    OK(tk_fence_create(&fence));
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){1, 1, &never, &passed, rig.fence}));
    OK(tk_dispatch(queue, waiter,
                   &(struct tk_dispatch){.wait_count = 1, .waits = &passed, .fence = fence}));
    OK(tk_flush(queue));
    OK(tk_device_lose(rig.device));
    FAILS(TK_ERROR_FAILED, "the device was lost", tk_fence_wait(fence, TK_FOREVER));
    FAILS(TK_ERROR_DEVICE_LOST, "lost", tk_dispatch(rig.queue, rig.commands, NULL));
    OK(tk_fence_destroy(fence));
    OK(tk_semaphore_destroy(never));
    OK(tk_semaphore_destroy(passed));
    OK(tk_commands_destroy(waiter));
    OK(tk_queue_destroy(queue, TK_END_WAIT));
    OK(tk_device_close(other, TK_END_WAIT));
}
END_TEST

START_TEST(an_abandoned_queue_runs_nothing_more) {
    tk_queue queue;
    ordered = 0;
    OK(tk_queue_create(rig.device, &queue));
    OK(tk_record_callback(rig.commands, note_order, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
    OK(tk_queue_destroy(queue, TK_END_ABANDON));
    FAILS(TK_ERROR_FAILED, "before it began", tk_fence_wait(rig.fence, 0));
    ck_assert_int_eq(ordered, 0);
    FAILS(TK_ERROR_HANDLE, "no queue", tk_dispatch(queue, rig.commands, NULL));
}
END_TEST

SUITE("command buffers", setup, teardown, a_kernel_between_two_transfers,
      work_items_of_three_dimensions, a_grid_of_nothing_runs_nothing, boxes_are_copied_row_by_row,
      a_buffer_is_copied_into_its_gaps, independent_commands_run_side_by_side,
      commands_that_meet_do_so_every_time, callbacks_without_accesses_come_in_order,
      parts_of_a_buffer_depend_on_each_other, mapped_memory_depends_on_its_buffer,
      a_buffer_is_replayed_and_reset, fences_keep_their_time, time_stamps_are_in_order,
      chains_of_semaphores_forwards, chains_of_semaphores_backwards,
      cycles_of_semaphores_are_refused, a_failure_travels_to_every_waiter,
      a_lost_device_fails_all_that_it_has, an_abandoned_queue_runs_nothing_more)
