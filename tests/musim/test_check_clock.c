/* What the checker of races knows of time: clocks, and what runs order. */
#include "musim/check/clock.h"
#include "musim/check/runs.h"
#include "tests/suite.h"

/* ---- clocks ---- */

START_TEST(a_clock_knows_nothing_of_whom_it_has_not_heard) {
    struct clock clock = {0};
    ck_assert_uint_eq(clock_of(&clock, 0), 0);
    clock_set(&clock, 7, 3);
    ck_assert_uint_eq(clock_of(&clock, 7), 3);
    ck_assert_uint_eq(clock_of(&clock, 6), 0);
    ck_assert_uint_eq(clock_of(&clock, 8), 0);
    clock_free(&clock);
}
END_TEST

START_TEST(joining_takes_the_later_of_each) {
    struct clock to = {0}, from = {0};
    clock_set(&to, 5, 9);
    clock_set(&to, 6, 1);
    clock_set(&from, 6, 4);
    clock_set(&from, 5, 2);
    clock_join(&to, &from);
    ck_assert_uint_eq(clock_of(&to, 5), 9);
    ck_assert_uint_eq(clock_of(&to, 6), 4);
    clock_free(&to);
    clock_free(&from);
}
END_TEST

START_TEST(spans_grow_to_both_sides) {
    struct clock clock = {0}, far = {0};
    clock_set(&clock, 100, 1);
    clock_set(&clock, 98, 2);
    clock_set(&clock, 103, 3);
    clock_set(&far, 10, 4);
    clock_set(&far, 200, 5);
    clock_join(&clock, &far);
    ck_assert_uint_eq(clock.first, 10);
    ck_assert_uint_eq(clock.count, 191);
    static const struct {
        unsigned party, value;
    } expected[] = {{10, 4}, {98, 2}, {99, 0}, {100, 1}, {101, 0}, {103, 3}, {200, 5}, {201, 0}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_uint_eq(clock_of(&clock, expected[i].party), expected[i].value);
    clock_free(&clock);
    clock_free(&far);
}
END_TEST

START_TEST(a_copy_forgets_what_was_there) {
    struct clock to = {0}, from = {0};
    clock_set(&to, 1, 9);
    clock_set(&to, 4, 9);
    clock_set(&from, 3, 2);
    clock_copy(&to, &from);
    ck_assert_uint_eq(clock_of(&to, 1), 0);
    ck_assert_uint_eq(clock_of(&to, 3), 2);
    ck_assert_uint_eq(clock_of(&to, 4), 0);
    clock_clear(&to);
    clock_set(&to, 4, 1);
    ck_assert_uint_eq(clock_of(&to, 3), 0);
    clock_free(&to);
    clock_free(&from);
}
END_TEST

/* ---- runs ---- */

enum { STAGE = 130 };
#define RUN(task, i) ((uint32_t)(task) << 24 | ((i) & 0xffffff))

static struct runs *runs;

static void setup(void) {
    runs = runs_create();
}

static void teardown(void) {
    runs_free(runs);
}

static void create(uint32_t run, uint32_t d0, uint32_t d1, uint32_t d2) {
    const uint32_t dependencies[3] = {d0, d1, d2};
    runs_created(runs, run, dependencies);
}

/* Party arrives with a clock of its own at this value. */
static void arrive(uint32_t run, unsigned party, uint32_t value) {
    struct clock clock = {0};
    clock_set(&clock, party, value);
    runs_arrive(runs, run, &clock);
    clock_free(&clock);
}

static void finish(uint32_t run, unsigned party, uint32_t value) {
    struct clock clock = {0};
    clock_set(&clock, party, value);
    runs_finish(runs, run, &clock);
    clock_free(&clock);
}

/* A run that is over at once, of one party. */
static void pass(uint32_t run, unsigned party, uint32_t value) {
    create(run, 0, 0, 0);
    arrive(run, party, value);
    ck_assert_ptr_nonnull(runs_retired(runs, run));
}

START_TEST(issue_is_behind_arrivals_and_retirement_behind_completion) {
    create(RUN(1, 1), 0, 0, 0);
    arrive(RUN(1, 1), 0, 5);
    finish(RUN(1, 1), 2, 7); /* before issue: it orders the retirement only */
    arrive(RUN(1, 1), 1, 6);
    const struct clock *issue = runs_issued(runs, RUN(1, 1));
    ck_assert_uint_eq(clock_of(issue, 0), 5);
    ck_assert_uint_eq(clock_of(issue, 1), 6);
    ck_assert_uint_eq(clock_of(issue, 2), 0);
    const struct clock *retired = runs_retired(runs, RUN(1, 1));
    ck_assert_uint_eq(clock_of(retired, 1), 6);
    ck_assert_uint_eq(clock_of(retired, 2), 7);
    ck_assert_ptr_null(runs_issued(runs, RUN(1, 1)));
    ck_assert_ptr_null(runs_retired(runs, RUN(1, 1)));
}
END_TEST

START_TEST(dependencies_order_whether_they_are_over_live_or_to_come) {
    pass(RUN(STAGE, 1), 0, 3);
    create(RUN(STAGE, 2), 0, 0, 0);
    arrive(RUN(STAGE, 2), 1, 4);
    create(RUN(0, 1), RUN(STAGE, 1), RUN(STAGE, 2), RUN(STAGE, 3));
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 0), 3);
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 1), 0);
    runs_retired(runs, RUN(STAGE, 2));
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 1), 4);
    pass(RUN(STAGE, 3), 2, 9);
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 2), 9);
}
END_TEST

