/* Other arguments for launches that are recorded. */
#include "libtask/host/record/buffer.h"
#include "tests/libtask/host/rig.h"

static struct rig rig;

static void setup(void) {
    rig_open(&rig);
}

static void teardown(void) {
    rig_close(&rig);
}

START_TEST(arguments_change_between_dispatches) {
    uint32_t a[4] = {0}, b[4] = {0}, in[4] = {1, 2, 3, 4}, factor = 10;
    tk_buffer ba, bb, bin;
    tk_sync_point point, of_clone;
    tk_command_buffer clone;
    OK(tk_buffer_wrap(rig.device, a, sizeof a, &ba));
    OK(tk_buffer_wrap(rig.device, b, sizeof b, &bb));
    OK(tk_buffer_wrap(rig.device, in, sizeof in, &bin));
    const struct tk_argument arguments[] = {{bin}, {ba}, {.value = &factor, .bytes = 4}};
    struct tk_launch launch = along(&rig, "scale", 4, 3, arguments);
    OK(tk_record_launch(rig.commands, &launch, NULL, &point));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_clone(rig.commands, &clone));
    factor = 100;
    const size_t indices[] = {2, 1};
    const struct tk_argument others[] = {{.value = &factor, .bytes = 4}, {bb}};
    OK(tk_commands_update(rig.commands, point, 2, indices, others));
    rig_run(&rig);
    ck_assert_uint_eq(a[3], 0);
    ck_assert_uint_eq(b[3], 401);
    FAILS(TK_ERROR_SYNC_POINT, "another command buffer",
          tk_commands_update(clone, point, 2, indices, others));
    OK(tk_commands_point(clone, 0, &of_clone));
    factor = 7;
    OK(tk_commands_update(clone, of_clone, 1, indices, others));
    OK(tk_dispatch(rig.queue, clone, NULL));
    OK(tk_wait_all(rig.queue, TK_FOREVER));
    ck_assert_uint_eq(a[3], 29);
    ck_assert_uint_eq(b[3], 401);
    OK(tk_commands_destroy(clone));
    OK(tk_buffer_destroy(ba));
    OK(tk_buffer_destroy(bb));
    OK(tk_buffer_destroy(bin));
}
END_TEST

/* Each update takes time of its launch's arguments, however many commands there are. That of a
 * buffer is seen by the next dispatch, and by clones; not by those before. */
START_TEST(updates_cost_no_new_graph) {
    enum { COMMANDS = 50000, TIMES = 4 };
    uint32_t factor = 1, values[2] = {5, 7}, out[2] = {0};
    tk_buffer from[2], to[2];
    tk_sync_point point;
    tk_command_buffer clone;
    const size_t indices[] = {0, 1, 2};
    for (int i = 0; i < 2; i++) {
        OK(tk_buffer_wrap(rig.device, &values[i], 4, &from[i]));
        OK(tk_buffer_wrap(rig.device, &out[i], 4, &to[i]));
    }
    struct tk_argument arguments[] = {{from[0]}, {to[0]}, {.value = &factor, .bytes = 4}};
    struct tk_launch launch = along(&rig, "scale", 1, 3, arguments);
    for (int i = 0; i < COMMANDS; i++)
        OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    for (int round = 0; round < TIMES; round++) {
        for (uint32_t i = 0; i < COMMANDS; i++) {
            OK(tk_commands_point(rig.commands, i, &point));
            factor = i;
            arguments[0].buffer = from[(i + (uint32_t)round) % 2];
            arguments[1].buffer = to[i % 2];
            OK(tk_commands_update(rig.commands, point, 3, indices, arguments));
        }
        OK(tk_commands_clone(rig.commands, &clone));
        OK(tk_commands_update(rig.commands, point, 1, &indices[2],
                              &(struct tk_argument){.value = &round, .bytes = 4}));
        OK(tk_dispatch(rig.queue, rig.commands, NULL));
        OK(tk_wait_all(rig.queue, TK_FOREVER));
        ck_assert_uint_eq(out[1], values[(1 + round) % 2] * (uint32_t)round + 1);
        ck_assert_uint_eq(out[0], values[round % 2] * (COMMANDS - 2) + 1);
        OK(tk_dispatch(rig.queue, clone, NULL));
        OK(tk_wait_all(rig.queue, TK_FOREVER));
        ck_assert_uint_eq(out[1], values[(1 + round) % 2] * (COMMANDS - 1) + 1);
        OK(tk_commands_destroy(clone));
    }
    for (int i = 0; i < 2; i++) {
        OK(tk_buffer_destroy(from[i]));
        OK(tk_buffer_destroy(to[i]));
    }
}
END_TEST

static const struct recording *recording_of(tk_command_buffer handle) {
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    const struct recording *recording = commands->recording;
    object_drop(commands);
    return recording;
}

/* When the fence is over, nobody shares the commands any more: the update need not copy them. */
START_TEST(updates_behind_a_fence_copy_nothing) {
    uint32_t value = 0;
    tk_buffer buffer;
    tk_sync_point point;
    const size_t index = 0;
    OK(tk_buffer_wrap(rig.device, &value, 4, &buffer));
    const struct tk_argument argument = {buffer};
    struct tk_launch launch = along(&rig, "increment", 1, 1, &argument);
    OK(tk_record_launch(rig.commands, &launch, NULL, &point));
    OK(tk_commands_finalize(rig.commands));
    const struct recording *before = recording_of(rig.commands);
    for (int i = 0; i < 1000; i++) {
        OK(rig_dispatch(&rig, rig.commands));
        OK(tk_commands_update(rig.commands, point, 1, &index, &argument));
        ck_assert_ptr_eq(recording_of(rig.commands), before);
    }
    OK(tk_buffer_destroy(buffer));
}
END_TEST

SUITE("updates", setup, teardown, arguments_change_between_dispatches, updates_cost_no_new_graph,
      updates_behind_a_fence_copy_nothing)
