#include "musim/device/task_queue.h"

#include "tests/musim/scoreboard_log.h"
#include "tests/suite.h"

static struct sb_log log_;
static struct scoreboard *sb;
static struct task_queue *queue;

static bool interrupt;

static void host_signal(void *context, uint32_t run) {
    scoreboard_signal(sb, run);
}

static void host_complete(void *context, uint32_t run) {
    scoreboard_complete_all(sb, run);
}

static void host_interrupt(void *context, bool level) {
    interrupt = level;
}

static void setup(void) {
    static const struct device_host host = {
        .signal = host_signal,
        .complete = host_complete,
        .interrupt = host_interrupt,
        .cluster = 5,
    };
    struct sb_callbacks callbacks = log_callbacks(&log_);
    log_clear(&log_);
    sb = scoreboard_create(8, &callbacks);
    queue = task_queue_create(&host);
}

static void teardown(void) {
    task_queue_free(queue);
    scoreboard_free(sb);
}

/* A run of the task that has been issued and waits in the queue. */
static run_id run_of(uint8_t task, enum muon_retire retire, const uint32_t *payload,
                     unsigned words) {
    struct sb_invoke invoke = {.task = task, .retire = retire, .part = MUON_PART_WARPS, .n = 1};
    struct sb_warp warp = {.lanes = 1};
    struct sb_task_run task_run = {.payload = payload, .payload_words = words};
    ck_assert_int_eq(scoreboard_invoke(sb, &invoke, &warp, payload, words, &task_run.run),
                     SB_ARRIVED);
    task_queue_push(queue, &task_run);
    log_clear(&log_);
    return task_run.run;
}

static uint64_t load(uint64_t offset, unsigned size) {
    uint64_t value = 0x5555555555555555;
    ck_assert_msg(task_queue_load(queue, offset, size, &value), "load of 0x%x", (int)offset);
    return value;
}

static void store(uint64_t offset, uint64_t value) {
    ck_assert_msg(task_queue_store(queue, DEVICE_NEUTRINO, offset, 8, value), "store to 0x%x",
                  (int)offset);
}

static void expect(const char *text) {
    ck_assert_str_eq(log_.text, text);
    log_clear(&log_);
}

START_TEST(an_empty_queue_reads_0) {
    for (uint64_t offset = 0; offset <= NEUTRINO_QUEUE_PENDING; offset += 8)
        ck_assert_uint_eq(load(offset, 8), 0);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_PAYLOAD_WINDOW, 8), 0);
    ck_assert_uint_eq(task_queue_head(queue), 0);
    ck_assert_uint_eq(task_queue_pending(queue), 0);
}
END_TEST

START_TEST(the_head_is_the_oldest_run) {
    run_id first = run_of(3, MUON_RETIRE_SIGNAL, (uint32_t[]){1, 2}, 2);
    run_id second = run_of(4, MUON_RETIRE_SIGNAL, NULL, 0);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_TASK, 8), 3);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_RUN, 8), first);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_BYTES, 8), 8);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_PENDING, 8), 2);
    ck_assert_uint_eq(task_queue_peek(queue, 1), second);
    ck_assert_uint_eq(task_queue_peek(queue, 2), 0);
}
END_TEST

START_TEST(reading_the_head_does_not_remove_it) {
    run_id run = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_uint_eq(load(NEUTRINO_QUEUE_RUN, 8), run);
    ck_assert_uint_eq(task_queue_pending(queue), 1);
}
END_TEST

START_TEST(done_signals_and_removes_the_head) {
    run_id first = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    run_id second = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    store(NEUTRINO_QUEUE_DONE, first);
    expect("-3:1 room");
    ck_assert_uint_eq(task_queue_head(queue), second);
}
END_TEST

START_TEST(done_of_another_run_only_signals) {
    run_id first = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    run_id second = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    store(NEUTRINO_QUEUE_DEFER, first);
    expect("");
    ck_assert_uint_eq(task_queue_head(queue), second);
    store(NEUTRINO_QUEUE_DONE, first);
    expect("-3:1 room");
    ck_assert_uint_eq(task_queue_head(queue), second);
}
END_TEST

START_TEST(done_of_a_run_that_has_retired_at_issue_removes_it) {
    run_id run = run_of(3, MUON_RETIRE_IMMEDIATE, NULL, 0);
    store(NEUTRINO_QUEUE_DONE, run);
    expect("");
    ck_assert_uint_eq(task_queue_pending(queue), 0);
}
END_TEST