START_TEST(ids_before_the_first_run_order_nothing) {
    pass(RUN(STAGE, 1), 0, 3);
    create(RUN(0, 1), RUN(STAGE, 0), RUN(STAGE, -2), RUN(STAGE + 1, 0));
    arrive(RUN(0, 1), 5, 1);
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 0), 0);
}
END_TEST

START_TEST(each_of_the_last_runs_is_remembered_by_itself) {
    for (uint32_t i = 1; i <= RUNS_REMEMBERED; i++)
        pass(RUN(STAGE, i), i, 1);
    create(RUN(0, 1), RUN(STAGE, 1), RUN(STAGE, 77), RUN(STAGE, RUNS_REMEMBERED));
    const struct clock *issue = runs_issued(runs, RUN(0, 1));
    for (uint32_t i = 1; i <= RUNS_REMEMBERED; i++)
        ck_assert_uint_eq(clock_of(issue, i), i == 1 || i == 77 || i == RUNS_REMEMBERED);
}
END_TEST

START_TEST(older_runs_are_remembered_as_one) {
    for (uint32_t i = 1; i <= RUNS_REMEMBERED + 3; i++)
        pass(RUN(STAGE, i), i, 1);
    create(RUN(0, 1), RUN(STAGE, 2), 0, 0);
    const struct clock *issue = runs_issued(runs, RUN(0, 1));
    for (uint32_t i = 1; i <= RUNS_REMEMBERED + 3; i++)
        ck_assert_uint_eq(clock_of(issue, i), i <= 3);
}
END_TEST

START_TEST(a_run_that_lives_long_is_not_lost) {
    create(RUN(STAGE, 1), 0, 0, 0);
    arrive(RUN(STAGE, 1), 1, 8);
    for (uint32_t i = 2; i <= 2 * RUNS_REMEMBERED; i++)
        pass(RUN(STAGE, i), 2, i);
    create(RUN(0, 1), RUN(STAGE, 1), 0, 0);
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 1), 0);
    runs_retired(runs, RUN(STAGE, 1));
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 1)), 1), 8);
    create(RUN(0, 2), RUN(STAGE, 1), 0, 0);
    ck_assert_uint_eq(clock_of(runs_issued(runs, RUN(0, 2)), 1), 8);
}
END_TEST

START_TEST(counters_wrap) {
    for (uint32_t i = 0xfffffe; i <= 0x1000002; i++)
        pass(RUN(STAGE, i), i & 0xff, 1);
    create(RUN(0, 1), RUN(STAGE, 0xffffff), RUN(STAGE, 1), RUN(STAGE, 0xfffff0));
    const struct clock *issue = runs_issued(runs, RUN(0, 1));
    ck_assert_uint_eq(clock_of(issue, 0xff), 1);
    ck_assert_uint_eq(clock_of(issue, 1), 1);
    ck_assert_uint_eq(clock_of(issue, 0), 0);
    ck_assert_uint_eq(clock_of(issue, 0xfe), 0);
}
END_TEST

SUITE("check_clock", setup, teardown, a_clock_knows_nothing_of_whom_it_has_not_heard,
      joining_takes_the_later_of_each, spans_grow_to_both_sides, a_copy_forgets_what_was_there,
      issue_is_behind_arrivals_and_retirement_behind_completion,
      dependencies_order_whether_they_are_over_live_or_to_come,
      ids_before_the_first_run_order_nothing, each_of_the_last_runs_is_remembered_by_itself,
      older_runs_are_remembered_as_one, a_run_that_lives_long_is_not_lost, counters_wrap)
