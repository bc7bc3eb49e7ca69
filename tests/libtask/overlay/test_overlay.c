/* The overlay runtime on the host: random graphs, on as many slots as there may be and as few, and
 * what is said of those that cannot run. Also run under ThreadSanitizer. */
#include "libtask/overlay/graph.h"
#include "random_graph.h"
#include "tests/suite.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What the runtime reports, instead of the host's. */
static char report[1 << 16];
static size_t report_length;

void overlay_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof report - report_length;
    int length = vsnprintf(report + report_length, room, format, arguments);
    va_end(arguments);
    report_length += (size_t)length < room ? (size_t)length : room - 1;
}

static void forget_report(void) {
    report[report_length = 0] = 0;
}

void graph_delay(unsigned amount) {
    if (amount > 150)
        nanosleep(&(struct timespec){.tv_nsec = amount * 10}, NULL);
    for (volatile unsigned i = 0; i < amount; i++)
        ;
}

/* OVERLAY_GRAPHS=20: so many times as many. */
static void run_graphs(uint32_t slots, uint32_t first, uint32_t count) {
    static struct graph graph;
    const char *times = getenv("OVERLAY_GRAPHS");
    count *= times ? (uint32_t)atoi(times) : 1;
    for (uint32_t seed = first; seed < first + count; seed++) {
        graph_make(&graph, seed, slots);
        for (int again = 0; again < 2; again++) {
            forget_report();
            graph_ready(&graph);
            const char *wrong = graph_run(&graph);
            ck_assert_msg(!wrong, "seed %u, %u slots: %s\n%s", seed, slots, wrong, report);
            bool is_fine = !graph.outcome.failed && !graph.outcome.blocked;
            ck_assert_msg(is_fine == !report_length, "seed %u: %s", seed, report);
        }
    }
}

START_TEST(random_graphs_in_one_slot) {
    run_graphs(1, 1000, 80);
}
END_TEST

START_TEST(random_graphs_in_two_slots) {
    run_graphs(2, 200000, 80);
}
END_TEST

START_TEST(random_graphs_in_16_slots) {
    run_graphs(16, 400000, 150);
}
END_TEST

START_TEST(random_graphs_in_64_slots) {
    run_graphs(64, 600000, 150);
}
END_TEST

/* ---- reports ---- */

/* A(i, 0, 0) and B(i, 0, 0), numbered 2i and 2i + 1, with up to two parents. */
#define TASK(number, in_queue, ...)                                                                \
    [number] = {.kind = (number) % 2, .at = {(number) / 2}, .queue = (in_queue), __VA_ARGS__}
#define PARENTS(count, ...) .parents = (count), .parent = {__VA_ARGS__}

static void expect(struct graph *graph, const char *text) {
    forget_report();
    graph_work_out(graph);
    graph_ready(graph);
    const char *wrong = graph_run(graph);
    ck_assert_msg(!wrong, "%s", wrong);
    ck_assert_str_eq(report, text);
}

START_TEST(a_cycle_is_named) {
    struct graph graph = {
        .slots = 16,
        .count = 3,
        .task = {TASK(0, 0, PARENTS(2, 1, 2)), TASK(1, 1, PARENTS(1, 0)), TASK(2, 2)}};
    expect(&graph, "overlay graph: error: no task can run: 1 ran, 2 wait\n"
                   "graph:1:1: note: A(0, 0, 0) lacks B(0, 0, 0), which waits, too\n"
                   "overlay graph: note: B(0, 0, 0) lacks A(0, 0, 0), which waits, too\n"
                   "digraph \"graph\" {\n"
                   "    \"A(0, 0, 0)\";\n"
                   "    \"B(0, 0, 0)\" -> \"A(0, 0, 0)\";\n"
                   "    \"B(0, 0, 0)\";\n"
                   "    \"A(0, 0, 0)\" -> \"B(0, 0, 0)\";\n"
                   "}\n");
}
END_TEST

