/* Clusters on threads of the host: the same results, statistics and console as on one. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { T = 8, U = 9, V = 10, N = 11, A = 12, C = 13, W = 14, CONSOLE = 15 };
enum { CSR_WID = 0xcc1, CSR_CLID = 0xcd0 };
enum { CLUSTERS = 7, WARPS = 3, BYTES = 256 };

/* Programs that wait for another cluster race, and the sanitizer would see it. */
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define WITHOUT_RACES
#endif
#endif

static struct program p;

/* Each warp of each cluster: so many rounds of work in memory of its own, more of them in some
 * clusters than in others, a run and a line on the console in each. */
static void work(unsigned rounds) {
    memset(&p, 0, sizeof p);
    program_spawn(&p, WARPS);
    EMIT(&p, CSRRS, .rd = C, .imm = CSR_CLID);
    EMIT(&p, CSRRS, .rd = W, .imm = CSR_WID);
    program_li(&p, T, BYTES);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, MUL, .rd = T, .rs1 = T, .rs2 = C);
    EMIT(&p, ADD, .rd = A, .rs1 = A, .rs2 = T);
    EMIT(&p, SLLI, .rd = T, .rs1 = W, .imm = 6);
    EMIT(&p, ADD, .rd = A, .rs1 = A, .rs2 = T);
    program_li(&p, CONSOLE, NEUTRINO_CONSOLE);
    program_li(&p, N, rounds);
    EMIT(&p, SLLI, .rd = T, .rs1 = C, .imm = 4);
    EMIT(&p, ADD, .rd = N, .rs1 = N, .rs2 = T);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    EMIT(&p, MUL, .rd = U, .rs1 = V, .rs2 = N);
    EMIT(&p, ADD, .rd = V, .rs1 = U, .rs2 = N);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    EMIT(&p, NU_INVOKEI, .rd = T, .imm = 0, .part = MUON_PART_WARPS, .elems = 1);
    EMIT(&p, ANDI, .rd = T, .rs1 = N, .imm = 15);
    unsigned quiet = EMIT(&p, BNE, .rs1 = T);
    EMIT(&p, ADDI, .rd = T, .rs1 = C, .imm = 'a');
    EMIT(&p, SB_GLOBAL, .rs1 = CONSOLE, .rs2 = T);
    EMIT(&p, ADDI, .rd = T, .rs1 = W, .imm = '0');
    EMIT(&p, SB_GLOBAL, .rs1 = CONSOLE, .rs2 = T);
    program_li(&p, T, '\n');
    EMIT(&p, SB_GLOBAL, .rs1 = CONSOLE, .rs2 = T);
    program_aim(&p, quiet, p.count);
    EMIT(&p, ADDI, .rd = N, .rs1 = N, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = N), top);
}

static struct musim_config with_threads(unsigned threads) {
    return (struct musim_config){
        .clusters = CLUSTERS, .cores = 1, .warps = WARPS, .lanes = 1, .threads = threads};
}

/* On one thread, and on each number of them: everything that can be seen must be alike. */
static void compare(enum musim_status status) {
    static const unsigned threads[] = {1, 2, 3, 7, 16};
    struct run one;
    struct musim_stats expected, stats;
    static uint8_t before[CLUSTERS * BYTES], after[CLUSTERS * BYTES];
    run_program(
        &one, &p,
        &(struct musim_config){.clusters = CLUSTERS, .cores = 1, .warps = WARPS, .lanes = 1});
    ck_assert_int_eq(one.status, status);
    musim_get_stats(one.machine, &expected);
    ck_assert(musim_read(one.machine, PROGRAM_DATA, before, sizeof before));
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        struct run run;
        const struct musim_config config = with_threads(threads[i]);
        run_program(&run, &p, &config);
        ck_assert_int_eq(run.status, status);
        ck_assert_uint_eq(musim_result(run.machine), musim_result(one.machine));
        ck_assert_str_eq(run.console, one.console);
        ck_assert_str_eq(run.report, one.report);
        if (status == MUSIM_DONE || status == MUSIM_DEADLOCK) {
            musim_get_stats(run.machine, &stats);
            ck_assert(!memcmp(&stats, &expected, sizeof stats));
            ck_assert(musim_read(run.machine, PROGRAM_DATA, after, sizeof after));
            ck_assert(!memcmp(before, after, sizeof before));
        }
        run_free(&run);
    }
    run_free(&one);
}

