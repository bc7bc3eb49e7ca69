/* The rules of docs/tasks.md, one test for each sentence. */
#include "tests/musim/scoreboard_log.h"
#include "tests/suite.h"

enum { ENTRIES = 8, LANES = 16 };

static struct sb_log log_;
static struct scoreboard *sb;

static void setup(void) {
    log_clear(&log_);
    struct sb_callbacks callbacks = log_callbacks(&log_);
    sb = scoreboard_create(ENTRIES, &callbacks);
}

static void teardown(void) {
    scoreboard_free(sb);
}

static void expect(const char *text) {
    ck_assert_str_eq(log_.text, text);
    log_clear(&log_);
}

/* ---- a small language for invokes ---- */

#define SHAPE(t, r, p, count, s, ...)                                                              \
    ((struct sb_invoke){.task = (t),                                                               \
                        .retire = MUON_RETIRE_##r,                                                 \
                        .part = MUON_PART_##p,                                                     \
                        .n = (count),                                                              \
                        .sync = (s),                                                               \
                        .deps = {__VA_ARGS__}})
enum { ASYNC = false, SYNC = true };

static struct sb_warp warp_at(unsigned core, unsigned warp) {
    return (struct sb_warp){
        .core = core, .warp = warp, .lanes = LANES, .pc = 0x1000 + 0x100 * core + 8 * warp};
}

/* An arrival that must not find the scoreboard full; its pc tells the warp. */
static run_id arrive(struct sb_invoke shape, unsigned core, unsigned warp) {
    struct sb_warp who = warp_at(core, warp);
    run_id run = 0;
    enum sb_arrival arrival = scoreboard_invoke(sb, &shape, &who, NULL, 0, &run);
    ck_assert_int_eq(arrival, shape.sync ? SB_STALL : SB_ARRIVED);
    return run;
}

static void complete(run_id run, enum muon_part part, unsigned n, unsigned core, unsigned warp) {
    struct sb_warp who = warp_at(core, warp);
    scoreboard_complete(sb, run, part, n, &who);
}

static void fill(void) {
    while (scoreboard_live(sb) < ENTRIES)
        arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
}

static bool is_full_for(struct sb_invoke shape, unsigned warp) {
    struct sb_warp who = warp_at(0, warp);
    run_id run = 77;
    if (scoreboard_invoke(sb, &shape, &who, NULL, 0, &run) != SB_FULL)
        return false;
    ck_assert_uint_eq(run, 77);
    return true;
}

/* Runs a dummy of the task until its counter has the value. */
static void spin(uint8_t task, uint32_t counter) {
    struct sb_invoke shape = SHAPE(task, IMMEDIATE, WARPS, 1, ASYNC);
    struct sb_warp who = warp_at(0, 0);
    run_id run;
    log_.quiet = true;
    while (scoreboard_counter(sb, task) != counter)
        scoreboard_invoke(sb, &shape, &who, NULL, 0, &run);
    log_.quiet = false;
}

/* ---- run ids ---- */

START_TEST(run_id_is_task_id_and_counter) {
    ck_assert_uint_eq(arrive(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, 0), 0x05000001);
    ck_assert_uint_eq(arrive(SHAPE(255, SIGNAL, WARPS, 1, ASYNC), 0, 0), 0xff000001);
}
END_TEST

START_TEST(each_task_has_a_counter_whose_first_run_is_1) {
    ck_assert_uint_eq(scoreboard_counter(sb, 3), 0);
    for (uint32_t i = 1; i <= 4; i++) {
        ck_assert_uint_eq(arrive(SHAPE(3, IMMEDIATE, WARPS, 1, ASYNC), 0, 0), RUN(3, i));
        ck_assert_uint_eq(scoreboard_counter(sb, 3), i);
    }
    ck_assert_uint_eq(arrive(SHAPE(4, IMMEDIATE, WARPS, 1, ASYNC), 0, 0), RUN(4, 1));
    ck_assert_uint_eq(arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC), 0, 0), RUN(0, 1));
}
END_TEST

START_TEST(later_is_by_serial_number) {
    /* Counter 0: the next 2^23 - 1 are to come, the rest has been. */
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(9, 1)));
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(9, 0x7fffff)));
    ck_assert(scoreboard_dependency_satisfied(sb, RUN(9, 0x800000)));
    ck_assert(scoreboard_dependency_satisfied(sb, RUN(9, 0xffffff)));
    ck_assert(scoreboard_dependency_satisfied(sb, RUN(9, 0)));
}
END_TEST

