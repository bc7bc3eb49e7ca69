/* The simulator as a device, beside the native one. */
#include "tests/libtask/host/rig.h"

#include <unistd.h>

enum { N = 200 };

static struct rig rig; /* on the machine */
static char *console;
static size_t console_bytes;
static FILE *console_stream;

static void setup(void) {
    console_stream = open_memstream(&console, &console_bytes);
    rig_open_musim(&rig, KERNELS, console_stream);
}

static void teardown(void) {
    rig_close(&rig);
    fclose(console_stream);
    free(console);
}

/* The same calls for any device and its program. */
static void scale_on(struct rig *on, const uint32_t *in, uint32_t *out) {
    const struct tk_region all = tk_stretch(0, 0, N * 4);
    uint32_t factor = 5;
    tk_buffer from = rig_buffer(on, N * 4), to = rig_buffer(on, N * 4);
    const struct tk_argument arguments[] = {{from}, {to}, {.value = &factor, .bytes = 4}};
    struct tk_launch launch = along(on, "scale", N, 3, arguments);
    OK(tk_record_write(on->commands, in, from, 1, &all, NULL, NULL));
    OK(tk_record_launch(on->commands, &launch, NULL, NULL));
    OK(tk_record_read(on->commands, to, out, 1, &all, NULL, NULL));
    rig_run(on);
    OK(tk_buffer_destroy(from));
    OK(tk_buffer_destroy(to));
}

START_TEST(the_same_answer_on_both_devices) {
    struct rig native;
    uint32_t in[N], there[N], here[N];
    for (uint32_t i = 0; i < N; i++)
        in[i] = i * 77;
    rig_open(&native);
    scale_on(&rig, in, there);
    scale_on(&native, in, here);
    ck_assert_mem_eq(there, here, sizeof here);
    ck_assert_uint_eq(here[3], 3 * 77 * 5 + 1);
    rig_close(&native);
}
END_TEST

START_TEST(boxes_and_group_memory) {
    enum { GROUP = 50 };
    uint32_t in[N], out[N / GROUP];
    tk_buffer from = rig_buffer(&rig, 2 * sizeof in), to = rig_buffer(&rig, sizeof out);
    const struct tk_region spread = {4, N, 1, {0}, {0, 8, 0}}, close = {4, N, 1, {0, 8, 0}, {0}};
    const struct tk_region result = tk_stretch(0, 0, sizeof out);
    const struct tk_argument arguments[] = {{from}, {to}, {.bytes = GROUP * 4}};
    struct tk_launch launch = along(&rig, "sums", N, 3, arguments);
    launch.local[0] = GROUP;
    tk_buffer spread_out = rig_buffer(&rig, 2 * sizeof in);
    for (uint32_t i = 0; i < N; i++)
        in[i] = i;
    OK(tk_record_fill(rig.commands, spread_out, "\1\2\3\4", 4, 1,
                      &(struct tk_region){2 * sizeof in, 1, 1}, NULL, NULL));
    OK(tk_record_write(rig.commands, in, spread_out, 1, &spread, NULL, NULL));
    OK(tk_record_copy(rig.commands, spread_out, from, 1, &close, NULL, NULL));
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_record_read(rig.commands, to, out, 1, &result, NULL, NULL));
    rig_run(&rig);
    for (uint32_t g = 0; g < N / GROUP; g++)
        ck_assert_uint_eq(out[g], GROUP * (GROUP - 1) / 2 + g * GROUP * GROUP);
    OK(tk_buffer_destroy(from));
    OK(tk_buffer_destroy(to));
    OK(tk_buffer_destroy(spread_out));
}
END_TEST

