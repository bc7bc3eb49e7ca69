/* Wrong calls, each in each state in which it is wrong: the documented code, a message, and nothing
 * changed. docs/host-runtime.md has them as a table. */
#include "tests/libtask/host/rig.h"

#include <sys/wait.h>
#include <unistd.h>

static struct rig rig;
static tk_buffer buffer; /* of 64 bytes */
static uint8_t host[256];

static void setup(void) {
    rig_open(&rig);
    buffer = rig_buffer(&rig, 64);
}

static void teardown(void) {
    OK(tk_buffer_destroy(buffer));
    rig_close(&rig);
}

static enum tk_status nothing(tk_command_buffer commands, void *user) {
    return TK_OK;
}

/* ---- handles ---- */

START_TEST(handles_of_nothing) {
    uint64_t bytes;
    uint32_t count;
    tk_buffer part;
    tk_queue queue;
    struct tk_device_properties properties;
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_size(NULL, &bytes));
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_part(NULL, 0, 1, &part));
    FAILS(TK_ERROR_HANDLE, "no device", tk_device_get_properties(NULL, &properties));
    FAILS(TK_ERROR_HANDLE, "no device", tk_queue_create(NULL, &queue));
    FAILS(TK_ERROR_HANDLE, "no device", tk_device_lose(NULL));
    FAILS(TK_ERROR_HANDLE, "no command buffer", tk_commands_count(NULL, &count));
    FAILS(TK_ERROR_HANDLE, "no command buffer", tk_commands_finalize(NULL));
    FAILS(TK_ERROR_HANDLE, "no command buffer", tk_commands_draw(NULL, stdout));
    FAILS(TK_ERROR_HANDLE, "no command buffer", tk_dispatch(rig.queue, NULL, NULL));
    FAILS(TK_ERROR_HANDLE, "no queue", tk_dispatch(NULL, rig.commands, NULL));
    FAILS(TK_ERROR_HANDLE, "no queue", tk_flush(NULL));
    FAILS(TK_ERROR_HANDLE, "no fence", tk_fence_wait(NULL, 0));
    FAILS(TK_ERROR_HANDLE, "no semaphore", tk_semaphore_reset(NULL));
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_size((tk_buffer)(uintptr_t)0x123456789, &bytes));
    FAILS(TK_ERROR_HANDLE, "no buffer, but a queue", tk_buffer_size((tk_buffer)rig.queue, &bytes));
}
END_TEST

/* The sanitizer allows no threads in a child. */
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define WITHOUT_THREADS
#endif
#endif

/* What a child does: 0, or the line of what is not so. */
static int use_parents_objects(void) {
    if (tk_dispatch(rig.queue, rig.commands, NULL) != TK_ERROR_HANDLE ||
        tk_fence_wait(rig.fence, TK_FOREVER) != TK_ERROR_HANDLE ||
        tk_wait_all(rig.queue, TK_FOREVER) != TK_ERROR_HANDLE)
        return __LINE__;
    if (tk_commands_destroy(rig.commands) != TK_ERROR_HANDLE ||
        tk_device_close(rig.device, TK_END_WAIT) != TK_ERROR_HANDLE)
        return __LINE__;
#ifndef WITHOUT_THREADS
    struct rig own;
    if (tk_open_native(2, &own.device) || tk_queue_create(own.device, &own.queue) ||
        tk_fence_create(&own.fence) || tk_commands_create(own.device, &own.commands) ||
        tk_record_callback(own.commands, nothing, NULL, 0, NULL, NULL, NULL) ||
        tk_commands_finalize(own.commands) ||
        tk_dispatch(own.queue, own.commands, &(struct tk_dispatch){.fence = own.fence}) ||
        tk_fence_wait(own.fence, TK_FOREVER) || tk_device_close(own.device, TK_END_WAIT))
        return __LINE__;
#endif
    return 0;
}