START_TEST(counters_wrap) {
    run_id old = arrive(SHAPE(150, MANUAL, WARPS, 1, ASYNC), 0, 0);
    spin(150, 0xfffffe);
    ck_assert(scoreboard_dependency_satisfied(sb, RUN(150, 0xfffffe)));
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(150, 0xffffff)));
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(150, 3)));
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(150, 0x7ffffd)));
    ck_assert(scoreboard_dependency_satisfied(sb, RUN(150, 0x7ffffe)));

    /* The next run but two would be one that still lives. */
    ck_assert_uint_eq(old, RUN(150, 1));
    spin(150, 0);
    ck_assert(is_full_for(SHAPE(150, IMMEDIATE, WARPS, 1, ASYNC), 0));
    ck_assert_uint_eq(scoreboard_counter(sb, 150), 0);
    /* A dependency on it waits although its number is to come, and its retiring satisfies. */
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, SYNC, old), 0, 1);
    log_clear(&log_);
    scoreboard_complete_all(sb, old);
    expect("-150:1 !0:1 -0:1 w0.1 room");
    ck_assert_uint_eq(arrive(SHAPE(150, IMMEDIATE, WARPS, 1, ASYNC), 0, 0), old);
}
END_TEST

START_TEST(the_anonymous_counter_skips_0) {
    spin(0, 0xffffff);
    ck_assert_uint_eq(arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC), 0, 0), RUN(0, 1));
}
END_TEST

/* ---- arrival ---- */

START_TEST(an_arrival_opens_a_run_if_there_is_none_to_join) {
    arrive(SHAPE(7, SIGNAL, WARPS, 2, ASYNC), 0, 0);
    expect("+7:1");
    ck_assert_uint_eq(scoreboard_live(sb), 1);
}
END_TEST

START_TEST(an_arrival_joins_the_oldest_open_run) {
    struct sb_invoke shape = SHAPE(7, SIGNAL, WARPS, 3, ASYNC);
    ck_assert_uint_eq(arrive(shape, 0, 0), RUN(7, 1));
    ck_assert_uint_eq(arrive(shape, 0, 0), RUN(7, 2)); /* two are open */
    ck_assert_uint_eq(arrive(shape, 0, 1), RUN(7, 1));
    ck_assert_uint_eq(arrive(shape, 0, 2), RUN(7, 1));
    ck_assert_uint_eq(arrive(shape, 0, 2), RUN(7, 2));
    ck_assert_uint_eq(arrive(shape, 0, 1), RUN(7, 2));
    expect("+7:1 +7:2 !7:1 >7:1() !7:2 >7:2()");
}
END_TEST

START_TEST(a_warp_arrives_once_at_a_run) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, ASYNC);
    run_id first = arrive(shape, 0, 0), second = arrive(shape, 0, 0), third = arrive(shape, 0, 0);
    ck_assert_uint_ne(first, second);
    ck_assert_uint_ne(second, third);
    ck_assert_uint_eq(arrive(shape, 0, 1), first);
}
END_TEST

START_TEST(the_nth_arrivals_meet_in_the_nth_run) {
    struct sb_invoke shape = SHAPE(130, SIGNAL, WARPS, 3, ASYNC);
    for (unsigned warp = 0; warp < 3; warp++)
        for (uint32_t i = 1; i <= ENTRIES; i++)
            ck_assert_uint_eq(arrive(shape, 1, warp), RUN(130, i));
}
END_TEST

START_TEST(only_runs_with_the_same_static_fields_are_joined) {
    run_id base = arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC), 0, 0);
    ck_assert_uint_ne(arrive(SHAPE(0, MANUAL, WARPS, 4, ASYNC), 0, 1), base);
    ck_assert_uint_ne(arrive(SHAPE(0, IMMEDIATE, CORES, 4, ASYNC), 0, 2), base);
    ck_assert_uint_ne(arrive(SHAPE(0, IMMEDIATE, WARPS, 5, ASYNC), 0, 3), base);
    ck_assert_uint_ne(arrive(SHAPE(0, IMMEDIATE, WARPS, 4, SYNC), 0, 4), base);
    ck_assert_uint_eq(arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC), 0, 5), base);
    ck_assert_uint_eq(scoreboard_live(sb), 5);
}
END_TEST

START_TEST(only_runs_of_the_same_task_are_joined) {
    arrive(SHAPE(128, IMMEDIATE, WARPS, 2, ASYNC), 0, 0);
    arrive(SHAPE(129, IMMEDIATE, WARPS, 2, ASYNC), 0, 1);
    expect("+128:1 +129:1");
}
END_TEST

START_TEST(a_closed_run_is_not_joined) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, ASYNC, RUN(9, 1));
    run_id first = arrive(shape, 0, 0);
    ck_assert_uint_eq(arrive(shape, 0, 1), first); /* closes, and waits for 9:1 */
    ck_assert_uint_ne(arrive(shape, 0, 2), first);
}
END_TEST

START_TEST(threads_counts_active_threads) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, THREADS, 2 * LANES, ASYNC);
    arrive(shape, 0, 0);
    expect("+0:1");
    arrive(shape, 0, 1);
    expect("!0:1 -0:1 room");
}
END_TEST

START_TEST(threads_may_be_exceeded_by_a_warps_lanes) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, THREADS, LANES + 1, ASYNC);
    run_id first = arrive(shape, 0, 0);
    ck_assert_uint_eq(arrive(shape, 0, 1), first);
    expect("+0:1 !0:1 -0:1 room");
    ck_assert_uint_ne(arrive(shape, 0, 2), first); /* no lane is left over for the next run */
    struct sb_entry_view view;
    ck_assert(scoreboard_view(sb, 0, &view));
    ck_assert_uint_eq(view.arrived, LANES);
}
END_TEST

