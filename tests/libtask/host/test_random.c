/* Random command buffers against the same commands one after the other, and failures of memory. */
#include "libtask/host/memory.h"
#include "tests/libtask/host/random_buffers.h"

static struct rig rig;

/* Does something that neither commutes nor forgets. */
static int stir(const struct tk_item *item, void *const *arguments) {
    const uint8_t *from = arguments[0];
    uint8_t *to = arguments[1];
    uint32_t i = item->global_id[0];
    to[i] = (uint8_t)(to[i] * 5 + from[i] + *(uint8_t *)arguments[2]);
    return 0;
}

/* In place: the buffers may be the same bytes. */
static const struct tk_host_parameter stir_parameters[] = {
    {"from", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"to", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
    {"add", NEUTRINO_UINT, NEUTRINO_READ, 1},
};

static void setup(void) {
    static const struct tk_host_kernel kernel = {"stir", stir, stir_parameters, 3, {0}, false};
    rig_open(&rig);
    OK(tk_program_destroy(rig.program));
    OK(tk_program_create(rig.device, &kernel, 1, &rig.program));
    random_begin(&rig);
}

static void teardown(void) {
    random_end();
    rig_close(&rig);
}

/* HOST_SEEDS of the environment: how many. */
START_TEST(the_effect_is_as_if_in_order) {
    const char *seeds = getenv("HOST_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 1000; /* 10^5 commands that run */
    for (uint64_t seed = 1; seed <= count; seed++)
        random_compare(seed);
}
END_TEST

/* ---- want of memory ---- */

/* Each call that fails has done nothing, so that it can be made again: until it succeeds. */
#define UNTIL_OK(call)                                                                             \
    for (long allowed_ = 0;; allowed_++) {                                                         \
        memory_fail_after(allowed_);                                                               \
        enum tk_status status_ = (call);                                                           \
        memory_fail_after(-1);                                                                     \
        if (status_ == TK_OK)                                                                      \
            break;                                                                                 \
        ck_assert_str_eq(tk_status_name(status_), "TK_ERROR_MEMORY");                              \
    }

/* The number of a launch; each change is there twice. */
static uint32_t launch_of(const struct change *changes, uint32_t count) {
    uint32_t i = 0;
    while (i < count && changes[i].kind != LAUNCH)
        i++;
    ck_assert_uint_lt(i, count);
    return 2 * i;
}

START_TEST(any_allocation_of_a_call_may_fail) {
    struct random random = {3};
    struct change changes[MOST];
    tk_command_buffer clone;
    tk_semaphore semaphore;
    tk_device device;
    tk_queue queue;
    tk_buffer buffer, part, remote;
    tk_device musim;
    void *memory;
    uint32_t count;
    tk_sync_point point;
    const size_t to = 1;
    tk_buffer other = rig_buffer(&rig, BYTES);
    UNTIL_OK(tk_open_native(2, &device));
    UNTIL_OK(tk_queue_create(device, &queue));
    UNTIL_OK(tk_buffer_create(device, 100, 4096, &buffer));
    UNTIL_OK(tk_buffer_part(buffer, 1, 2, &part));
    UNTIL_OK(tk_semaphore_create(&semaphore));
    UNTIL_OK(tk_open_musim(NULL, &musim));
    UNTIL_OK(tk_buffer_create(musim, 100, 0, &remote));
    UNTIL_OK(tk_buffer_map(remote, 10, 20, &memory));
    for (uint32_t i = 0; i < 40;) {
        changes[i] = draw_change(&random);
        enum tk_status status = record_change(rig.commands, &changes[i]);
        if (status == TK_OK) {
            UNTIL_OK(record_change(rig.commands, &changes[i]));
            i++;
        }
    }
    OK(tk_commands_count(rig.commands, &count));
    ck_assert_uint_eq(count, 80);
    UNTIL_OK(tk_commands_finalize(rig.commands));
    UNTIL_OK(tk_commands_clone(rig.commands, &clone));
    OK(tk_commands_point(rig.commands, launch_of(changes, 40), &point));
    UNTIL_OK(tk_commands_update(rig.commands, point, 1, &to, &(struct tk_argument){other}));
    UNTIL_OK(tk_dispatch(rig.queue, rig.commands, NULL));
    OK(tk_wait_all(rig.queue, TK_FOREVER));
    UNTIL_OK(tk_dispatch(
        rig.queue, clone,
        &(struct tk_dispatch){
            .signal_count = 1, .signals = &semaphore, .fence = rig.fence, .profile = true}));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    UNTIL_OK(tk_commands_reset(rig.commands));
    OK(tk_semaphore_destroy(semaphore));
    OK(tk_commands_destroy(clone));
    OK(tk_buffer_destroy(buffer));
    OK(tk_buffer_destroy(part));
    OK(tk_buffer_destroy(remote));
    OK(tk_buffer_destroy(other));
    OK(tk_device_close(musim, TK_END_WAIT));
    OK(tk_queue_destroy(queue, TK_END_WAIT));
    OK(tk_device_close(device, TK_END_WAIT));
}
END_TEST

SUITE("random command buffers", setup, teardown, the_effect_is_as_if_in_order,
      any_allocation_of_a_call_may_fail)