/* Launches of one program are in order, for its variables; what they print is out. */
START_TEST(variables_and_the_console) {
    enum { TIMES = 4 };
    uint32_t counts[TIMES], numbers[TIMES];
    tk_buffer buffers[TIMES];
    for (uint32_t i = 0; i < TIMES; i++) {
        const struct tk_region word = tk_stretch(0, 0, 4);
        buffers[i] = rig_buffer(&rig, 4);
        numbers[i] = i;
        const struct tk_argument buffer = {buffers[i]}, number = {.value = &numbers[i], .bytes = 4};
        struct tk_launch count = along(&rig, "count_launch", 4, 1, &buffer);
        struct tk_launch say = along(&rig, "say", 4, 1, &number);
        OK(tk_record_launch(rig.commands, &count, NULL, NULL));
        OK(tk_record_launch(rig.commands, &say, NULL, NULL));
        OK(tk_record_read(rig.commands, buffers[i], &counts[i], 1, &word, NULL, NULL));
    }
    rig_run(&rig);
    for (uint32_t i = 0; i < TIMES; i++) {
        ck_assert_uint_eq(counts[i], i + 1);
        OK(tk_buffer_destroy(buffers[i]));
    }
    ck_assert_str_eq(console, "number 0\nnumber 1\nnumber 2\nnumber 3\n");
}
END_TEST

START_TEST(a_fault_is_the_launches) {
    tk_buffer buffer = rig_buffer(&rig, 4);
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "fault", 4, 1, &argument);
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    for (int i = 0; i < 2; i++) {
        FAILS(TK_ERROR_FAILED, "kernel 'fault'", rig_dispatch(&rig, rig.commands));
        ck_assert_msg(strstr(tk_message(), "kernels.c:") != NULL, "message: %s", tk_message());
    }
    OK(tk_commands_reset(rig.commands)); /* the device goes on */
    uint32_t in[N] = {1}, out[N];
    scale_on(&rig, in, out);
    ck_assert_uint_eq(out[0], 6);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

START_TEST(cycles_are_counted) {
    uint32_t number = 1;
    struct tk_times times;
    tk_sync_point point;
    const struct tk_argument argument = {.value = &number, .bytes = 4};
    struct tk_launch launch = along(&rig, "say", 4, 1, &argument);
    OK(tk_record_launch(rig.commands, &launch, NULL, &point));
    OK(tk_commands_finalize(rig.commands));
    OK(rig_profile(&rig, rig.commands));
    OK(tk_fence_times(rig.fence, point, &times));
    ck_assert_uint_gt(times.cycles, 10);
}
END_TEST

/* A kernel without end is stopped, and who waits for it on another device is told. */
START_TEST(a_machine_is_lost_while_it_runs) {
    struct rig native;
    tk_semaphore semaphore;
    tk_buffer buffer = rig_buffer(&rig, 4);
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "forever", 4, 1, &argument);
    rig_open(&native);
    OK(tk_semaphore_create(&semaphore));
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_finalize(native.commands));
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){.signal_count = 1, .signals = &semaphore}));
    OK(tk_dispatch(
        native.queue, native.commands,
        &(struct tk_dispatch){.wait_count = 1, .waits = &semaphore, .fence = native.fence}));
    FAILS(TK_TIMEOUT, "not over", tk_fence_wait(native.fence, 5 * 1000 * 1000));
    OK(tk_device_lose(rig.device));
    FAILS(TK_ERROR_FAILED, "the device was lost", tk_fence_wait(native.fence, TK_FOREVER));
    OK(tk_semaphore_destroy(semaphore));
    OK(tk_buffer_destroy(buffer));
    rig_close(&native);
}
END_TEST