START_TEST(single_thread_is_satisfied_by_one_warp) {
    arrive(SHAPE(5, SIGNAL, THREADS, 1, ASYNC), 0, 0);
    arrive(SHAPE(5, SIGNAL, THREADS, 1, ASYNC), 0, 1);
    expect("+5:1 !5:1 >5:1() +5:2 !5:2 >5:2()");
}
END_TEST

START_TEST(warps_counts_warps_of_all_cores) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 3, ASYNC);
    arrive(shape, 0, 3);
    arrive(shape, 1, 3);
    expect("+0:1");
    arrive(shape, 7, 15);
    expect("!0:1 -0:1 room");
}
END_TEST

START_TEST(warps_64_is_the_most) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 64, ASYNC);
    for (unsigned i = 0; i < 63; i++)
        arrive(shape, i / 16, i % 16);
    expect("+0:1");
    arrive(shape, 3, 15);
    expect("!0:1 -0:1 room");
}
END_TEST

START_TEST(cores_counts_cores_with_an_arrived_warp) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, CORES, 2, ASYNC);
    run_id first = arrive(shape, 0, 0);
    ck_assert_uint_eq(arrive(shape, 0, 1), first); /* the same core: still open */
    expect("+0:1");
    ck_assert_uint_eq(arrive(shape, 1, 0), first);
    expect("!0:1 -0:1 room");
    ck_assert_uint_ne(arrive(shape, 1, 1), first); /* it came after the run had closed */
}
END_TEST

START_TEST(the_run_id_is_known_at_once) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, SYNC, RUN(9, 1));
    ck_assert_uint_eq(arrive(shape, 0, 0), RUN(0, 1)); /* neither satisfied nor issued */
}
END_TEST

START_TEST(different_dependencies_are_reported_with_both_pcs) {
    arrive(SHAPE(0, IMMEDIATE, WARPS, 2, SYNC, RUN(9, 1)), 0, 2);
    log_clear(&log_);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 2, SYNC, RUN(9, 2)), 1, 3);
    expect("?0@0:1");
    ck_assert_int_eq(log_.misuse.kind, SB_DEPENDENCIES_DIFFER);
    ck_assert(!log_.misuse.from_neutrino);
    ck_assert_uint_eq(log_.misuse.warp.core, 1);
    ck_assert_uint_eq(log_.misuse.warp.pc, 0x1118);
    ck_assert_uint_eq(log_.misuse.other_pc, 0x1010);
    /* The first arrival's stay in force, and the second arrival has counted. */
    scoreboard_signal(sb, arrive(SHAPE(9, SIGNAL, WARPS, 1, ASYNC), 0, 0));
    expect("+9:1 !9:1 >9:1() -9:1 !0:1 -0:1 w0.2 w1.3 room");
}
END_TEST

START_TEST(dependencies_are_compared_as_a_set) {
    arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC, RUN(9, 1), RUN(9, 2)), 0, 0);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC, RUN(9, 2), 0, RUN(9, 1)), 0, 1);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC, RUN(9, 1), RUN(9, 2), RUN(9, 1)), 0, 2);
    expect("+0:1");
    arrive(SHAPE(0, IMMEDIATE, WARPS, 4, ASYNC, RUN(9, 1)), 0, 3);
    expect("?0@0:1");
}
END_TEST

START_TEST(a_full_scoreboard_stalls_what_needs_a_new_run) {
    fill();
    log_clear(&log_);
    ck_assert(is_full_for(SHAPE(3, SIGNAL, WARPS, 1, ASYNC), 5));
    expect("");
    ck_assert_uint_eq(scoreboard_counter(sb, 3), 0);
    complete(RUN(0, 2), MUON_PART_WARPS, 1, 0, 0);
    expect("-0:2 room");
    ck_assert_uint_eq(arrive(SHAPE(3, SIGNAL, WARPS, 1, ASYNC), 0, 5), RUN(3, 1));
}
END_TEST

START_TEST(a_full_scoreboard_does_not_stall_what_joins) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, SYNC);
    arrive(shape, 0, 0);
    fill();
    log_clear(&log_);
    arrive(shape, 0, 1);
    expect("!0:1 -0:1 w0.0 w0.1 room");
}
END_TEST