START_TEST(done_of_a_manual_run_removes_but_does_not_retire) {
    run_id run = run_of(3, MUON_RETIRE_MANUAL, NULL, 0);
    store(NEUTRINO_QUEUE_DONE, run);
    expect("");
    ck_assert_uint_eq(task_queue_pending(queue), 0);
    ck_assert_uint_eq(scoreboard_live(sb), 1);
}
END_TEST

START_TEST(complete_completes_and_leaves_the_queue_alone) {
    run_id run = run_of(3, MUON_RETIRE_MANUAL, NULL, 0);
    store(NEUTRINO_QUEUE_COMPLETE, run);
    expect("-3:1 room");
    ck_assert_uint_eq(task_queue_head(queue), run);
    store(NEUTRINO_QUEUE_DONE, run); /* the function that completed its own run returns */
    expect("");
    ck_assert_uint_eq(task_queue_pending(queue), 0);
}
END_TEST

START_TEST(defer_of_another_run_does_nothing) {
    run_id run = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    store(NEUTRINO_QUEUE_DEFER, run + 1);
    ck_assert_uint_eq(task_queue_head(queue), run);
    expect("");
}
END_TEST

START_TEST(pop_removes_without_a_signal) {
    run_id run = run_of(3, MUON_RETIRE_SIGNAL, NULL, 0);
    store(NEUTRINO_QUEUE_POP, 0);
    expect("");
    ck_assert_uint_eq(task_queue_pending(queue), 0);
    store(NEUTRINO_QUEUE_DONE, run);
    expect("-3:1 room");
    store(NEUTRINO_QUEUE_POP, 0); /* of an empty queue: nothing */
    ck_assert_uint_eq(task_queue_pending(queue), 0);
}
END_TEST

START_TEST(misuse_is_reported_by_the_scoreboard) {
    store(NEUTRINO_QUEUE_DONE, RUN(9, 1));
    store(NEUTRINO_QUEUE_COMPLETE, RUN(9, 1));
    expect("?4@9:1 ?1@9:1");
    ck_assert(log_.misuse.from_neutrino);
}
END_TEST

START_TEST(the_payload_is_readable_in_any_aligned_width) {
    run_of(3, MUON_RETIRE_SIGNAL, (uint32_t[]){0x03020100, 0x07060504, 0x0b0a0908}, 3);
    uint64_t window = load(NEUTRINO_QUEUE_PAYLOAD, 8) - NEUTRINO_QUEUE_BASE;
    ck_assert_uint_eq(window, NEUTRINO_QUEUE_PAYLOAD_WINDOW);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_BYTES, 4), 12);
    for (unsigned i = 0; i < 12; i++)
        ck_assert_uint_eq(load(window + i, 1), i);
    ck_assert_uint_eq(load(window + 2, 2), 0x0302);
    ck_assert_uint_eq(load(window + 4, 4), 0x07060504);
    ck_assert_uint_eq(load(window, 8), 0x0706050403020100);
    ck_assert_uint_eq(load(window + 8, 8), 0x0b0a0908); /* zero after the end */
    ck_assert_uint_eq(load(window + NEUTRINO_PAYLOAD_BYTES - 8, 8), 0);
    uint64_t value;
    ck_assert(!task_queue_load(queue, window + 1, 2, &value));
    ck_assert(!task_queue_load(queue, window + 2, 4, &value));
    ck_assert(!task_queue_load(queue, window + 4, 8, &value));
    ck_assert(!task_queue_load(queue, window + NEUTRINO_PAYLOAD_BYTES, 1, &value));
    ck_assert(!task_queue_store(queue, DEVICE_NEUTRINO, window, 4, 0));
}
END_TEST

START_TEST(a_payload_of_768_bytes_fits_the_window) {
    uint32_t payload[NEUTRINO_PAYLOAD_BYTES / 4];
    for (uint32_t i = 0; i < NEUTRINO_PAYLOAD_BYTES / 4; i++)
        payload[i] = i * 0x01010101;
    run_of(3, MUON_RETIRE_SIGNAL, payload, NEUTRINO_PAYLOAD_BYTES / 4);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_BYTES, 8), NEUTRINO_PAYLOAD_BYTES);
    for (uint32_t i = 0; i < NEUTRINO_PAYLOAD_BYTES / 4; i++)
        ck_assert_uint_eq(load(NEUTRINO_QUEUE_PAYLOAD_WINDOW + 4 * i, 4), payload[i]);
}
END_TEST