START_TEST(a_parent_behind_its_child_in_the_queue_is_named) {
    struct graph graph = {.slots = 16, .count = 2, .task = {TASK(0, 3, PARENTS(1, 1)), TASK(1, 3)}};
    expect(&graph, "overlay graph: error: no task can run: 0 ran, 2 wait\n"
                   "graph:1:1: note: A(0, 0, 0) lacks B(0, 0, 0), which is behind it in queue 3\n"
                   "overlay graph: note: B(0, 0, 0) is behind A(0, 0, 0) in queue 3\n"
                   "digraph \"graph\" {\n"
                   "    \"A(0, 0, 0)\";\n"
                   "    \"B(0, 0, 0)\" -> \"A(0, 0, 0)\";\n"
                   "    \"A(0, 0, 0)\" -> \"B(0, 0, 0)\" [style=dashed];\n"
                   "    \"B(0, 0, 0)\";\n"
                   "}\n");
}
END_TEST

START_TEST(a_task_that_waits_for_itself_is_named) {
    struct graph graph = {.slots = 1, .count = 1, .task = {TASK(0, 0, PARENTS(1, 0))}};
    expect(&graph, "overlay graph: error: no task can run: 0 ran, 1 waits, and the only slot is "
                   "taken\n"
                   "graph:1:1: note: A(0, 0, 0) lacks itself\n"
                   "digraph \"graph\" {\n"
                   "    \"A(0, 0, 0)\";\n"
                   "    \"A(0, 0, 0)\" -> \"A(0, 0, 0)\" [style=dotted];\n"
                   "}\n");
}
END_TEST

START_TEST(a_parent_for_which_there_is_no_slot_is_named) {
    struct graph graph = {.slots = 2,
                          .count = 4,
                          .task = {TASK(0, 0), TASK(1, 0, PARENTS(2, 3, 4)),
                                   TASK(2, 0, PARENTS(1, 3)), TASK(3, 1), TASK(4, 1)}};
    expect(
        &graph,
        "overlay graph: error: no task can run: 1 ran, 2 wait, and all 2 slots are taken\n"
        "overlay graph: note: B(0, 0, 0) lacks B(1, 0, 0), which has not been enqueued; "
        "A(2, 0, 0), which has not been enqueued\n"
        "graph:1:1: note: A(1, 0, 0) lacks B(1, 0, 0), which has not been enqueued; it is behind "
        "B(0, 0, 0) in queue 0\n"
        "digraph \"graph\" {\n"
        "    \"B(0, 0, 0)\";\n"
        "    \"B(1, 0, 0)\" -> \"B(0, 0, 0)\" [style=dotted];\n"
        "    \"A(2, 0, 0)\" -> \"B(0, 0, 0)\" [style=dotted];\n"
        "    \"B(0, 0, 0)\" -> \"A(1, 0, 0)\" [style=dashed];\n"
        "    \"A(1, 0, 0)\";\n"
        "    \"B(1, 0, 0)\" -> \"A(1, 0, 0)\" [style=dotted];\n"
        "}\n");
}
END_TEST

START_TEST(what_has_come_is_not_said_to_be_missing) {
    struct graph graph = {
        .slots = 16,
        .count = 3,
        .task = {TASK(0, 0, PARENTS(2, 2, 4)), TASK(1, 1), TASK(2, 1), TASK(3, 0), TASK(4, 0)}};
    expect(&graph, "overlay graph: error: no task can run: 2 ran, 1 waits\n"
                   "graph:1:1: note: A(0, 0, 0) lacks A(2, 0, 0), which has not been enqueued\n"
                   "digraph \"graph\" {\n"
                   "    \"A(0, 0, 0)\";\n"
                   "    \"A(2, 0, 0)\" -> \"A(0, 0, 0)\" [style=dotted];\n"
                   "}\n");
}
END_TEST