START_TEST(what_retires_as_it_arrives_needs_no_entry) {
    run_id live = arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    fill();
    log_clear(&log_);
    arrive(SHAPE(130, IMMEDIATE, WARPS, 1, ASYNC), 0, 1);
    arrive(SHAPE(130, IMMEDIATE, THREADS, LANES, SYNC, RUN(130, 1)), 0, 1);
    expect("+130:1 !130:1 -130:1 room +130:2 !130:2 -130:2 w0.1 room");
    ck_assert_uint_eq(scoreboard_live(sb), ENTRIES);
    ck_assert(is_full_for(SHAPE(130, IMMEDIATE, WARPS, 2, ASYNC), 1));
    ck_assert(is_full_for(SHAPE(130, IMMEDIATE, THREADS, LANES + 1, ASYNC), 1));
    ck_assert(is_full_for(SHAPE(130, IMMEDIATE, WARPS, 1, ASYNC, live), 1));
    ck_assert(is_full_for(SHAPE(130, IMMEDIATE, WARPS, 1, ASYNC, RUN(130, 3)), 1));
    ck_assert(is_full_for(SHAPE(130, MANUAL, WARPS, 1, ASYNC), 1));
    ck_assert(is_full_for(SHAPE(5, IMMEDIATE, WARPS, 1, ASYNC), 1));
    ck_assert_uint_eq(scoreboard_counter(sb, 130), 2);
}
END_TEST

/* ---- issue ---- */

START_TEST(a_run_needs_its_participants_and_every_dependency) {
    run_id a = arrive(SHAPE(10, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    run_id b = arrive(SHAPE(11, MANUAL, WARPS, 1, ASYNC), 0, 0);
    run_id c = arrive(SHAPE(130, MANUAL, WARPS, 1, ASYNC), 0, 0);
    struct sb_invoke shape = SHAPE(12, SIGNAL, WARPS, 2, ASYNC, a, b, c);
    arrive(shape, 0, 0);
    log_clear(&log_);
    scoreboard_signal(sb, a);
    scoreboard_complete_all(sb, c);
    arrive(shape, 0, 1);
    expect("-10:1 room -130:1 room");
    scoreboard_complete_all(sb, b);
    expect("-11:1 !12:1 >12:1() room");
}
END_TEST

START_TEST(dependencies_first_and_participants_last) {
    run_id a = arrive(SHAPE(10, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, ASYNC, a);
    arrive(shape, 0, 0);
    scoreboard_signal(sb, a);
    log_clear(&log_);
    arrive(shape, 0, 1);
    expect("!0:1 -0:1 room");
}
END_TEST

START_TEST(no_dependency_is_satisfied) {
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC, 0, 0, 0), 0, 0);
    expect("+0:1 !0:1 -0:1 room");
}
END_TEST

START_TEST(a_run_that_has_retired_satisfies) {
    run_id a = arrive(SHAPE(10, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC, a), 0, 0);
    expect("+0:1 !0:1 -0:1 room");
}
END_TEST

START_TEST(a_run_that_has_not_been_created_is_waited_for) {
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, SYNC, RUN(140, 2)), 0, 0);
    arrive(SHAPE(140, IMMEDIATE, WARPS, 1, ASYNC), 0, 1);
    expect("+0:1 +140:1 !140:1 -140:1 room");
    arrive(SHAPE(140, IMMEDIATE, WARPS, 1, ASYNC), 0, 1);
    expect("+140:2 !140:2 -140:2 !0:1 -0:1 w0.0 room");
}
END_TEST

START_TEST(a_dependency_that_was_satisfied_stays_so) {
    struct sb_invoke shape = SHAPE(0, IMMEDIATE, WARPS, 2, ASYNC, RUN(141, 0x900000));
    arrive(shape, 0, 0); /* long ago: satisfied */
    log_clear(&log_);
    spin(141, 0x200000);
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(141, 0x900000))); /* now it is to come */
    arrive(shape, 0, 1);
    expect("!0:1 -0:1 room");
}
END_TEST

START_TEST(a_dependency_given_twice_is_one) {
    run_id a = arrive(SHAPE(10, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC, a, a, a), 0, 0);
    log_clear(&log_);
    scoreboard_signal(sb, a);
    expect("-10:1 !0:1 -0:1 room");
}
END_TEST

START_TEST(a_run_that_depends_on_itself_waits_forever) {
    arrive(SHAPE(131, IMMEDIATE, WARPS, 1, SYNC, RUN(131, 1)), 0, 0);
    expect("+131:1");
    ck_assert(!scoreboard_dependency_satisfied(sb, RUN(131, 1)));
}
END_TEST

START_TEST(of_several_ready_runs_the_oldest_is_issued_first) {
    run_id a = arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(20, SIGNAL, WARPS, 1, ASYNC, a), 0, 1);
    arrive(SHAPE(132, IMMEDIATE, WARPS, 1, ASYNC, a), 0, 2);
    arrive(SHAPE(21, SIGNAL, WARPS, 1, ASYNC, a), 0, 3);
    arrive(SHAPE(22, SIGNAL, WARPS, 1, ASYNC, RUN(132, 1)), 0, 4);
    log_clear(&log_);
    scoreboard_complete_all(sb, a);
    expect("-0:1 !20:1 >20:1() !132:1 -132:1 !21:1 >21:1() !22:1 >22:1() room");
}
END_TEST

