/* A failure in each command of random command buffers: what depends on it does not run, what it
 * depends on has, everybody is told once, and all goes on. */
#include "tests/libtask/host/random.h"
#include "tests/libtask/host/rig.h"

#include <stdatomic.h>

enum { GRAPHS = 40, MOST = 24, CELLS = 6, ACCESSES = 3 };

static struct rig rig;
static uint8_t cells[CELLS];
static struct node {
    struct tk_access accesses[ACCESSES];
    uint32_t count;
    uint32_t before; /* the commands that it depends on, also by others: bits */
    atomic_uint runs;
} nodes[MOST];
static uint32_t node_count;
static struct node *failing; /* NULL: none */

static void setup(void) {
    rig_open(&rig);
}

static void teardown(void) {
    rig_close(&rig);
}

/* ---- graphs ---- */

static enum tk_status run_node(tk_command_buffer commands, void *user) {
    struct node *node = user;
    atomic_fetch_add(&node->runs, 1);
    return node == failing ? TK_ERROR_RANGE : TK_OK;
}

static bool conflict(const struct node *a, const struct node *b) {
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++)
            if (a->accesses[i].memory == b->accesses[j].memory &&
                (a->accesses[i].write || b->accesses[j].write))
                return true;
    return false;
}

static void draw_node(struct random *random, struct node *node) {
    *node = (struct node){.count = 1 + draw(random, ACCESSES)};
    for (uint32_t i = 0; i < node->count; i++)
        node->accesses[i] = (struct tk_access){
            .memory = &cells[draw(random, CELLS)], .bytes = 1, .write = draw(random, 3) == 0};
    for (uint32_t i = 0; &nodes[i] < node; i++)
        if (conflict(&nodes[i], node))
            node->before |= nodes[i].before | UINT32_C(1) << i;
}

static void record_graph(struct random *random) {
    OK(tk_commands_reset(rig.commands));
    node_count = 2 + draw(random, MOST - 1);
    for (uint32_t i = 0; i < node_count; i++) {
        draw_node(random, &nodes[i]);
        OK(tk_record_callback(rig.commands, run_node, &nodes[i], nodes[i].count, nodes[i].accesses,
                              NULL, NULL));
    }
    OK(tk_commands_finalize(rig.commands));
}

/* ---- one failure ---- */

struct told {
    atomic_uint times;
    uint32_t command;
    enum tk_status status;
};

static void done(tk_command_buffer commands, const struct tk_failure *failure, void *user) {
    struct told *told = user;
    atomic_fetch_add(&told->times, 1);
    told->command = failure ? failure->command : TK_NO_COMMAND;
    told->status = failure ? failure->status : TK_OK;
}

static void check_runs(uint32_t failed) {
    for (uint32_t i = 0; i < node_count; i++) {
        unsigned runs = atomic_exchange(&nodes[i].runs, 0);
        bool is_before = i == failed || nodes[failed].before >> i & 1;
        bool is_behind = nodes[i].before >> failed & 1;
        ck_assert_msg(is_before   ? runs == 1
                      : is_behind ? runs == 0
                                  : runs <= 1,
                      "command %u of %u ran %u times, command %u failed", i, node_count, runs,
                      failed);
    }
}

static void fail_at_node(tk_command_buffer waiter, uint32_t failed) {
    struct told told = {0}, behind = {0};
    tk_semaphore semaphore;
    OK(tk_semaphore_create(&semaphore));
    failing = &nodes[failed];
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){
                       .signal_count = 1, .signals = &semaphore, .done = done, .user = &told}));
    OK(tk_dispatch(rig.queue, waiter,
                   &(struct tk_dispatch){.wait_count = 1,
                                         .waits = &semaphore,
                                         .fence = rig.fence,
                                         .done = done,
                                         .user = &behind}));
    FAILS(TK_ERROR_FAILED, "a callback returned TK_ERROR_RANGE",
          tk_fence_wait(rig.fence, TK_FOREVER));
    ck_assert_uint_eq(told.times, 1);
    ck_assert_uint_eq(told.command, failed);
    ck_assert_int_eq(told.status, TK_ERROR_RANGE);
    ck_assert_uint_eq(behind.times, 1);
    ck_assert_uint_eq(behind.command, TK_NO_COMMAND);
    ck_assert_int_eq(behind.status, TK_ERROR_FAILED);
    OK(tk_semaphore_destroy(semaphore));
    check_runs(failed);
}

static enum tk_status never(tk_command_buffer commands, void *user) {
    atomic_store((atomic_bool *)user, true);
    return TK_OK;
}

START_TEST(any_command_may_fail) {
    struct random random = {7};
    atomic_bool has_run = false;
    tk_command_buffer waiter;
    OK(tk_commands_create(rig.device, &waiter));
    OK(tk_record_callback(waiter, never, &has_run, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(waiter));
    for (int graph = 0; graph < GRAPHS; graph++) {
        record_graph(&random);
        for (uint32_t i = 0; i < node_count; i++)
            fail_at_node(waiter, i);
        failing = NULL;
        OK(rig_dispatch(&rig, rig.commands));
        for (uint32_t i = 0; i < node_count; i++)
            ck_assert_uint_eq(atomic_exchange(&nodes[i].runs, 0), 1);
    }
    ck_assert(!has_run);
    OK(tk_commands_destroy(waiter));
}
END_TEST

SUITE("failures", setup, teardown, any_command_may_fail)