START_TEST(failed_tasks_and_those_that_depend_on_them_are_named) {
    struct graph graph = {.slots = 1, /* so that they fail in this order */
                          .count = 6,
                          .task = {TASK(0, 0), TASK(1, 1, .result = 7),
                                   TASK(2, 0, .is_error = true), TASK(3, 0, PARENTS(2, 1, 2)),
                                   TASK(4, 1, PARENTS(1, 3)), TASK(5, 1, PARENTS(1, 0))}};
    expect(&graph, "overlay graph: error: no task can run: 2 ran, 2 failed, 2 were cancelled\n"
                   "overlay graph: error: B(0, 0, 0) failed: b returned 7\n"
                   "graph:1:1: error: A(1, 0, 0) failed: an argument is wrong: 2\n"
                   "overlay graph: note: B(1, 0, 0) lacks B(0, 0, 0), which failed\n"
                   "graph:1:1: note: A(2, 0, 0) lacks B(1, 0, 0), which was cancelled\n"
                   "digraph \"graph\" {\n"
                   "    \"B(0, 0, 0)\" [color=red];\n"
                   "    \"A(1, 0, 0)\" [color=red];\n"
                   "    \"B(1, 0, 0)\" [color=gray];\n"
                   "    \"B(0, 0, 0)\" -> \"B(1, 0, 0)\";\n"
                   "    \"A(2, 0, 0)\" [color=gray];\n"
                   "    \"B(1, 0, 0)\" -> \"A(2, 0, 0)\";\n"
                   "}\n");
}
END_TEST

START_TEST(a_queue_without_a_kernel_is_an_error) {
    struct graph graph = {.slots = 16, .count = 1, .task = {TASK(0, 5, .is_error = true)}};
    expect(&graph, "overlay graph: error: no task can run: 0 ran, 1 failed\n"
                   "graph:1:1: error: A(0, 0, 0) failed: there is no kernel on queue: 5\n"
                   "digraph \"graph\" {\n"
                   "    \"A(0, 0, 0)\" [color=red];\n"
                   "}\n");
}
END_TEST

START_TEST(long_reports_are_cut) {
    static struct graph graph = {.slots = 1, .count = 80};
    for (unsigned i = 0; i < graph.count; i++)
        graph.task[i] = (struct graph_task){.kind = 1, .at = {i}, .result = 1};
    graph_work_out(&graph);
    graph_ready(&graph);
    forget_report();
    ck_assert(!graph_run(&graph));
    ck_assert(strstr(report, "B(63, 0, 0) failed"));
    ck_assert(!strstr(report, "B(64, 0, 0)"));
    ck_assert(strstr(report, "\n… and 16 more\n"));
}
END_TEST

/* The linker lets the runtime call these. */
static bool no_memory;
static unsigned threads_left = UINT_MAX;
void *__real_realloc(void *memory, size_t bytes);
void *__wrap_realloc(void *memory, size_t bytes);
void *__wrap_realloc(void *memory, size_t bytes) {
    return no_memory ? NULL : __real_realloc(memory, bytes);
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument) {
    if (!threads_left--)
        return EAGAIN;
    return __real_pthread_create(thread, attributes, function, argument);
}

START_TEST(threads_that_cannot_be_started_are_told) {
    static struct graph graph = {.slots = 4, .count = 1, .task = {TASK(0, 0)}};
    for (unsigned threads = 0; threads < 7; threads++) { /* of six queues and the scheduler */
        forget_report();
        graph_ready(&graph);
        threads_left = threads;
        graph_run(&graph);
        ck_assert_str_eq(report, "overlay graph: error: a thread could not be started: "
                                 "Resource temporarily unavailable\n");
    }
    threads_left = 7;
    expect(&graph, "");
    threads_left = UINT_MAX;
}
END_TEST

START_TEST(a_run_that_cannot_know_who_has_failed_stops) {
    struct graph graph = {.slots = 1, .count = 3, .task = {TASK(0, 0, .result = 1), TASK(1, 1)}};
    no_memory = true;
    forget_report();
    graph_ready(&graph);
    graph_run(&graph);
    no_memory = false;
    ck_assert_str_eq(report, "overlay graph: error: no task can run: 0 ran, 1 failed, 1 waits, and "
                             "the only slot is taken; no memory is left to know which failed\n"
                             "overlay graph: note: B(0, 0, 0) has not run\n"
                             "digraph \"graph\" {\n"
                             "    \"B(0, 0, 0)\";\n"
                             "}\n");
}
END_TEST