START_TEST(what_becomes_ready_goes_before_what_is_younger) {
    run_id a = arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(20, SIGNAL, WARPS, 1, ASYNC, RUN(133, 1)), 0, 1); /* oldest, ready last */
    arrive(SHAPE(133, IMMEDIATE, WARPS, 1, ASYNC, a), 0, 2);
    arrive(SHAPE(21, SIGNAL, WARPS, 1, ASYNC, a), 0, 3);
    log_clear(&log_);
    scoreboard_complete_all(sb, a);
    expect("-0:1 !133:1 -133:1 !20:1 >20:1() !21:1 >21:1() room");
}
END_TEST

START_TEST(nothing_waits_for_an_older_run_that_it_does_not_depend_on) {
    arrive(SHAPE(20, SIGNAL, WARPS, 1, ASYNC, RUN(9, 1)), 0, 0);
    arrive(SHAPE(20, SIGNAL, WARPS, 2, ASYNC), 0, 0);
    log_clear(&log_);
    arrive(SHAPE(20, SIGNAL, WARPS, 1, ASYNC), 0, 1);
    expect("+20:3 !20:3 >20:3()");
}
END_TEST

START_TEST(issuing_a_dummy_dispatches_nothing) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(128, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(255, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+0:1 !0:1 +128:1 !128:1 +255:1 !255:1 -255:1 room");
}
END_TEST

START_TEST(tasks_1_to_127_are_dispatched) {
    arrive(SHAPE(1, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(127, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    expect("+1:1 !1:1 >1:1() +127:1 !127:1 >127:1()");
}
END_TEST

START_TEST(a_long_chain_retires_in_one_go) {
    run_id last = arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    for (unsigned i = 1; i < ENTRIES; i++)
        last = arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC, last), 0, 0);
    log_clear(&log_);
    scoreboard_complete_all(sb, RUN(0, 1));
    expect("-0:1 !0:2 -0:2 !0:3 -0:3 !0:4 -0:4 !0:5 -0:5 !0:6 -0:6 !0:7 -0:7 !0:8 -0:8 room");
    ck_assert_uint_eq(scoreboard_live(sb), 0);
}
END_TEST

/* ---- retire ---- */

START_TEST(immediate_retires_at_issue_and_still_dispatches) {
    arrive(SHAPE(5, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+5:1 !5:1 >5:1() -5:1 room");
    scoreboard_signal(sb, RUN(5, 1)); /* its function returns: nothing more happens */
    expect("");
}
END_TEST

START_TEST(signal_retires_when_signalled) {
    arrive(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    scoreboard_signal(sb, RUN(5, 1));
    expect("-5:1 room");
}
END_TEST

START_TEST(a_dummy_can_be_signalled_too) {
    arrive(SHAPE(128, SIGNAL, WARPS, 1, SYNC), 0, 0);
    log_clear(&log_);
    scoreboard_signal(sb, RUN(128, 1));
    expect("-128:1 w0.0 room");
}
END_TEST

START_TEST(manual_retires_when_n_participants_have_completed) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_WARPS, 3, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 3, 0, 1);
    expect("");
    complete(RUN(0, 1), MUON_PART_WARPS, 3, 1, 0);
    expect("-0:1 room");
}
END_TEST

START_TEST(a_warp_completes_once) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 0);
    expect("");
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 1);
    expect("-0:1 room");
}
END_TEST

START_TEST(completion_counts_threads) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_THREADS, LANES + 1, 0, 0);
    expect("");
    complete(RUN(0, 1), MUON_PART_THREADS, LANES + 1, 0, 0); /* the other side of a branch */
    expect("-0:1 room");
}
END_TEST

START_TEST(completion_counts_cores) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_CORES, 2, 0, 0);
    complete(RUN(0, 1), MUON_PART_CORES, 2, 0, 1);
    expect("");
    complete(RUN(0, 1), MUON_PART_CORES, 2, 1, 0);
    expect("-0:1 room");
}
END_TEST

START_TEST(the_participation_of_completion_is_its_own) {
    arrive(SHAPE(0, MANUAL, CORES, 1, ASYNC), 0, 0);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 3, 3);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 3, 4);
    expect("-0:1 room");
}
END_TEST

START_TEST(the_neutrino_completes_for_all) {
    arrive(SHAPE(5, MANUAL, WARPS, 1, ASYNC), 0, 0);
    complete(RUN(5, 1), MUON_PART_WARPS, 2, 0, 0);
    log_clear(&log_);
    scoreboard_complete_all(sb, RUN(5, 1));
    expect("-5:1 room");
}
END_TEST

START_TEST(a_complete_before_issue_takes_effect_at_issue) {
    struct sb_invoke shape = SHAPE(0, MANUAL, WARPS, 2, SYNC);
    arrive(shape, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 1, 0, 3);
    expect("+0:1");
    arrive(shape, 0, 1);
    expect("!0:1 w0.0 w0.1 -0:1 room");
}
END_TEST

