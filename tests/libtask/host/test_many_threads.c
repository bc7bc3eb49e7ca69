/* Many threads record, dispatch, wait and destroy at once. */
#include "libtask/host/memory.h"
#include "tests/libtask/host/random.h"
#include "tests/libtask/host/rig.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 64, ROUNDS = 30, REPLAYS = 50000 };

static struct rig rig;

static void setup(void) {
    rig_open(&rig);
}

static void teardown(void) {
    rig_close(&rig);
}

static void run_threads(unsigned count, void *(*function)(void *)) {
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < count; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, function, (void *)i), 0);
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* ---- objects of each thread, on one device ---- */

/* A pair of command buffers, the second behind the first. */
static void round_of(struct random *random, uint32_t value[4], uint32_t expected) {
    tk_buffer buffer;
    tk_command_buffer first, second;
    tk_semaphore between;
    tk_fence fence;
    OK(tk_buffer_wrap(rig.device, value, 16, &buffer));
    OK(tk_semaphore_create(&between));
    OK(tk_fence_create(&fence));
    OK(tk_commands_create(rig.device, &first));
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "increment", 4, 1, &argument);
    for (uint32_t i = draw(random, 5) + 1; i--; expected++)
        OK(tk_record_launch(first, &launch, NULL, NULL));
    uint32_t count;
    OK(tk_commands_count(first, &count));
    OK(tk_commands_finalize(first));
    OK(tk_commands_clone(first, &second));
    OK(tk_dispatch(rig.queue, second,
                   &(struct tk_dispatch){.wait_count = 1, .waits = &between, .fence = fence}));
    if (draw(random, 2))
        OK(tk_flush(rig.queue));
    OK(tk_dispatch(rig.queue, first,
                   &(struct tk_dispatch){.signal_count = 1, .signals = &between}));
    OK(tk_commands_destroy(first));
    if (draw(random, 2))
        OK(tk_buffer_destroy(buffer));
    OK(tk_fence_wait(fence, TK_FOREVER));
    ck_assert_uint_eq(value[3], expected + count);
    OK(tk_semaphore_reset(between));
    OK(tk_commands_reset(second));
    OK(tk_commands_destroy(second));
    OK(tk_semaphore_destroy(between));
    OK(tk_fence_destroy(fence));
    tk_buffer_destroy(buffer);
}

static void *work(void *number) {
    struct random random = {(uintptr_t)number};
    uint32_t value[4] = {0};
    for (int i = 0; i < ROUNDS; i++)
        round_of(&random, value, value[3]);
    return NULL;
}

START_TEST(each_with_objects_of_its_own) {
    run_threads(THREADS, work);
}
END_TEST

/* ---- one object for all ---- */

static void *record_one(void *number) {
    for (int i = 0; i < ROUNDS; i++)
        OK(tk_record_barrier(rig.commands, NULL, NULL));
    return NULL;
}

START_TEST(recording_into_one_buffer) {
    uint32_t count;
    run_threads(THREADS, record_one);
    OK(tk_commands_count(rig.commands, &count));
    ck_assert_uint_eq(count, THREADS * ROUNDS);
    rig_run(&rig);
}
END_TEST

static atomic_uint runs;

static enum tk_status count_run(tk_command_buffer commands, void *user) {
    atomic_fetch_add(&runs, 1);
    return TK_OK;
}

/* Published before the event: a buffer whose fence is over can be dispatched and reset at once. */
static void *replay(void *number) {
    tk_fence fence;
    tk_command_buffer own;
    OK(tk_fence_create(&fence));
    OK(tk_commands_create(rig.device, &own));
    OK(tk_record_callback(own, count_run, NULL, 0, NULL, NULL, NULL));
    for (int i = 0; i < REPLAYS; i++) {
        OK(tk_commands_finalize(own));
        OK(tk_dispatch(rig.queue, own, &(struct tk_dispatch){.fence = fence}));
        OK(tk_dispatch(rig.queue, rig.commands, NULL));
        OK(tk_fence_wait(fence, TK_FOREVER));
        OK(tk_commands_reset(own));
        OK(tk_record_callback(own, count_run, NULL, 0, NULL, NULL, NULL));
    }
    OK(tk_commands_destroy(own));
    OK(tk_fence_destroy(fence));
    return NULL;
}

START_TEST(replays_and_resets_from_two_threads) {
    OK(tk_record_callback(rig.commands, count_run, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    run_threads(2, replay);
    OK(tk_wait_all(rig.queue, TK_FOREVER));
    ck_assert_uint_eq(runs, 2 * 2 * REPLAYS);
}
END_TEST

static tk_buffer victim;
static atomic_uint destroyed;

static void *destroy(void *number) {
    uint64_t bytes;
    tk_buffer_size(victim, &bytes);
    if (tk_buffer_destroy(victim) == TK_OK)
        atomic_fetch_add(&destroyed, 1);
    return NULL;
}

START_TEST(of_many_who_destroy_one_does) {
    for (unsigned i = 0; i < ROUNDS; i++) {
        victim = rig_buffer(&rig, 16);
        run_threads(4, destroy);
        ck_assert_uint_eq(destroyed, i + 1);
    }
}
END_TEST

/* ---- a device that ends in the middle ---- */

static tk_device doomed;

static void *use_doomed(void *number) {
    tk_queue queue;
    tk_command_buffer commands;
    tk_fence fence;
    bool lost = false;
    OK(tk_fence_create(&fence));
    OK(tk_queue_create(doomed, &queue));
    OK(tk_commands_create(doomed, &commands));
    OK(tk_record_callback(commands, count_run, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(commands));
    while (!lost) {
        enum tk_status status = tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence});
        lost = status == TK_ERROR_DEVICE_LOST;
        ck_assert(lost || status == TK_OK);
        status = lost ? TK_OK : tk_fence_wait(fence, TK_FOREVER);
        ck_assert(status == TK_OK || strstr(tk_message(), "the device was lost"));
    }
    OK(tk_commands_destroy(commands));
    OK(tk_queue_destroy(queue, TK_END_WAIT));
    OK(tk_fence_destroy(fence));
    return NULL;
}

static void *lose(void *number) {
    if (number)
        return use_doomed(number);
    while (atomic_load(&runs) < 100)
        sched_yield();
    OK(tk_device_lose(doomed));
    return NULL;
}

START_TEST(a_device_is_lost_in_the_middle) {
    OK(tk_open_native(3, &doomed));
    run_threads(5, lose);
    OK(tk_device_close(doomed, TK_END_WAIT));
}
END_TEST

SUITE("many threads", setup, teardown, each_with_objects_of_its_own, recording_into_one_buffer,
      replays_and_resets_from_two_threads, of_many_who_destroy_one_does,
      a_device_is_lost_in_the_middle)