static overlay_t without_kernels(const char *name) {
    static overlay_autorun_t *const none[] = {NULL};
    static char room[256];
    return (overlay_t){.name = name,
                       .slots = 1,
                       .queues = 1,
                       .kernels = none,
                       .records = room,
                       .record_bytes = sizeof room,
                       .index_words = 2};
}

static void loops_that_stop(overlay_run_t *run, const void *symbols) {
    (void)symbols;
    overlay_stop(run, "a bound is wrong", -3);
    ck_assert(!overlay_task(run));
    overlay_stop(run, "another, too", 4);
}

START_TEST(loops_that_stop_say_why) {
    overlay_t overlay = without_kernels("stops");
    forget_report();
    overlay_outcome_t outcome = overlay_realize(&overlay, loops_that_stop, NULL);
    ck_assert_int_eq(outcome.tasks, 0);
    ck_assert_int_eq(outcome.failed, 1);
    ck_assert_str_eq(report, "overlay stops: error: no task can run: 0 ran, and no more will come\n"
                             "overlay stops: error: a bound is wrong: -3\n");
}
END_TEST

static void *run_again(void *overlay) {
    overlay_outcome_t outcome = overlay_realize(overlay, loops_that_stop, NULL);
    ck_assert_int_eq(outcome.failed, 1);
    return NULL;
}

/* Around a run of the same overlay, in this thread and in another. */
static void loops_around(overlay_run_t *run, const void *overlay) {
    pthread_t thread;
    (void)run;
    run_again((void *)overlay);
    ck_assert(!pthread_create(&thread, NULL, run_again, (void *)overlay));
    pthread_join(thread, NULL);
}

START_TEST(an_overlay_is_not_run_beside_itself) {
    overlay_t overlay = without_kernels("twice");
    for (int again = 0; again < 2; again++) {
        forget_report();
        overlay_outcome_t outcome = overlay_realize(&overlay, loops_around, &overlay);
        ck_assert_int_eq(outcome.failed, 0);
        ck_assert_str_eq(
            report,
            "overlay twice: error: it runs already, in another thread or around this one\n"
            "overlay twice: error: it runs already, in another thread or around this one\n");
    }
}
END_TEST

static void no_loops(overlay_run_t *run, const void *symbols) {
    ck_abort_msg("an overlay that cannot be runs");
}

static void refused(const overlay_t *overlay, const char *text) {
    forget_report();
    overlay_outcome_t outcome = overlay_realize(overlay, no_loops, NULL);
    ck_assert_int_eq(outcome.failed, 1);
    ck_assert_str_eq(report, text);
}

START_TEST(impossible_overlays_are_refused) {
    refused(&(overlay_t){.name = "none", .slots = 0},
            "overlay none: error: 0 slots; there must be 1 to 64\n");
    refused(&(overlay_t){.name = "many", .slots = 65},
            "overlay many: error: 65 slots; there must be 1 to 64\n");
    refused(&(overlay_t){.name = "wide", .slots = 1, .queues = 17},
            "overlay wide: error: 17 queues; there must be 1 to 16\n");
}
END_TEST

SUITE("overlay", NULL, NULL, random_graphs_in_one_slot, random_graphs_in_two_slots,
      random_graphs_in_16_slots, random_graphs_in_64_slots, a_cycle_is_named,
      a_parent_behind_its_child_in_the_queue_is_named, a_task_that_waits_for_itself_is_named,
      a_parent_for_which_there_is_no_slot_is_named, what_has_come_is_not_said_to_be_missing,
      failed_tasks_and_those_that_depend_on_them_are_named, a_queue_without_a_kernel_is_an_error,
      long_reports_are_cut, threads_that_cannot_be_started_are_told,
      a_run_that_cannot_know_who_has_failed_stops, loops_that_stop_say_why,
      an_overlay_is_not_run_beside_itself, impossible_overlays_are_refused)