START_TEST(the_neutrino_completes_before_issue_too) {
    arrive(SHAPE(5, MANUAL, WARPS, 1, ASYNC, RUN(9, 1)), 0, 0);
    scoreboard_complete_all(sb, RUN(5, 1));
    expect("+5:1");
    arrive(SHAPE(9, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+9:1 !9:1 >9:1() -9:1 !5:1 >5:1() -5:1 room");
}
END_TEST

START_TEST(half_of_a_completion_before_issue_half_after) {
    struct sb_invoke shape = SHAPE(0, MANUAL, WARPS, 2, ASYNC);
    arrive(shape, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 0);
    arrive(shape, 0, 1);
    expect("+0:1 !0:1");
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 1);
    expect("-0:1 room");
}
END_TEST

START_TEST(the_return_of_a_manual_runs_function_does_not_retire_it) {
    arrive(SHAPE(5, MANUAL, WARPS, 1, ASYNC), 0, 0);
    log_clear(&log_);
    scoreboard_signal(sb, RUN(5, 1));
    expect("");
    scoreboard_complete_all(sb, RUN(5, 1));
    expect("-5:1 room");
    scoreboard_signal(sb, RUN(5, 1)); /* the function may complete itself and then return */
    expect("");
}
END_TEST

/* ---- misuse ---- */

static void expect_misuse(enum sb_misuse_kind kind, run_id run, bool from_neutrino) {
    ck_assert_uint_eq(log_.misuses[kind], 1);
    ck_assert_int_eq(log_.misuse.kind, kind);
    ck_assert_uint_eq(log_.misuse.run, run);
    ck_assert_int_eq(log_.misuse.from_neutrino, from_neutrino);
    log_clear(&log_);
}

START_TEST(completing_a_run_that_is_not_live_is_reported) {
    complete(RUN(0, 1), MUON_PART_WARPS, 1, 1, 2);
    expect_misuse(SB_COMPLETE_NOT_LIVE, RUN(0, 1), false);
    ck_assert_uint_eq(log_.misuse.warp.core, 1);
    ck_assert_uint_eq(log_.misuse.warp.warp, 2);
    ck_assert_uint_eq(log_.misuse.warp.pc, 0x1110);
}
END_TEST

START_TEST(completing_twice_is_reported) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 1, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 1, 0, 1);
    expect_misuse(SB_COMPLETE_NOT_LIVE, RUN(0, 1), false);
}
END_TEST

START_TEST(the_neutrino_completing_what_is_not_live_is_reported) {
    scoreboard_complete_all(sb, 0);
    expect_misuse(SB_COMPLETE_NOT_LIVE, 0, true);
}
END_TEST

START_TEST(completing_a_run_that_is_not_manual_is_reported) {
    arrive(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    complete(RUN(5, 1), MUON_PART_WARPS, 1, 0, 0);
    expect_misuse(SB_COMPLETE_NOT_MANUAL, RUN(5, 1), false);
    scoreboard_signal(sb, RUN(5, 1)); /* it has remained as it was */
    expect("-5:1 room");
}
END_TEST

START_TEST(completing_with_another_participation_is_reported_and_does_not_count) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 0);
    complete(RUN(0, 1), MUON_PART_WARPS, 1, 0, 1);
    expect_misuse(SB_COMPLETE_DIFFERS, RUN(0, 1), false);
    ck_assert_uint_eq(log_.misuse.other_pc, 0x1000);
    complete(RUN(0, 1), MUON_PART_CORES, 2, 0, 1);
    log_clear(&log_);
    complete(RUN(0, 1), MUON_PART_WARPS, 2, 0, 1);
    expect("-0:1 room");
}
END_TEST

START_TEST(signalling_a_run_that_was_never_created_is_reported) {
    scoreboard_signal(sb, RUN(5, 1));
    expect_misuse(SB_SIGNAL_NOT_LIVE, RUN(5, 1), true);
}
END_TEST