START_TEST(results_statistics_and_console_are_alike) {
    work(5000);
    EMIT(&p, ADDI, .rd = C, .rs1 = C, .imm = -3);
    program_tohost(&p, C); /* the first that is not 0 counts: cluster 0's */
    compare(MUSIM_DONE);
}
END_TEST

START_TEST(the_first_result_is_that_of_the_earliest_round) {
    work(3000); /* later clusters work longer */
    EMIT(&p, SLTU, .rd = T, .rs2 = C);
    EMIT(&p, SLLI, .rd = U, .rs1 = C, .imm = 8);
    EMIT(&p, MUL, .rd = T, .rs1 = T, .rs2 = U);
    program_tohost(&p, T); /* 0 of cluster 0, 256 of cluster 1 */
    compare(MUSIM_DONE);
}
END_TEST

START_TEST(a_fault_is_told_once_after_what_was_written_before) {
    work(2000);
    program_li(&p, T, 4);
    unsigned others = EMIT(&p, BNE, .rs1 = C, .rs2 = T);
    program_trap(&p);
    program_aim(&p, others, p.count);
    program_li(&p, T, 2);
    unsigned exit = EMIT(&p, BNE, .rs1 = C, .rs2 = T);
    program_trap(&p); /* cluster 2 comes to it before cluster 4 comes to its own */
    program_aim(&p, exit, p.count);
    program_exit(&p);
    compare(MUSIM_FAULT);
}
END_TEST

START_TEST(a_deadlock_names_the_warps_of_all_clusters) {
    work(100);
    program_li(&p, T, 3);
    EMIT(&p, SLTU, .rd = T, .rs1 = C, .rs2 = T);
    unsigned exit = EMIT(&p, BNE, .rs1 = T); /* clusters 0 to 2 */
    program_li(&p, N, WARPS);
    unsigned two = EMIT(&p, BNE, .rs1 = W);
    program_exit(&p);
    program_aim(&p, two, p.count);
    program_barrier(&p, 0, N);
    program_aim(&p, exit, p.count);
    program_exit(&p);
    compare(MUSIM_DEADLOCK);
}
END_TEST

START_TEST(a_limit_ends_the_run) {
    work(100000);
    program_exit(&p);
    struct run run;
    struct musim_config config = with_threads(3);
    config.max_instructions = 20000;
    run_program(&run, &p, &config);
    ck_assert_int_eq(run.status, MUSIM_EXHAUSTED);
    run_free(&run);
}
END_TEST

START_TEST(launches_follow_each_other_on_threads) {
    work(500);
    program_exit(&p);
    struct run run;
    const struct musim_config config = with_threads(4);
    run_load(&run, &p, &config);
    for (unsigned i = 0; i < 100; i++) {
        struct musim_stats stats;
        ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE);
        musim_get_stats(run.machine, &stats);
        ck_assert_uint_eq(stats.runs_created, WARPS * (CLUSTERS * 500 + 16 * 21));
        ck_assert(musim_launch(run.machine, &(struct musim_kernel){0}));
    }
    run_go(&run);
    run_free(&run);
}
END_TEST

/* ---- asked from another thread ---- */

struct asker {
    struct musim *machine;
    unsigned answers_wanted; /* then it interrupts; 0: it asks until it is stopped */
    uint64_t runs;           /* after so many an answer counts */
    atomic_uint answers;
    atomic_bool stopped;
    pthread_t thread;
};

