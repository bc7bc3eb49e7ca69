/* The checks of races and memory as a host program has them: what a launch ends with, what is told
 * once, when it stops. What they find is tested by programs (tests/exec/races, tests/exec/memory).
 */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

enum { T = 8, U = 9, A = 12, CSR_WID = MUON_CSR_WID };

static struct program p;
static const struct musim_config two_warps = {
    .cores = 1, .warps = 2, .lanes = 4, .check = MUSIM_CHECK_RACES};

/* Two warps store their numbers and so many more to words of "data", one instruction for each. */
static void racy(unsigned stores) {
    memset(&p, 0, sizeof p);
    program_spawn(&p, 2);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, CSRRS, .rd = T, .imm = CSR_WID);
    EMIT(&p, ADDI, .rd = T, .rs1 = T, .imm = 1);
    for (unsigned i = 0; i < stores; i++)
        EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = T, .imm = (int32_t)(4 * i));
    program_exit(&p);
}

static unsigned count(const char *text, const char *what) {
    unsigned n = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}

START_TEST(a_race_ends_the_launch_with_a_fault) {
    struct run run;
    racy(1);
    run_program(&run, &p, &two_warps);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_ptr_nonnull(strstr(run.report, "race on data+0x0: nothing orders this store behind "
                                             "the store at pc 0x"));
    ck_assert_ptr_nonnull(strstr(run.report, " 4-byte store: cluster 0, core 0, warp 1, lane 3"));
    ck_assert_ptr_nonnull(strstr(run.report, "earlier 4-byte store: cluster 0, core 0, warp 0"));
    run_free(&run);
}
END_TEST

START_TEST(the_run_goes_on_to_its_end) {
    struct run run;
    racy(2);
    run_program(&run, &p, &two_warps);
    ck_assert_uint_eq(count(run.report, "race on"), 2);
    ck_assert_uint_ne(run_word(&run, PROGRAM_DATA + 4), 0);
    run_free(&run);
}
END_TEST

START_TEST(it_stops_after_twenty) {
    struct run run;
    racy(30);
    run_program(&run, &p, &two_warps);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_uint_eq(count(run.report, "race on"), 20);
    ck_assert_ptr_nonnull(strstr(run.report, "stopped after 20 findings"));
    run_free(&run);
}
END_TEST

START_TEST(each_launch_is_checked_by_itself) {
    struct run run;
    racy(1);
    run_load(&run, &p, &two_warps);
    for (int launch = 0; launch < 3; launch++) {
        ck_assert_int_eq(musim_run(run.machine), MUSIM_FAULT);
        ck_assert(musim_launch(run.machine, &(struct musim_kernel){0}));
    }
    run_go(&run);
    ck_assert_uint_eq(count(run.report, "race on"), 4);
    run_free(&run);
}
END_TEST

START_TEST(launches_order_each_other) {
    struct run run;
    memset(&p, 0, sizeof p);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, LW_GLOBAL, .rd = T, .rs1 = A);
    EMIT(&p, ADDI, .rd = T, .rs1 = T, .imm = 1);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = T);
    program_exit(&p);
    run_load(&run, &p, &two_warps);
    ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE);
    ck_assert(musim_launch(run.machine, &(struct musim_kernel){0}));
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    run_free(&run);
}
END_TEST

START_TEST(threads_and_seeds_repeat_the_same_findings) {
    char *first = NULL;
    racy(5);
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct run run;
        struct musim_config config = two_warps;
        config.clusters = 3;
        config.threads = threads;
        config.perturb = 7;
        run_program(&run, &p, &config);
        ck_assert_uint_ge(count(run.report, "race on"), 5);
        if (!first)
            first = strdup(run.report);
        ck_assert_str_eq(run.report, first);
        run_free(&run);
    }
    free(first);
}
END_TEST

START_TEST(checking_changes_neither_results_nor_statistics) {
    struct musim_stats expected, stats;
    struct run plain, checked;
    racy(9);
    struct musim_config config = two_warps;
    config.check = 0;
    run_program(&plain, &p, &config);
    config.check = MUSIM_CHECK_RACES | MUSIM_CHECK_MEMORY;
    run_program(&checked, &p, &config);
    musim_get_stats(plain.machine, &expected);
    musim_get_stats(checked.machine, &stats);
    ck_assert(!memcmp(&expected, &stats, sizeof stats));
    ck_assert_uint_eq(run_word(&plain, PROGRAM_DATA + 32), run_word(&checked, PROGRAM_DATA + 32));
    run_free(&plain);
    run_free(&checked);
}
END_TEST

START_TEST(what_the_host_stores_counts_as_stored) {
    struct run run;
    const uint32_t word = 5;
    memset(&p, 0, sizeof p);
    EMIT(&p, LW_SHARED, .rd = T, .rs1 = 0, .imm = 64);
    program_exit(&p);
    struct musim_config config = {.cores = 1, .warps = 1, .lanes = 4, .check = MUSIM_CHECK_MEMORY};
    run_program(&run, &p, &config);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_ptr_nonnull(strstr(run.report, "load of shared address 0x00000040, to which nobody"));
    run_free(&run);
    run_load(&run, &p, &config);
    ck_assert(musim_write_shared(run.machine, 0, 64, &word, sizeof word));
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    run_free(&run);
}
END_TEST

START_TEST(a_checker_may_come_after_the_program) {
    struct run run;
    struct musim_config config = two_warps;
    racy(1);
    config.check = 0;
    run_load(&run, &p, &config);
    struct musim_check *check = musim_check_create(run.machine, MUSIM_CHECK_RACES);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    musim_check_free(check);
    run_free(&run);
}
END_TEST

START_TEST(lists_are_words_between_commas) {
    unsigned checks;
    const char *bad = NULL;
    ck_assert(musim_parse_checks("races", &checks, &bad));
    ck_assert_uint_eq(checks, MUSIM_CHECK_RACES);
    ck_assert(musim_parse_checks("memory,uniform", &checks, &bad));
    ck_assert_uint_eq(checks, MUSIM_CHECK_MEMORY | MUSIM_CHECK_UNIFORM);
    ck_assert(musim_parse_checks("all", &checks, &bad));
    ck_assert_uint_eq(checks, MUSIM_CHECK_ALL);
    static const char *const wrong[] = {"", "race", "races,", ",races", "races,,memory", "Races"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert(!musim_parse_checks(wrong[i], &checks, &bad));
}
END_TEST

START_TEST(the_environment_asks_for_checks) {
    struct run run;
    struct musim_config config = two_warps;
    size_t size;
    racy(1);
    config.check = 0;
    setenv("MUSIM_CHECK", "memory,races", 1);
    run_program(&run, &p, &config);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    run_free(&run);
    setenv("MUSIM_CHECK", "memory,raecs", 1);
    struct musim *machine = musim_create(&config);
    void *elf = program_elf(&p, &size);
    ck_assert(!musim_load(machine, elf, size, "test.elf"));
    ck_assert_str_eq(musim_error(machine), "MUSIM_CHECK: no such check: 'raecs'");
    free(elf);
    musim_free(machine);
}
END_TEST

SUITE("check", NULL, NULL, a_race_ends_the_launch_with_a_fault, the_run_goes_on_to_its_end,
      it_stops_after_twenty, each_launch_is_checked_by_itself, launches_order_each_other,
      threads_and_seeds_repeat_the_same_findings, checking_changes_neither_results_nor_statistics,
      what_the_host_stores_counts_as_stored, a_checker_may_come_after_the_program,
      lists_are_words_between_commas, the_environment_asks_for_checks)