START_TEST(signalling_twice_is_reported) {
    arrive(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    scoreboard_signal(sb, RUN(5, 1));
    scoreboard_signal(sb, RUN(5, 1));
    expect_misuse(SB_SIGNAL_NOT_LIVE, RUN(5, 1), true);
}
END_TEST

START_TEST(signalling_before_issue_is_reported) {
    arrive(SHAPE(5, SIGNAL, WARPS, 2, ASYNC), 0, 0);
    scoreboard_signal(sb, RUN(5, 1));
    expect_misuse(SB_SIGNAL_NOT_LIVE, RUN(5, 1), true);
    arrive(SHAPE(5, SIGNAL, WARPS, 2, ASYNC), 0, 1);
    expect("!5:1 >5:1()");
}
END_TEST

/* ---- stalls ---- */

START_TEST(async_never_wakes) {
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    scoreboard_complete_all(sb, RUN(0, 2));
    expect("+0:1 !0:1 -0:1 room +0:2 !0:2 -0:2 room");
}
END_TEST

START_TEST(sync_immediate_stalls_until_retired) {
    struct sb_invoke barrier = SHAPE(0, IMMEDIATE, WARPS, 3, SYNC);
    arrive(barrier, 1, 4);
    arrive(barrier, 0, 15);
    expect("+0:1");
    arrive(barrier, 0, 2);
    expect("!0:1 -0:1 w0.2 w0.15 w1.4 room");
}
END_TEST

START_TEST(sync_signal_stalls_until_retired) {
    arrive(SHAPE(5, SIGNAL, WARPS, 1, SYNC), 0, 3);
    expect("+5:1 !5:1 >5:1()");
    scoreboard_signal(sb, RUN(5, 1));
    expect("-5:1 w0.3 room");
}
END_TEST

START_TEST(sync_manual_stalls_until_issued) {
    arrive(SHAPE(0, MANUAL, WARPS, 1, SYNC, RUN(9, 1)), 0, 3);
    expect("+0:1");
    arrive(SHAPE(9, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+9:1 !9:1 >9:1() -9:1 !0:1 w0.3 room");
    scoreboard_complete_all(sb, RUN(0, 1));
    expect("-0:1 room"); /* not woken a second time */
}
END_TEST

/* ---- payload ---- */

static run_id arrive_with(struct sb_invoke shape, unsigned warp, const uint32_t *payload,
                          unsigned words) {
    struct sb_warp who = warp_at(0, warp);
    run_id run = 0;
    ck_assert_int_ne(scoreboard_invoke(sb, &shape, &who, payload, words, &run), SB_FULL);
    return run;
}

START_TEST(the_payload_is_captured) {
    uint32_t payload[] = {7, 8, 9};
    arrive_with(SHAPE(5, SIGNAL, WARPS, 1, ASYNC, RUN(9, 1)), 0, payload, 3);
    payload[0] = 99; /* a copy */
    arrive(SHAPE(9, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+5:1 +9:1 !9:1 >9:1() -9:1 !5:1 >5:1(7,8,9) room");
}
END_TEST

START_TEST(the_last_arrivals_payload_wins) {
    struct sb_invoke shape = SHAPE(5, SIGNAL, WARPS, 3, ASYNC);
    arrive_with(shape, 0, (uint32_t[]){1, 2, 3}, 3);
    arrive_with(shape, 1, (uint32_t[]){4, 5, 6}, 3);
    arrive_with(shape, 2, (uint32_t[]){7}, 1);
    expect("+5:1 !5:1 >5:1(7)");
}
END_TEST

START_TEST(an_empty_payload_does_not_replace_one_that_was_written) {
    struct sb_invoke shape = SHAPE(5, SIGNAL, WARPS, 3, ASYNC);
    arrive_with(shape, 0, NULL, 0);
    arrive_with(shape, 1, (uint32_t[]){1, 2, 3}, 3);
    arrive_with(shape, 2, NULL, 0);
    expect("+5:1 !5:1 >5:1(1,2,3)");
}
END_TEST

START_TEST(a_payload_of_768_bytes) {
    uint32_t payload[NEUTRINO_PAYLOAD_BYTES / 4];
    char text[1024] = "+5:1 !5:1 >5:1(0";
    payload[0] = 0;
    for (unsigned i = 1; i < NEUTRINO_PAYLOAD_BYTES / 4; i++) {
        payload[i] = i;
        sprintf(text + strlen(text), ",%u", i);
    }
    arrive_with(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, payload, NEUTRINO_PAYLOAD_BYTES / 4);
    expect(strcat(text, ")"));
}
END_TEST

START_TEST(a_payload_does_not_stay_for_the_next_run) {
    arrive_with(SHAPE(5, IMMEDIATE, WARPS, 1, ASYNC), 0, (uint32_t[]){1, 2}, 2);
    log_clear(&log_);
    arrive_with(SHAPE(5, IMMEDIATE, WARPS, 1, ASYNC), 0, NULL, 0); /* the same entry again */
    expect("+5:2 !5:2 >5:2() -5:2 room");
}
END_TEST

/* ---- idioms of the programming model ---- */

START_TEST(producer_and_consumer) {
    run_id stage = arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, SYNC, stage), 0, 1);
    log_clear(&log_);
    complete(stage, MUON_PART_WARPS, 1, 0, 0);
    expect("-0:1 !0:2 -0:2 w0.1 room");
}
END_TEST

START_TEST(barriers_in_a_loop_do_not_mix) {
    struct sb_invoke barrier = SHAPE(0, IMMEDIATE, WARPS, 2, SYNC);
    for (unsigned i = 0; i < 100; i++) {
        run_id run = arrive(barrier, 0, i % 2);
        log_clear(&log_);
        ck_assert_uint_eq(arrive(barrier, 0, !(i % 2)), run);
        char text[64];
        sprintf(text, "!0:%u -0:%u w0.0 w0.1 room", i + 1, i + 1);
        expect(text);
    }
}
END_TEST

/* ---- views ---- */

START_TEST(views_show_the_live_runs_oldest_first) {
    arrive(SHAPE(5, SIGNAL, WARPS, 4, SYNC, RUN(9, 1)), 0, 1);
    arrive(SHAPE(5, SIGNAL, WARPS, 4, SYNC, RUN(9, 1)), 1, 1);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    arrive(SHAPE(0, MANUAL, WARPS, 1, ASYNC), 0, 0);
    complete(RUN(0, 2), MUON_PART_CORES, 2, 0, 0);
    struct sb_entry_view view;
    ck_assert(scoreboard_view(sb, 0, &view));
    ck_assert_uint_eq(view.run, RUN(5, 1));
    ck_assert_uint_eq(view.pc, 0x1008);
    ck_assert_uint_eq(view.arrived, 2);
    ck_assert_uint_eq(view.invoke.n, 4);
    ck_assert_uint_eq(view.invoke.deps[0], RUN(9, 1));
    ck_assert(!view.issued);
    ck_assert(scoreboard_view(sb, 1, &view));
    ck_assert_uint_eq(view.run, RUN(0, 2));
    ck_assert_uint_eq(view.completed, 1);
    ck_assert_uint_eq(view.complete_n, 2);
    ck_assert_uint_eq(view.complete_part, MUON_PART_CORES);
    ck_assert(view.issued);
    ck_assert(!scoreboard_view(sb, 2, &view));
}
END_TEST

START_TEST(one_entry_is_enough_to_run) {
    scoreboard_free(sb);
    struct sb_callbacks callbacks = log_callbacks(&log_);
    sb = scoreboard_create(1, &callbacks);
    run_id a = arrive(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0, 0);
    ck_assert(is_full_for(SHAPE(5, SIGNAL, WARPS, 1, ASYNC), 0));
    scoreboard_signal(sb, a);
    arrive(SHAPE(0, IMMEDIATE, WARPS, 1, ASYNC), 0, 0);
    expect("+5:1 !5:1 >5:1() -5:1 room +0:1 !0:1 -0:1 room");
}
END_TEST

SUITE_WITH_LONG(
    "scoreboard", setup, teardown, 2, counters_wrap, the_anonymous_counter_skips_0,
    run_id_is_task_id_and_counter, each_task_has_a_counter_whose_first_run_is_1,
    later_is_by_serial_number, an_arrival_opens_a_run_if_there_is_none_to_join,
    an_arrival_joins_the_oldest_open_run, a_warp_arrives_once_at_a_run,
    the_nth_arrivals_meet_in_the_nth_run, only_runs_with_the_same_static_fields_are_joined,
    only_runs_of_the_same_task_are_joined, a_closed_run_is_not_joined,
    threads_counts_active_threads, threads_may_be_exceeded_by_a_warps_lanes,
    single_thread_is_satisfied_by_one_warp, warps_counts_warps_of_all_cores, warps_64_is_the_most,
    cores_counts_cores_with_an_arrived_warp, the_run_id_is_known_at_once,
    different_dependencies_are_reported_with_both_pcs, dependencies_are_compared_as_a_set,
    a_full_scoreboard_stalls_what_needs_a_new_run, a_full_scoreboard_does_not_stall_what_joins,
    what_retires_as_it_arrives_needs_no_entry, a_run_needs_its_participants_and_every_dependency,
    dependencies_first_and_participants_last, no_dependency_is_satisfied,
    a_run_that_has_retired_satisfies, a_run_that_has_not_been_created_is_waited_for,
    a_dependency_that_was_satisfied_stays_so, a_dependency_given_twice_is_one,
    a_run_that_depends_on_itself_waits_forever, of_several_ready_runs_the_oldest_is_issued_first,
    what_becomes_ready_goes_before_what_is_younger,
    nothing_waits_for_an_older_run_that_it_does_not_depend_on, issuing_a_dummy_dispatches_nothing,
    tasks_1_to_127_are_dispatched, a_long_chain_retires_in_one_go,
    immediate_retires_at_issue_and_still_dispatches, signal_retires_when_signalled,
    a_dummy_can_be_signalled_too, manual_retires_when_n_participants_have_completed,
    a_warp_completes_once, completion_counts_threads, completion_counts_cores,
    the_participation_of_completion_is_its_own, the_neutrino_completes_for_all,
    a_complete_before_issue_takes_effect_at_issue, the_neutrino_completes_before_issue_too,
    half_of_a_completion_before_issue_half_after,
    the_return_of_a_manual_runs_function_does_not_retire_it,
    completing_a_run_that_is_not_live_is_reported, completing_twice_is_reported,
    the_neutrino_completing_what_is_not_live_is_reported,
    completing_a_run_that_is_not_manual_is_reported,
    completing_with_another_participation_is_reported_and_does_not_count,
    signalling_a_run_that_was_never_created_is_reported, signalling_twice_is_reported,
    signalling_before_issue_is_reported, async_never_wakes, sync_immediate_stalls_until_retired,
    sync_signal_stalls_until_retired, sync_manual_stalls_until_issued, the_payload_is_captured,
    the_last_arrivals_payload_wins, an_empty_payload_does_not_replace_one_that_was_written,
    a_payload_of_768_bytes, a_payload_does_not_stay_for_the_next_run, producer_and_consumer,
    barriers_in_a_loop_do_not_mix, views_show_the_live_runs_oldest_first,
    one_entry_is_enough_to_run)