static void *ask(void *argument) {
    struct asker *asker = argument;
    const struct timespec moment = {.tv_nsec = 100000};
    while (!atomic_load(&asker->stopped)) {
        if (asker->answers_wanted && atomic_load(&asker->answers) >= asker->answers_wanted) {
            musim_interrupt(asker->machine);
            return NULL;
        }
        musim_ask(asker->machine);
        nanosleep(&moment, NULL);
    }
    return NULL;
}

static void answer(void *context) {
    struct asker *asker = context;
    struct musim_stats stats;
    musim_get_stats(asker->machine, &stats);
    ck_assert_uint_ge(stats.runs_created, stats.runs_retired);
    if (stats.runs_created >= asker->runs)
        atomic_fetch_add(&asker->answers, 1);
}

static void run_asked(struct run *run, struct asker *asker) {
    const struct musim_watcher watcher = {.asked = answer, .context = asker};
    asker->machine = run->machine;
    musim_watch(run->machine, &watcher);
    ck_assert_int_eq(pthread_create(&asker->thread, NULL, ask, asker), 0);
    run_go(run);
    atomic_store(&asker->stopped, true);
    pthread_join(asker->thread, NULL);
    musim_watch(run->machine, NULL);
}

START_TEST(an_interrupt_ends_the_run) {
    static const unsigned threads[] = {1, 2, 16};
    work(10);
    EMIT(&p, JAL);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        struct run run;
        struct asker asker = {.answers_wanted = 3, .runs = WARPS * (CLUSTERS * 10 + 16 * 21)};
        struct musim_config config = with_threads(threads[i]);
        config.max_instructions = UINT64_MAX;
        run_load(&run, &p, &config);
        run_asked(&run, &asker);
        ck_assert_int_eq(run.status, MUSIM_INTERRUPTED);
        ck_assert_uint_ge(atomic_load(&asker.answers), 3);
        ck_assert_ptr_nonnull(strstr(run.report, "test.elf: error: interrupted after "));
        ck_assert_ptr_nonnull(strstr(run.report, "clusters 0–6, core 0, warps 0–2, pc"));
        ck_assert_ptr_nonnull(strstr(run.console, "g2\n"));
        run_free(&run);
    }
}
END_TEST

START_TEST(a_watcher_changes_nothing) {
    struct run alone;
    const struct musim_config config = with_threads(3);
    work(5000);
    program_exit(&p);
    run_program(&alone, &p, &config);
    struct run run;
    struct asker asker = {0};
    run_load(&run, &p, &config);
    run_asked(&run, &asker);
    struct musim_stats expected, stats;
    musim_get_stats(alone.machine, &expected);
    musim_get_stats(run.machine, &stats);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    ck_assert_uint_gt(atomic_load(&asker.answers), 0);
    ck_assert(!memcmp(&stats, &expected, sizeof stats));
    ck_assert_str_eq(run.console, alone.console);
    run_free(&run);
    run_free(&alone);
}
END_TEST

#ifdef WITHOUT_RACES
#define RACING
#else
#define RACING , clusters_may_wait_for_each_other

START_TEST(clusters_may_wait_for_each_other) {
    memset(&p, 0, sizeof p);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, CSRRS, .rd = C, .imm = CSR_CLID);
    unsigned first = EMIT(&p, BEQ, .rs1 = C);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    program_aim(&p, EMIT(&p, BNE, .rs1 = V, .rs2 = C), top);
    program_aim(&p, first, p.count);
    EMIT(&p, ADDI, .rd = V, .rs1 = C, .imm = 1);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V); /* now the next one */
    program_exit(&p);
    struct run run;
    const struct musim_config config = with_threads(3);
    run_program(&run, &p, &config);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), CLUSTERS);
    run_free(&run);
}
END_TEST
#endif

SUITE("threads", NULL, NULL, results_statistics_and_console_are_alike,
      the_first_result_is_that_of_the_earliest_round,
      a_fault_is_told_once_after_what_was_written_before,
      a_deadlock_names_the_warps_of_all_clusters, a_limit_ends_the_run,
      launches_follow_each_other_on_threads, an_interrupt_ends_the_run,
      a_watcher_changes_nothing RACING)