START_TEST(what_the_machine_does_not_have) {
    tk_buffer buffer;
    tk_program program;
    char memory[16];
    struct tk_device_properties properties;
    OK(tk_device_get_properties(rig.device, &properties));
    ck_assert_str_eq(properties.kind, "musim");
    ck_assert_uint_eq(properties.max_group_size, 65536);
    FAILS(TK_ERROR_UNSUPPORTED, "does not share the host's memory",
          tk_buffer_wrap(rig.device, memory, sizeof memory, &buffer));
    FAILS(TK_ERROR_UNSUPPORTED, "the device has a program",
          tk_program_load(rig.device, KERNELS, &program));
    FAILS(TK_ERROR_UNSUPPORTED, "functions of the host",
          tk_program_create(rig.device, rig_kernels, 3, &program));
    FAILS(TK_ERROR_MEMORY, "in one piece",
          tk_buffer_create(rig.device, properties.memory_bytes + 1, 0, &buffer));
    OK(tk_program_destroy(rig.program));
    rig.program = NULL;
    FAILS(TK_ERROR_KERNEL, "nowhere.elf", tk_program_load(rig.device, "nowhere.elf", &program));
    FAILS(TK_ERROR_KERNEL,
          "word:", tk_program_load_memory(rig.device, "word", 4, "word", &program));
    OK(tk_program_load(rig.device, KERNELS, &rig.program));
}
END_TEST

START_TEST(mapped_memory_is_flushed_each_way) {
    uint8_t out[64] = {0};
    void *memory;
    const struct tk_region all = tk_stretch(0, 0, 64);
    tk_buffer buffer = rig_buffer(&rig, 64);
    OK(tk_record_fill(rig.commands, buffer, "\3", 1, 1, &all, NULL, NULL));
    rig_run(&rig);
    OK(tk_buffer_map(buffer, 16, 32, &memory));
    OK(tk_buffer_flush_from_device(buffer, 16, 32));
    for (int i = 0; i < 32; i++)
        ck_assert_uint_eq(((uint8_t *)memory)[i], 3);
    memset(memory, 5, 32);
    OK(tk_buffer_flush_to_device(buffer, 20, 8)); /* and no more */
    OK(tk_buffer_unmap(buffer));
    OK(tk_buffer_map(buffer, 0, 64, &memory)); /* and destroyed with it */
    OK(tk_commands_reset(rig.commands));
    OK(tk_record_read(rig.commands, buffer, out, 1, &all, NULL, NULL));
    rig_run(&rig);
    for (int i = 0; i < 64; i++)
        ck_assert_uint_eq(out[i], i >= 20 && i < 28 ? 5 : 3);
    OK(tk_buffer_destroy(buffer));
}
END_TEST

/* All of it can be had, in pieces, and again after it was freed. */
/* What is over holds no program, though its thread may still be busy with the end. */
START_TEST(a_program_can_follow_another_at_once) {
    uint32_t in[N] = {0}, out[N];
    for (int round = 0; round < 500; round++) {
        scale_on(&rig, in, out);
        OK(tk_commands_destroy(rig.commands));
        OK(tk_program_destroy(rig.program));
        OK(tk_program_load(rig.device, KERNELS, &rig.program));
        OK(tk_commands_create(rig.device, &rig.commands));
    }
}
END_TEST

START_TEST(memory_is_used_again) {
    struct tk_device_properties properties;
    tk_buffer buffers[4];
    OK(tk_device_get_properties(rig.device, &properties));
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 4; i++)
            OK(tk_buffer_create(rig.device, properties.memory_bytes / 4, 1, &buffers[i]));
        OK(tk_buffer_destroy(buffers[1]));
        OK(tk_buffer_destroy(buffers[2]));
        OK(tk_buffer_create(rig.device, properties.memory_bytes / 2, 0, &buffers[1]));
        for (int i = 0; i < 4; i++)
            if (i != 2)
                OK(tk_buffer_destroy(buffers[i]));
    }
}
END_TEST

SUITE("musim as a device", setup, teardown, the_same_answer_on_both_devices, boxes_and_group_memory,
      variables_and_the_console, a_fault_is_the_launches, cycles_are_counted,
      a_machine_is_lost_while_it_runs, what_the_machine_does_not_have,
      mapped_memory_is_flushed_each_way, memory_is_used_again, a_program_can_follow_another_at_once)