static int fork_and_use(void) {
    int status;
    pid_t child = fork();
    if (!child)
        _exit(use_parents_objects() != 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static enum tk_status fork_here(tk_command_buffer commands, void *user) {
    *(int *)user = fork_and_use();
    return TK_OK;
}

/* With something held, and in a callback, where something runs. */
START_TEST(handles_in_a_child) {
    int status = -1;
    OK(tk_record_callback(rig.commands, fork_here, &status, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
    ck_assert_int_eq(fork_and_use(), 0);
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(destroying_nothing) {
    OK(tk_buffer_destroy(NULL));
    OK(tk_program_destroy(NULL));
    OK(tk_commands_destroy(NULL));
    OK(tk_semaphore_destroy(NULL));
    OK(tk_fence_destroy(NULL));
    OK(tk_queue_destroy(NULL, TK_END_WAIT));
    OK(tk_device_close(NULL, TK_END_WAIT));
}
END_TEST

/* Also when another object has its place. */
START_TEST(handles_of_the_destroyed) {
    tk_buffer first = rig_buffer(&rig, 8), second;
    uint64_t bytes;
    OK(tk_buffer_destroy(first));
    FAILS(TK_ERROR_HANDLE, "destroyed", tk_buffer_size(first, &bytes));
    for (int i = 0; i < 10; i++) {
        second = rig_buffer(&rig, 8);
        ck_assert_ptr_ne(first, second);
        FAILS(TK_ERROR_HANDLE, "destroyed", tk_buffer_size(first, &bytes));
        FAILS(TK_ERROR_HANDLE, "destroyed", tk_buffer_destroy(first));
        OK(tk_buffer_destroy(second));
    }
}
END_TEST

START_TEST(results_that_are_nowhere) {
    const uint32_t global = 1;
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_open_native(0, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_open_musim(NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_device_get_properties(rig.device, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_buffer_create(rig.device, 1, 0, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_buffer_size(buffer, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_commands_create(rig.device, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_commands_clone(rig.commands, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_commands_count(rig.commands, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_commands_draw(rig.commands, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_commands_point(rig.commands, 0, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_queue_create(rig.device, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_semaphore_create(NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_fence_create(NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_fence_failure(rig.fence, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_fence_times(rig.fence, (tk_sync_point){0}, NULL));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_program_local_size(rig.program, "scale", 1, &global, NULL));
}
END_TEST

/* ---- buffers and programs ---- */

START_TEST(buffers_that_cannot_be) {
    tk_buffer made;
    FAILS(TK_ERROR_ARGUMENT, "0 bytes", tk_buffer_create(rig.device, 0, 0, &made));
    FAILS(TK_ERROR_ARGUMENT, "no power of two", tk_buffer_create(rig.device, 8, 3, &made));
    FAILS(TK_ERROR_MEMORY, "no 18446744073709551615 bytes",
          tk_buffer_create(rig.device, UINT64_MAX, 0, &made));
    FAILS(TK_ERROR_ARGUMENT, "no memory", tk_buffer_wrap(rig.device, NULL, 8, &made));
    FAILS(TK_ERROR_ARGUMENT, "no memory", tk_buffer_wrap(rig.device, host, UINT64_MAX, &made));
    FAILS(TK_ERROR_RANGE, "65 bytes at 0 of a buffer of 64", tk_buffer_part(buffer, 0, 65, &made));
    FAILS(TK_ERROR_RANGE, "at 18446744073709551615", tk_buffer_part(buffer, UINT64_MAX, 2, &made));
    FAILS(TK_ERROR_ARGUMENT, "0 bytes", tk_buffer_part(buffer, 0, 0, &made));
}
END_TEST

START_TEST(mappings_that_cannot_be) {
    void *memory;
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_buffer_map(buffer, 0, 64, NULL));
    FAILS(TK_ERROR_ARGUMENT, "0 bytes", tk_buffer_map(buffer, 0, 0, &memory));
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_map(NULL, 0, 1, &memory));
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_unmap(NULL));
    FAILS(TK_ERROR_HANDLE, "no buffer", tk_buffer_flush_to_device(NULL, 0, 1));
    FAILS(TK_ERROR_RANGE, "65 bytes at 0", tk_buffer_map(buffer, 0, 65, &memory));
    FAILS(TK_ERROR_RANGE, "at 18446744073709551615", tk_buffer_map(buffer, UINT64_MAX, 2, &memory));
    FAILS(TK_ERROR_STATE, "not mapped", tk_buffer_unmap(buffer));
    FAILS(TK_ERROR_STATE, "not mapped", tk_buffer_flush_to_device(buffer, 0, 64));
    FAILS(TK_ERROR_STATE, "not mapped", tk_buffer_flush_from_device(buffer, 0, 64));
    OK(tk_buffer_map(buffer, 16, 32, &memory));
    FAILS(TK_ERROR_STATE, "mapped already", tk_buffer_map(buffer, 0, 8, &memory));
    FAILS(TK_ERROR_ARGUMENT, "0 bytes", tk_buffer_flush_to_device(buffer, 16, 0));
    FAILS(TK_ERROR_RANGE, "33 bytes at 16, where 32 at 16 are mapped",
          tk_buffer_flush_to_device(buffer, 16, 33));
    FAILS(TK_ERROR_RANGE, "1 bytes at 15", tk_buffer_flush_from_device(buffer, 15, 1));
    FAILS(TK_ERROR_RANGE, "1 bytes at 48", tk_buffer_flush_from_device(buffer, 48, 1));
    FAILS(TK_ERROR_RANGE, "bytes at 17", tk_buffer_flush_from_device(buffer, 17, UINT64_MAX));
    OK(tk_buffer_flush_from_device(buffer, 16, 32));
    OK(tk_device_lose(rig.device));
    FAILS(TK_ERROR_DEVICE_LOST, "was lost", tk_buffer_flush_to_device(buffer, 16, 32));
    OK(tk_buffer_unmap(buffer));
    FAILS(TK_ERROR_STATE, "not mapped", tk_buffer_unmap(buffer));
}
END_TEST

START_TEST(programs_that_cannot_be) {
    static const struct tk_host_kernel nameless = {NULL, scale}, empty = {"empty", NULL},
                                       flat = {"flat", scale, NULL, 0, {4, 0, 1}},
                                       lost = {"lost", scale, NULL, 2};
    static const struct tk_host_parameter nothing = {"n", NEUTRINO_INT, NEUTRINO_READ, 0};
    static const struct tk_host_kernel thin = {"thin", scale, &nothing, 1};
    tk_program made;
    const uint32_t global = 7;
    uint32_t local;
    FAILS(TK_ERROR_ARGUMENT, "needs kernels", tk_program_create(rig.device, NULL, 1, &made));
    FAILS(TK_ERROR_ARGUMENT, "without name", tk_program_create(rig.device, &nameless, 1, &made));
    FAILS(TK_ERROR_ARGUMENT, "without function", tk_program_create(rig.device, &empty, 1, &made));
    FAILS(TK_ERROR_ARGUMENT, "of size 0", tk_program_create(rig.device, &flat, 1, &made));
    FAILS(TK_ERROR_ARGUMENT, "nowhere", tk_program_create(rig.device, &lost, 1, &made));
    FAILS(TK_ERROR_ARGUMENT, "has 0 bytes", tk_program_create(rig.device, &thin, 1, &made));
    FAILS(TK_ERROR_KERNEL, "no library of kernels for the CPU",
          tk_program_load_memory(rig.device, "x", 1, "x", &made));
    FAILS(TK_ERROR_ARGUMENT, "NULL", tk_program_load(rig.device, NULL, &made));
    FAILS(TK_ERROR_KERNEL, "no kernel 'none'",
          tk_program_local_size(rig.program, "none", 1, &global, &local));
    OK(tk_program_local_size(rig.program, "scale", 1, &global, &local));
    ck_assert_uint_eq(local, 7);
}
END_TEST

/* ---- recording ---- */

static enum tk_status fill(struct tk_region region, size_t pattern) {
    return tk_record_fill(rig.commands, buffer, "0123456789abcdef", pattern, 1, &region, NULL,
                          NULL);
}

START_TEST(regions_that_cannot_be) {
    struct tk_region two[2] = {tk_stretch(0, 0, 8), tk_stretch(16, 7, 8)};
    FAILS(TK_ERROR_ARGUMENT, "region 0: 0 bytes", fill((struct tk_region){0, 1, 1}, 1));
    FAILS(TK_ERROR_ARGUMENT, "region 0: 0 rows", fill((struct tk_region){1, 0, 1}, 1));
    FAILS(TK_ERROR_ARGUMENT, "region 0: 0 planes", fill((struct tk_region){1, 1, 0}, 1));
    FAILS(TK_ERROR_RANGE, "region 0, to: 65 bytes at offset 0", fill(tk_stretch(0, 0, 65), 1));
    FAILS(TK_ERROR_RANGE, "region 0, to: 5 rows with a pitch of 16 at offset 0",
          fill((struct tk_region){8, 5, 1, {0}, {0, 16, 0}}, 1));
    FAILS(TK_ERROR_RANGE, "region 0, to: 3 planes with a pitch of 30",
          fill((struct tk_region){8, 2, 3, {0}, {0, 8, 30}}, 1));
    FAILS(TK_ERROR_RANGE, "rows with a pitch of 18446744073709551615",
          fill((struct tk_region){1, 2, 1, {0}, {1, UINT64_MAX, 0}}, 1));
    FAILS(TK_ERROR_RANGE, "bytes at offset 18446744073709551608",
          fill(tk_stretch(0, UINT64_MAX - 7, 8), 1));
    FAILS(TK_ERROR_OVERLAP, "byte 1 of the destination is written by region 0",
          fill((struct tk_region){2, 2, 1, {0}, {0, 1, 0}}, 1));
    FAILS(TK_ERROR_OVERLAP, "byte 7 of the destination is written by region 0 and by region 1",
          tk_record_copy(rig.commands, buffer, buffer, 2, two, NULL, NULL));
    two[1] = tk_stretch(32, 20, 8);
    two[0] = tk_stretch(24, 0, 8);
    FAILS(TK_ERROR_OVERLAP,
          "byte 24 of the destination is written by region 1 and read by region 0",
          tk_record_copy(rig.commands, buffer, buffer, 2, two, NULL, NULL));
    OK(fill((struct tk_region){8, 4, 2, {0}, {0, 16, 8}},
            1)); /* planes between each other's rows */
    FAILS(TK_ERROR_ARGUMENT, "no multiple of the pattern's 3", fill(tk_stretch(0, 0, 8), 3));
    FAILS(TK_ERROR_ARGUMENT, "0 bytes: 1 to 128", fill(tk_stretch(0, 0, 8), 0));
    FAILS(TK_ERROR_ARGUMENT, "129 bytes: 1 to 128", fill(tk_stretch(0, 0, 8), 129));
    FAILS(TK_ERROR_ARGUMENT, "regions: NULL",
          tk_record_write(rig.commands, host, buffer, 1, NULL, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "no regions",
          tk_record_write(rig.commands, host, buffer, 0, two, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "from: NULL",
          tk_record_write(rig.commands, NULL, buffer, 1, two, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "to: NULL",
          tk_record_read(rig.commands, buffer, NULL, 1, two, NULL, NULL));
    uint32_t count;
    OK(tk_commands_count(rig.commands, &count));
    ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(waits_that_cannot_be) {
    tk_sync_point point, old = {12345, 0};
    tk_command_buffer other;
    const struct tk_waits listless = {1, NULL}, countless = {0, &old}, foreign = {1, &old};
    OK(tk_record_barrier(rig.commands, NULL, &point));
    FAILS(TK_ERROR_ARGUMENT, "a count without a list",
          tk_record_barrier(rig.commands, &listless, NULL));
    FAILS(TK_ERROR_ARGUMENT, "a count of 0", tk_record_barrier(rig.commands, &countless, NULL));
    FAILS(TK_ERROR_SYNC_POINT, "another command buffer",
          tk_record_barrier(rig.commands, &foreign, NULL));
    OK(tk_commands_create(rig.device, &other));
    FAILS(TK_ERROR_SYNC_POINT, "another command buffer",
          tk_record_barrier(other, &(struct tk_waits){1, &point}, NULL));
    point.command = 1;
    FAILS(TK_ERROR_SYNC_POINT, "there is no command 1",
          tk_record_barrier(rig.commands, &(struct tk_waits){1, &point}, NULL));
    point.command = 0;
    const tk_sync_point twice[] = {point, point};
    OK(tk_record_barrier(rig.commands, &(struct tk_waits){2, twice}, NULL));
    OK(tk_commands_reset(rig.commands));
    FAILS(TK_ERROR_SYNC_POINT, "before a reset",
          tk_record_barrier(rig.commands, &(struct tk_waits){1, &point}, NULL));
    FAILS(TK_ERROR_SYNC_POINT, "there is no command 0", tk_commands_point(rig.commands, 0, &point));
    OK(tk_commands_destroy(other));
}
END_TEST

static enum tk_status launch_with(struct tk_launch launch) {
    return tk_record_launch(rig.commands, &launch, NULL, NULL);
}

START_TEST(launches_that_cannot_be) {
    uint32_t factor = 1;
    struct tk_argument arguments[] = {{buffer}, {buffer}, {.value = &factor, .bytes = 4}};
    const struct tk_launch good = along(&rig, "scale", 4, 3, arguments);
    struct tk_launch bad = good;
    OK(launch_with(good));
    bad.kernel = "none";
    FAILS(TK_ERROR_KERNEL, "no kernel 'none'", launch_with(bad));
    bad.kernel = NULL;
    FAILS(TK_ERROR_ARGUMENT, "without a kernel", launch_with(bad));
    bad = good;
    bad.program = NULL;
    FAILS(TK_ERROR_HANDLE, "no program", launch_with(bad));
    for (unsigned dimensions = 0; dimensions < 5; dimensions += 4) {
        bad = good;
        bad.dimensions = dimensions;
        FAILS(TK_ERROR_ARGUMENT, "in 1 to 3 dimensions", launch_with(bad));
    }
    bad = good;
    bad.local[0] = 0;
    FAILS(TK_ERROR_ARGUMENT, "local size along x is 0", launch_with(bad));
    bad = good;
    bad.offset[0] = UINT32_MAX;
    FAILS(TK_ERROR_ARGUMENT, "along x reaches beyond", launch_with(bad));
    bad =
        (struct tk_launch){rig.program, "scale", 2, {1 << 16, 1 << 16}, {1, 1}, {0}, 3, arguments};
    FAILS(TK_ERROR_ARGUMENT, "more than 2^32 - 1 work-items", launch_with(bad));
    bad.global[0] = bad.global[1] = 4;
    bad.local[0] = bad.local[1] = 1 << 16;
    FAILS(TK_ERROR_ARGUMENT, "work-groups of more than", launch_with(bad));
    bad = good;
    bad.argument_count = 2;
    FAILS(TK_ERROR_MISMATCH, "takes 3 arguments, not 2", launch_with(bad));
    bad.argument_count = 4;
    FAILS(TK_ERROR_MISMATCH, "takes 3 arguments, not 4", launch_with(bad));
    bad = good;
    bad.arguments = NULL;
    FAILS(TK_ERROR_ARGUMENT, "nowhere", launch_with(bad));
    arguments[2].bytes = 8;
    FAILS(TK_ERROR_MISMATCH, "argument 2 of kernel 'scale' has 4 bytes, not 8", launch_with(good));
    arguments[2] = (struct tk_argument){buffer};
    FAILS(TK_ERROR_MISMATCH, "a buffer where no pointer is", launch_with(good));
    arguments[2] = (struct tk_argument){.value = NULL, .bytes = 4};
    FAILS(TK_ERROR_MISMATCH, "of NULL", launch_with(good));
    arguments[0] = (struct tk_argument){.value = &factor, .bytes = 4};
    FAILS(TK_ERROR_MISMATCH, "argument 0 of kernel 'scale': a pointer takes", launch_with(good));
    arguments[0] = (struct tk_argument){NULL};
    FAILS(TK_ERROR_HANDLE, "no buffer", launch_with(good));
}
END_TEST

START_TEST(kernels_with_needs) {
    static const struct tk_host_parameter parameters[] = {{"scratch", NEUTRINO_LOCAL},
                                                          {"on", NEUTRINO_BOOL, NEUTRINO_READ, 1}};
    static const struct tk_host_kernel kernel = {"kernel", scale, parameters, 2, {2, 1, 1}};
    bool on = true;
    uint8_t two = 2;
    struct tk_argument arguments[] = {{.bytes = 8}, {.value = &on, .bytes = 1}};
    tk_program program, other_program = rig.program;
    OK(tk_program_create(rig.device, &kernel, 1, &program));
    rig.program = program;
    struct tk_launch launch = along(&rig, "kernel", 4, 2, arguments);
    rig.program = other_program;
    FAILS(TK_ERROR_MISMATCH, "needs work-groups of 2 x 1 x 1 work-items, not 4 x 1 x 1",
          launch_with(launch));
    launch.local[0] = 2;
    OK(launch_with(launch));
    arguments[1].value = &two;
    FAILS(TK_ERROR_MISMATCH, "a bool is 0 or 1", launch_with(launch));
    arguments[0].bytes = 0;
    FAILS(TK_ERROR_MISMATCH, "group memory takes its size", launch_with(launch));
    OK(tk_program_destroy(program));
}
END_TEST

START_TEST(callbacks_that_cannot_be) {
    struct tk_access access = {buffer, NULL, 60, 8, true};
    FAILS(TK_ERROR_ARGUMENT, "callback: NULL",
          tk_record_callback(rig.commands, NULL, NULL, 0, NULL, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "nowhere",
          tk_record_callback(rig.commands, nothing, NULL, 1, NULL, NULL, NULL));
    FAILS(TK_ERROR_RANGE, "access 0: 8 bytes at 60 of a buffer of 64",
          tk_record_callback(rig.commands, nothing, NULL, 1, &access, NULL, NULL));
    access.bytes = 0;
    FAILS(TK_ERROR_ARGUMENT, "access 0: 0 bytes",
          tk_record_callback(rig.commands, nothing, NULL, 1, &access, NULL, NULL));
    access = (struct tk_access){buffer, host, 0, 8, true};
    FAILS(TK_ERROR_ARGUMENT, "a buffer and host memory",
          tk_record_callback(rig.commands, nothing, NULL, 1, &access, NULL, NULL));
    access = (struct tk_access){NULL, NULL, 0, 8, true};
    FAILS(TK_ERROR_ARGUMENT, "no memory",
          tk_record_callback(rig.commands, nothing, NULL, 1, &access, NULL, NULL));
}
END_TEST

/* ---- states ---- */

START_TEST(not_finalized) {
    tk_command_buffer clone;
    tk_sync_point point;
    const size_t index = 0;
    const struct tk_argument argument = {buffer};
    OK(tk_record_barrier(rig.commands, NULL, &point));
    FAILS(TK_ERROR_STATE, "not finalized", tk_dispatch(rig.queue, rig.commands, NULL));
    FAILS(TK_ERROR_STATE, "not finalized", tk_commands_clone(rig.commands, &clone));
    FAILS(TK_ERROR_STATE, "not finalized", tk_commands_draw(rig.commands, stdout));
    FAILS(TK_ERROR_STATE, "not finalized",
          tk_commands_update(rig.commands, point, 1, &index, &argument));
}
END_TEST

START_TEST(finalized) {
    uint32_t factor = 1;
    tk_sync_point barrier, launched;
    const struct tk_region region = tk_stretch(0, 0, 8);
    const struct tk_argument arguments[] = {{buffer}, {buffer}, {.value = &factor, .bytes = 4}};
    const struct tk_launch launch = along(&rig, "scale", 4, 3, arguments);
    size_t indices[] = {3, 0};
    OK(tk_record_barrier(rig.commands, NULL, &barrier));
    OK(tk_record_launch(rig.commands, &launch, NULL, &launched));
    OK(tk_commands_finalize(rig.commands));
    FAILS(TK_ERROR_STATE, "is finalized", tk_record_barrier(rig.commands, NULL, NULL));
    FAILS(TK_ERROR_STATE, "is finalized", launch_with(launch));
    FAILS(TK_ERROR_STATE, "is finalized",
          tk_record_write(rig.commands, host, buffer, 1, &region, NULL, NULL));
    FAILS(TK_ERROR_STATE, "is finalized",
          tk_record_callback(rig.commands, nothing, NULL, 0, NULL, NULL, NULL));
    FAILS(TK_ERROR_SYNC_POINT, "is no launch",
          tk_commands_update(rig.commands, barrier, 1, indices, arguments));
    FAILS(TK_ERROR_ARGUMENT, "has no argument 3",
          tk_commands_update(rig.commands, launched, 1, indices, arguments));
    indices[0] = 0;
    FAILS(TK_ERROR_ARGUMENT, "argument 0 is there twice",
          tk_commands_update(rig.commands, launched, 2, indices, arguments));
    FAILS(TK_ERROR_MISMATCH, "a pointer takes",
          tk_commands_update(rig.commands, launched, 1, indices, &arguments[2]));
    FAILS(TK_ERROR_ARGUMENT, "needs a count",
          tk_commands_update(rig.commands, launched, 0, indices, arguments));
}
END_TEST

START_TEST(in_flight) {
    tk_semaphore gate, opener;
    OK(tk_semaphore_create(&gate));
    OK(tk_semaphore_create(&opener));
    OK(tk_commands_finalize(rig.commands));
    FAILS(TK_ERROR_STATE, "never dispatched", tk_fence_wait(rig.fence, TK_FOREVER));
    struct tk_failure failure;
    struct tk_times times;
    FAILS(TK_ERROR_STATE, "never dispatched", tk_fence_failure(rig.fence, &failure));
    struct tk_dispatch waits = {1, 1, &gate, &opener, rig.fence};
    OK(tk_dispatch(rig.queue, rig.commands, &waits));
    FAILS(TK_ERROR_STATE, "in flight", tk_commands_reset(rig.commands));
    FAILS(TK_ERROR_STATE, "in flight", tk_fence_failure(rig.fence, &failure));
    FAILS(TK_ERROR_STATE, "in flight", tk_fence_times(rig.fence, (tk_sync_point){0}, &times));
    FAILS(TK_ERROR_STATE, "the fence is in flight",
          tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
    FAILS(TK_ERROR_STATE, "named by 1 dispatches", tk_semaphore_reset(gate));
    FAILS(TK_ERROR_STATE, "another dispatch",
          tk_dispatch(rig.queue, rig.commands,
                      &(struct tk_dispatch){.signal_count = 1, .signals = &opener}));
    tk_command_buffer empty;
    OK(tk_commands_create(rig.device, &empty));
    OK(tk_commands_finalize(empty));
    OK(tk_dispatch(rig.queue, empty, &(struct tk_dispatch){.signal_count = 1, .signals = &gate}));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    FAILS(
        TK_ERROR_STATE, "signalled already",
        tk_dispatch(rig.queue, empty, &(struct tk_dispatch){.signal_count = 1, .signals = &gate}));
    OK(tk_semaphore_reset(gate));
    OK(tk_fence_failure(rig.fence, &failure));
    ck_assert_int_eq(failure.status, TK_OK);
    OK(tk_commands_destroy(empty));
    OK(tk_semaphore_destroy(gate));
    OK(tk_semaphore_destroy(opener));
}
END_TEST

START_TEST(dispatches_that_cannot_be) {
    tk_semaphore one;
    tk_device other;
    tk_queue elsewhere;
    tk_command_buffer foreign;
    tk_buffer far_away;
    const struct tk_region region = tk_stretch(0, 0, 8);
    OK(tk_semaphore_create(&one));
    OK(tk_commands_finalize(rig.commands));
    const tk_semaphore twice[] = {one, one};
    FAILS(TK_ERROR_ARGUMENT, "is waited for and signalled",
          tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){1, 1, &one, &one}));
    FAILS(TK_ERROR_ARGUMENT, "is signalled twice",
          tk_dispatch(rig.queue, rig.commands,
                      &(struct tk_dispatch){.signal_count = 2, .signals = twice}));
    FAILS(TK_ERROR_ARGUMENT, "a count without a list",
          tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.wait_count = 1}));
    FAILS(TK_ERROR_ARGUMENT, "a list without one",
          tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.signals = &one}));
    FAILS(TK_ERROR_ARGUMENT, "need a fence",
          tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.profile = true}));
    OK(tk_open_native(1, &other));
    OK(tk_queue_create(other, &elsewhere));
    OK(tk_commands_create(other, &foreign));
    OK(tk_buffer_create(other, 64, 0, &far_away));
    FAILS(TK_ERROR_MISMATCH, "another device", tk_dispatch(elsewhere, rig.commands, NULL));
    FAILS(TK_ERROR_MISMATCH, "to: a buffer of another device",
          tk_record_write(foreign, host, buffer, 1, &region, NULL, NULL));
    FAILS(TK_ERROR_MISMATCH, "from: a buffer of another device",
          tk_record_copy(foreign, buffer, far_away, 1, &region, NULL, NULL));
    OK(tk_commands_finalize(foreign));
    OK(tk_device_close(other, TK_END_WAIT));
    FAILS(TK_ERROR_HANDLE, "the device is closed", tk_dispatch(elsewhere, foreign, NULL));
    FAILS(TK_ERROR_HANDLE, "no device", tk_device_close(other, TK_END_WAIT));
    OK(tk_buffer_destroy(far_away)); /* outlives it */
    OK(tk_commands_destroy(foreign));
    OK(tk_queue_destroy(elsewhere, TK_END_WAIT));
    OK(tk_semaphore_destroy(one));
}
END_TEST

/* ---- callbacks that would wait for themselves ---- */

static enum tk_status wait_here(tk_command_buffer commands, void *user) {
    static struct tk_failure failure;
    *(enum tk_status *)user = tk_fence_wait(rig.fence, TK_FOREVER);
    if (tk_wait_all(rig.queue, 1) != TK_ERROR_WOULD_WAIT ||
        tk_queue_destroy(rig.queue, TK_END_WAIT) != TK_ERROR_WOULD_WAIT ||
        tk_device_close(rig.device, TK_END_WAIT) != TK_ERROR_WOULD_WAIT ||
        tk_commands_reset(commands) != TK_ERROR_STATE ||
        tk_fence_wait(rig.fence, 0) != TK_TIMEOUT ||
        tk_fence_failure(rig.fence, &failure) != TK_ERROR_STATE)
        return TK_ERROR_FAILED;
    return TK_OK;
}

START_TEST(waiting_in_a_callback) {
    enum tk_status status = TK_OK;
    OK(tk_record_callback(rig.commands, wait_here, &status, 0, NULL, NULL, NULL));
    rig_run(&rig);
    ck_assert_str_eq(tk_status_name(status), "TK_ERROR_WOULD_WAIT");
}
END_TEST

static enum tk_status refuse(tk_command_buffer commands, void *user) {
    return TK_ERROR_UNSUPPORTED;
}

START_TEST(callbacks_that_fail) {
    tk_sync_point late;
    struct tk_times times;
    struct tk_failure failure;
    OK(tk_record_callback(rig.commands, refuse, NULL, 0, NULL, NULL, NULL));
    OK(tk_record_callback(rig.commands, nothing, NULL, 0, NULL, NULL, &late));
    OK(tk_commands_finalize(rig.commands));
    FAILS(TK_ERROR_FAILED, "a callback returned TK_ERROR_UNSUPPORTED",
          rig_profile(&rig, rig.commands));
    OK(tk_fence_failure(rig.fence, &failure));
    ck_assert_int_eq(failure.status, TK_ERROR_UNSUPPORTED);
    ck_assert_uint_eq(failure.command, 0);
    FAILS(TK_ERROR_STATE, "command 1 did not run", tk_fence_times(rig.fence, late, &times));
    late.recording++;
    FAILS(TK_ERROR_SYNC_POINT, "another recording", tk_fence_times(rig.fence, late, &times));
}
END_TEST

START_TEST(codes_have_names) {
    for (int i = TK_OK; i <= TK_ERROR_DEVICE_LOST; i++) {
        ck_assert(!strncmp(tk_status_name((enum tk_status)i), "TK_", 3));
        ck_assert(*tk_status_text((enum tk_status)i));
    }
    ck_assert_str_eq(tk_status_name((enum tk_status)99), "no status");
}
END_TEST

SUITE("misuse", setup, teardown, handles_of_nothing, handles_in_a_child, destroying_nothing,
      handles_of_the_destroyed, results_that_are_nowhere, buffers_that_cannot_be,
      mappings_that_cannot_be, programs_that_cannot_be, regions_that_cannot_be,
      waits_that_cannot_be, launches_that_cannot_be, kernels_with_needs, callbacks_that_cannot_be,
      not_finalized, finalized, in_flight, dispatches_that_cannot_be, waiting_in_a_callback,
      callbacks_that_fail, codes_have_names)