START_TEST(a_popped_payload_is_gone) {
    run_id first = run_of(3, MUON_RETIRE_SIGNAL, (uint32_t[]){1, 2, 3}, 3);
    run_of(3, MUON_RETIRE_SIGNAL, (uint32_t[]){4}, 1);
    store(NEUTRINO_QUEUE_DONE, first);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_PAYLOAD_WINDOW, 4), 4);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_PAYLOAD_WINDOW + 4, 4), 0);
}
END_TEST

START_TEST(control_registers_take_4_and_8_bytes) {
    run_id run = run_of(127, MUON_RETIRE_SIGNAL, NULL, 0);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_RUN, 4), run);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_CLUSTER, 4), 5);
    ck_assert_uint_eq(load(NEUTRINO_QUEUE_CLUSTER, 8), 5);
    uint64_t value;
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_RUN, 2, &value));
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_RUN, 1, &value));
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_RUN + 4, 4, &value));
    ck_assert(!task_queue_store(queue, DEVICE_NEUTRINO, NEUTRINO_QUEUE_DONE, 2, run));
    ck_assert(!task_queue_store(queue, DEVICE_NEUTRINO, NEUTRINO_QUEUE_DONE + 4, 4, run));
    ck_assert(task_queue_store(queue, DEVICE_NEUTRINO, NEUTRINO_QUEUE_DONE, 4, run));
    expect("-127:1 room");
}
END_TEST

START_TEST(what_is_no_register_is_refused) {
    uint64_t value;
    for (uint64_t offset = NEUTRINO_QUEUE_DONE; offset <= NEUTRINO_QUEUE_DEFER; offset += 8)
        ck_assert(!task_queue_load(queue, offset, 8, &value));
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_POP, 8, &value));
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_POP + 8, 8, &value));
    ck_assert(!task_queue_load(queue, NEUTRINO_QUEUE_PAYLOAD_WINDOW - 8, 8, &value));
    ck_assert(!task_queue_load(queue, UINT64_MAX - 7, 8, &value));
    for (uint64_t offset = 0; offset <= NEUTRINO_QUEUE_PENDING; offset += 8)
        ck_assert(!task_queue_store(queue, DEVICE_NEUTRINO, offset, 8, 0));
    ck_assert(!task_queue_store(queue, DEVICE_NEUTRINO, NEUTRINO_QUEUE_CLUSTER, 8, 0));
}
END_TEST

START_TEST(the_queue_is_not_bounded_by_the_scoreboard) {
    enum { RUNS = 1000 };
    for (uint32_t i = 1; i <= RUNS; i++) {
        ck_assert_uint_eq(run_of(3, MUON_RETIRE_IMMEDIATE, &i, 1), RUN(3, i));
        if (i % 3 == 0) /* the ring's start moves while it grows */
            store(NEUTRINO_QUEUE_POP, 0);
    }
    ck_assert_uint_eq(task_queue_pending(queue), RUNS - RUNS / 3);
    for (uint32_t i = RUNS / 3 + 1; i <= RUNS; i++) {
        ck_assert_uint_eq(load(NEUTRINO_QUEUE_PAYLOAD_WINDOW, 4), i);
        store(NEUTRINO_QUEUE_DONE, RUN(3, i));
    }
    ck_assert_uint_eq(task_queue_pending(queue), 0);
    expect("");
}
END_TEST

SUITE("task queue", setup, teardown, an_empty_queue_reads_0, the_head_is_the_oldest_run,
      reading_the_head_does_not_remove_it, done_signals_and_removes_the_head,
      done_of_another_run_only_signals, done_of_a_run_that_has_retired_at_issue_removes_it,
      done_of_a_manual_run_removes_but_does_not_retire,
      complete_completes_and_leaves_the_queue_alone, defer_of_another_run_does_nothing,
      pop_removes_without_a_signal, misuse_is_reported_by_the_scoreboard,
      the_payload_is_readable_in_any_aligned_width, a_payload_of_768_bytes_fits_the_window,
      a_popped_payload_is_gone, control_registers_take_4_and_8_bytes,
      what_is_no_register_is_refused, the_queue_is_not_bounded_by_the_scoreboard)
