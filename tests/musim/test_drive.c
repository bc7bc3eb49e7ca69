/* Driving a machine: in parts, to breakpoints, by steps, and again. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { T = 8, U = 9, V = 10, N = 11, A = 12, I = 13, CSR_WID = 0xcc1, CSR_CID = 0xcc2 };
enum { WARPS = 4, ROUNDS = 200 };

static struct program p;

/* All warps begin here. */
static void start(void) {
    memset(&p, 0, sizeof p);
    program_spawn(&p, WARPS);
}

/* Warps race for the word at PROGRAM_DATA: what it is in the end tells the schedule. */
static void race(void) {
    start();
    program_li(&p, N, WARPS);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, CSRRS, .rd = I, .imm = CSR_WID);
    EMIT(&p, ADDI, .rd = I, .rs1 = I, .imm = ROUNDS);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = I);
    EMIT(&p, SLLI, .rd = U, .rs1 = V, .imm = 1);
    EMIT(&p, XOR, .rd = V, .rs1 = V, .rs2 = U);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    EMIT(&p, ADDI, .rd = I, .rs1 = I, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = I), top);
    program_li(&p, T, 0);
    program_barrier(&p, T, N);
    program_exit(&p);
}

static const struct musim_config shape = {.clusters = 2, .cores = 1, .warps = WARPS, .lanes = 4};

static struct musim_config with_seed(uint64_t seed) {
    struct musim_config config = shape;
    config.perturb = seed;
    return config;
}

START_TEST(running_in_parts_does_not_change_the_schedule) {
    static const uint64_t parts[] = {1, 2, 7, 255, 256, 257, 1000};
    race();
    for (uint64_t seed = 0; seed < 6; seed++) {
        const struct musim_config config = with_seed(seed);
        struct run whole;
        struct musim_stats expected;
        run_program(&whole, &p, &config);
        ck_assert_int_eq(whole.status, MUSIM_DONE);
        musim_get_stats(whole.machine, &expected);
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            struct run run;
            struct musim_stats stats;
            run_load(&run, &p, &config);
            const struct musim_until until = {.instructions = parts[i]};
            uint64_t stops = 0;
            while (musim_run_until(run.machine, &until) == MUSIM_BUDGET) {
                musim_get_stats(run.machine, &stats);
                ck_assert_uint_eq(stats.warp_instructions, ++stops * parts[i]);
            }
            musim_get_stats(run.machine, &stats);
            ck_assert(!memcmp(&stats, &expected, sizeof stats));
            ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), run_word(&whole, PROGRAM_DATA));
            run_go(&run); /* nothing is left to do */
            ck_assert_int_eq(run.status, MUSIM_DONE);
            run_free(&run);
        }
        run_free(&whole);
    }
}
END_TEST

START_TEST(breakpoints_stop_each_warp_before_the_instruction) {
    race();
    struct run run;
    unsigned stops[2][WARPS] = {0};
    run_load(&run, &p, &shape);
    uint32_t address = 0;
    for (unsigned i = 0; i < p.count; i++) { /* the store */
        struct muon_insn insn;
        if (muon_decode(p.words[i], &insn) && insn.op == MUON_SW_GLOBAL)
            address = program_pc(i);
    }
    ck_assert(musim_set_breakpoint(run.machine, address));
    ck_assert(musim_set_breakpoint(run.machine, address)); /* twice is once */
    while ((run.status = musim_run(run.machine)) == MUSIM_BREAKPOINT) {
        struct musim_warp_id where = musim_where(run.machine);
        struct musim_warp warp;
        uint32_t before = run_word(&run, PROGRAM_DATA), value;
        ck_assert(musim_get_warp(run.machine, where, &warp));
        ck_assert_uint_eq(warp.pc, address);
        ck_assert_int_eq(warp.state, MUSIM_WARP_READY);
        ck_assert_uint_eq(warp.tmask, 0xf);
        ck_assert(musim_get_register(run.machine, where, 0, V, &value));
        ck_assert_uint_ne(value, before);
        stops[where.cluster][where.warp]++;
        if (where.cluster == 1 && where.warp == 2 && stops[1][2] == 3)
            musim_clear_breakpoint(run.machine, address);
    }
    ck_assert_int_eq(run.status, MUSIM_DONE);
    ck_assert_uint_eq(stops[1][2], 3);
    ck_assert_uint_gt(stops[0][0], 0);
    run_go(&run);
    run_free(&run);
}
END_TEST

START_TEST(breakpoints_do_not_change_what_a_program_does) {
    race();
    struct run whole, run;
    run_program(&whole, &p, &shape);
    run_load(&run, &p, &shape);
    for (unsigned i = 0; i < p.count; i++)
        ck_assert(musim_set_breakpoint(run.machine, program_pc(i)));
    uint64_t stops = 0;
    while (musim_run(run.machine) == MUSIM_BREAKPOINT)
        stops++;
    struct musim_stats stats, expected;
    musim_get_stats(whole.machine, &expected);
    musim_get_stats(run.machine, &stats);
    ck_assert_uint_eq(stops, stats.warp_instructions);
    ck_assert(!memcmp(&stats, &expected, sizeof stats));
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), run_word(&whole, PROGRAM_DATA));
    run_go(&run);
    run_free(&run);
    run_free(&whole);
}
END_TEST

START_TEST(a_step_is_one_instruction_of_one_warp) {
    race();
    struct run run;
    struct musim_warp warp;
    struct musim_stats stats;
    const struct musim_warp_id first = {0}, second = {.warp = 1}, other = {.cluster = 1};
    run_load(&run, &p, &shape);
    ck_assert_int_eq(musim_step(run.machine, second), MUSIM_IDLE); /* not started yet */
    for (unsigned i = 0; i < 3; i++) {
        ck_assert(musim_get_warp(run.machine, first, &warp));
        ck_assert_uint_eq(warp.pc, program_pc(i));
        ck_assert_int_eq(musim_step(run.machine, first), MUSIM_BUDGET);
    }
    ck_assert_int_eq(musim_step(run.machine, second), MUSIM_BUDGET);
    ck_assert(musim_get_warp(run.machine, second, &warp));
    ck_assert_uint_eq(warp.pc, program_pc(4));
    ck_assert(musim_get_warp(run.machine, other, &warp));
    ck_assert_uint_eq(warp.pc, program_pc(0));
    musim_get_stats(run.machine, &stats);
    ck_assert_uint_eq(stats.warp_instructions, 4);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    run_free(&run);
}
END_TEST

START_TEST(steps_pass_breakpoints_and_tell_faults) {
    memset(&p, 0, sizeof p);
    program_li(&p, V, 1);
    program_trap(&p);
    struct run run;
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 4});
    ck_assert(musim_set_breakpoint(run.machine, program_pc(0)));
    ck_assert_int_eq(musim_run(run.machine), MUSIM_BREAKPOINT);
    ck_assert_int_eq(musim_step(run.machine, musim_where(run.machine)), MUSIM_BUDGET);
    ck_assert_int_eq(musim_step(run.machine, musim_where(run.machine)), MUSIM_FAULT);
    ck_assert_int_eq(musim_step(run.machine, musim_where(run.machine)), MUSIM_FAULT);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_ptr_nonnull(strstr(run.report, "illegal instruction"));
    run_free(&run);
}
END_TEST

/* Adds 1 to the word at PROGRAM_DATA. */
static void counting(void) {
    memset(&p, 0, sizeof p);
    program_li(&p, A, PROGRAM_DATA);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 1);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    program_exit(&p);
}

/* The sanitizer keeps what is freed for a while, and finds leaks itself. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define QUARANTINE_PAGES (1 << 20)
#endif
#endif
#ifndef QUARANTINE_PAGES
#define QUARANTINE_PAGES 0
#endif

static size_t resident_pages(void) {
    size_t total, resident = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    ck_assert_int_eq(fscanf(statm, "%zu %zu", &total, &resident), 2);
    fclose(statm);
    return resident;
}

START_TEST(thousands_of_launches_keep_memory_and_leak_none) {
    counting();
    struct run run;
    run_load(&run, &p, NULL);
    size_t before = 0;
    for (unsigned i = 1; i <= 5000; i++) {
        ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE);
        ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), i);
        ck_assert(musim_launch(run.machine, &(struct musim_kernel){0}));
        if (i == 1000)
            before = resident_pages();
    }
    ck_assert_uint_le(resident_pages(), before + 64 + QUARANTINE_PAGES);
    ck_assert(musim_reset(run.machine));
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 0);
    run_go(&run);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 1);
    run_free(&run);
}
END_TEST

START_TEST(launches_begin_with_registers_and_statistics_of_zero) {
    memset(&p, 0, sizeof p);
    EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 1);
    EMIT(&p, CSRRSI, .imm = 1, .rs1 = 3); /* fflags */
    program_tohost(&p, V);
    struct run run;
    struct musim_stats first, second;
    run_load(&run, &p, NULL);
    ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE);
    musim_get_stats(run.machine, &first);
    ck_assert(musim_launch(run.machine, &(struct musim_kernel){0}));
    ck_assert_uint_eq(musim_result(run.machine), 0);
    run_go(&run);
    musim_get_stats(run.machine, &second);
    ck_assert_uint_eq(musim_result(run.machine), 1);
    ck_assert(!memcmp(&first, &second, sizeof first));
    run_free(&run);
}
END_TEST

static void load_again(struct run *run) {
    size_t size;
    void *elf = program_elf(&p, &size);
    ck_assert_msg(musim_load(run->machine, elf, size, "again.elf"), "%s",
                  musim_error(run->machine));
    free(elf);
}

START_TEST(another_program_on_the_same_machine) {
    counting();
    struct run run;
    uint32_t mark = 77;
    run_load(&run, &p, &(struct musim_config){.clusters = 1});
    ck_assert(musim_write(run.machine, 0x30000000, &mark, sizeof mark));
    ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE);
    ck_assert(musim_set_breakpoint(run.machine, program_pc(0)));

    p.shape = (struct muon_note_shape){3, 5, 7, 0};
    p.words[2] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = V, .rs1 = V, .imm = 10}); /* other code */
    load_again(&run);
    ck_assert_uint_eq(musim_shape(run.machine).cores, 3);
    ck_assert_uint_eq(musim_shape(run.machine).warps, 5);
    ck_assert_uint_eq(musim_shape(run.machine).lanes, 7);
    ck_assert_uint_eq(run_word(&run, 0x30000000), mark);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 0); /* its .bss */
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    ck_assert_uint_gt(run_word(&run, PROGRAM_DATA), 0);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA) % 10, 0);
    run_free(&run);
}
END_TEST

START_TEST(a_program_that_is_refused_leaves_none) {
    counting();
    struct run run;
    uint32_t word;
    run_load(&run, &p, NULL);
    ck_assert(!musim_load(run.machine, "no ELF", 6, "bad.elf"));
    ck_assert_str_eq(musim_error(run.machine), "not an ELF file");
    ck_assert(!musim_launch(run.machine, &(struct musim_kernel){0}));
    ck_assert_str_eq(musim_error(run.machine), "no program is loaded");
    ck_assert(!musim_reset(run.machine));
    ck_assert(!musim_read(run.machine, PROGRAM_DATA, &word, sizeof word));
    ck_assert_int_eq(musim_run(run.machine), MUSIM_DONE); /* nothing to run */
    load_again(&run);
    run_go(&run);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 1);
    run_free(&run);
}
END_TEST

START_TEST(code_that_is_written_between_steps_is_executed) {
    counting();
    struct run run;
    run_load(&run, &p, NULL);
    ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.instructions = 1}),
                     MUSIM_BUDGET);
    uint64_t word =
        muon_encode(&(struct muon_insn){.op = MUON_ADDI, .rd = V, .rs1 = V, .imm = 100});
    ck_assert(musim_write(run.machine, program_pc(2), &word, sizeof word));
    run_go(&run);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 100);
    run_free(&run);
}
END_TEST

START_TEST(registers_and_shared_memory_can_be_read_and_changed) {
    counting();
    struct run run;
    uint32_t value = 0, word = 0xabcd;
    const struct musim_warp_id warp = {0}, none = {.warp = 1};
    run_load(&run, &p, NULL);
    ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.instructions = 2}),
                     MUSIM_BUDGET);
    for (unsigned lane = 0; lane < 16; lane++)
        ck_assert(musim_set_register(run.machine, warp, lane, V, 41));
    ck_assert(musim_set_register(run.machine, warp, 0, 0, 41)); /* x0 stays 0 */
    ck_assert(musim_get_register(run.machine, warp, 0, 0, &value));
    ck_assert_uint_eq(value, 0);
    ck_assert(!musim_get_register(run.machine, warp, 16, V, &value));
    ck_assert_str_eq(musim_error(run.machine), "there is no register x10 of lane 16");
    ck_assert(!musim_get_register(run.machine, warp, 0, 128, &value));
    ck_assert(!musim_get_register(run.machine, none, 0, V, &value));
    ck_assert_str_eq(musim_error(run.machine), "there is no warp 1 of core 0 of cluster 0");
    ck_assert(musim_write_shared(run.machine, 0, NEUTRINO_SHARED_BYTES - 4, &word, 4));
    ck_assert(musim_read_shared(run.machine, 0, NEUTRINO_SHARED_BYTES - 4, &value, 4));
    ck_assert_uint_eq(value, word);
    ck_assert(!musim_read_shared(run.machine, 0, NEUTRINO_SHARED_BYTES - 3, &value, 4));
    ck_assert(!musim_read_shared(run.machine, 1, 0, &value, 4));
    ck_assert_str_eq(musim_error(run.machine), "there is no cluster 1");
    ck_assert(!musim_set_breakpoint(run.machine, 4));
    ck_assert_str_eq(musim_error(run.machine), "0x00000004 is no address of an instruction");
    run_go(&run);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 42);
    run_free(&run);
}
END_TEST

START_TEST(idle_is_no_deadlock_if_so_asked) {
    memset(&p, 0, sizeof p);
    program_li(&p, N, 2);
    program_barrier(&p, 0, N);
    program_exit(&p);
    struct run run;
    struct musim_warp warp;
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4});
    for (unsigned i = 0; i < 2; i++)
        ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.idle = true}),
                         MUSIM_IDLE);
    ck_assert(musim_get_warp(run.machine, (struct musim_warp_id){0}, &warp));
    ck_assert_int_eq(warp.state, MUSIM_WARP_WAITS_AT_BARRIER);
    ck_assert_uint_eq(warp.barrier, 0);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DEADLOCK);
    ck_assert_ptr_nonnull(strstr(run.report, "deadlock: 1 warp waits"));
    run_free(&run);
}
END_TEST

START_TEST(kernels_that_are_none_are_refused) {
    counting();
    struct run run;
    static const char bytes[70000];
    run_load(&run, &p, NULL);
    ck_assert(!musim_launch(run.machine, &(struct musim_kernel){.name = "mian"}));
    ck_assert_str_eq(musim_error(run.machine), "no symbol 'mian' in test.elf");
    ck_assert(!musim_launch(run.machine, &(struct musim_kernel){.name = "__neutrino_sync_stage"}));
    ck_assert_str_eq(musim_error(run.machine), "'__neutrino_sync_stage' is no function");
    ck_assert(!musim_launch(run.machine, &(struct musim_kernel){.name = "main",
                                                                .arguments = bytes,
                                                                .argument_bytes = sizeof bytes}));
    ck_assert_str_eq(musim_error(run.machine), "70000 bytes of arguments: at most 65512");
    ck_assert(
        !musim_launch(run.machine, &(struct musim_kernel){.name = "main", .grid = {65536, 65536}}));
    ck_assert_str_eq(musim_error(run.machine), "a grid of more than 2^32 - 1 blocks");
    run_go(&run); /* the launch of main that loading prepared */
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), 1);
    run_free(&run);
}
END_TEST

/* ---- interrupts ---- */

START_TEST(an_interrupt_ends_a_loop_with_a_report) {
    memset(&p, 0, sizeof p);
    EMIT(&p, JAL);
    struct run run;
    struct run_interrupter interrupter;
    run_load(&run, &p, NULL);
    run_interrupt_after(&run, &interrupter, 3);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_INTERRUPTED);
    char *expected = xasprintf("test.elf: error: interrupted after %llu cycles\n"
                               "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000000 in "
                               "main+0x0, runs\n",
                               (unsigned long long)musim_cycles(run.machine));
    ck_assert_uint_gt(musim_cycles(run.machine), 0);
    ck_assert_str_eq(run.report, expected);
    free(expected);
    run_free(&run);
}
END_TEST

/* Warp 1 at a barrier, warp 2 at a run that waits for one that nobody invokes, the others in a
 * loop, but at the barrier in cluster 1. */
static void wait_and_run(void) {
    start();
    program_li(&p, N, 2);
    EMIT(&p, CSRRS, .rd = I, .imm = CSR_WID);
    EMIT(&p, CSRRS, .rd = V, .imm = MUON_CSR_CLID);
    unsigned waits = EMIT(&p, BEQ, .rs1 = I, .rs2 = N);
    unsigned cluster1 = EMIT(&p, BNE, .rs1 = V);
    program_li(&p, T, 1);
    unsigned at_barrier = EMIT(&p, BEQ, .rs1 = I, .rs2 = T);
    EMIT(&p, JAL);
    program_aim(&p, at_barrier, p.count);
    program_aim(&p, cluster1, p.count);
    program_li(&p, T, 3);
    program_li(&p, N, WARPS);
    program_barrier(&p, T, N);
    program_exit(&p);
    program_aim(&p, waits, p.count);
    program_li(&p, T, 5u << NEUTRINO_RUN_COUNTER_BITS | 1);
    EMIT(&p, NU_INVOKEI, .rd = V, .imm = 1, .rs2 = T, .sync = true, .part = MUON_PART_WARPS,
         .elems = 1);
    program_exit(&p);
}

static void interrupt_waiting(struct run *run, unsigned clusters) {
    struct run_interrupter interrupter;
    struct musim_config config = shape;
    config.clusters = clusters;
    run_load(run, &p, &config);
    run_interrupt_after(run, &interrupter, 1000);
    run_go(run);
    ck_assert_int_eq(run->status, MUSIM_INTERRUPTED);
}

START_TEST(an_interrupt_tells_what_waits_for_what) {
    static const char *const parts[] = {
        "cluster 0, core 0, warps 0 and 3, pc",
        ", run\n",
        "cluster 0, core 0, warp 1, pc",
        "waits for barrier 3: 1 of 4 warps arrived\n",
        "clusters 0–1, core 0, warp 2, pc",
        "wait for run 1 of task 1: 1 of 1 warp arrived; it depends on run 1 of task 5, ",
        "cluster 1, core 0, warps 0–1 and 3, pc",
        "wait for barrier 3: 3 of 4 warps arrived\n",
    };
    struct run run;
    wait_and_run();
    interrupt_waiting(&run, 2);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        ck_assert_msg(strstr(run.report, parts[i]) != NULL, "not '%s' in\n%s", parts[i],
                      run.report);
    ck_assert_ptr_nonnull(strstr(run.report, "a cycle of what waits for what: core 0 warp "));
    run_free(&run);
    interrupt_waiting(&run, 1); /* where a warp runs, nothing is known to have come to its end */
    ck_assert_ptr_null(strstr(run.report, "a cycle"));
    run_free(&run);
}
END_TEST

START_TEST(an_interrupt_that_comes_between_runs_is_kept_and_taken_once) {
    race();
    struct run run, fresh;
    run_program(&fresh, &p, &shape);
    run_load(&run, &p, &shape);
    musim_interrupt(run.machine);
    ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.instructions = 100}),
                     MUSIM_INTERRUPTED);
    ck_assert_uint_eq(musim_cycles(run.machine), 0);
    ck_assert_int_eq(musim_run(run.machine), MUSIM_INTERRUPTED); /* over */
    ck_assert(musim_reset(run.machine));
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), run_word(&fresh, PROGRAM_DATA));
    ck_assert_uint_eq(musim_cycles(run.machine), musim_cycles(fresh.machine));
    run_free(&run);
    run_free(&fresh);
}
END_TEST

/* ---- watching ---- */

static char watched[64];

static void note_bytes(void *context, const char *bytes, size_t size) {
    size_t length = strlen(watched);
    (void)context;
    snprintf(watched + length, sizeof watched - length, "[%.*s]", (int)size, bytes ? bytes : "");
}

/* Two lines, of which the second has no end, and a fault. */
START_TEST(a_watcher_is_told_before_something_is_written) {
    static const struct musim_watcher watcher = {.writes = note_bytes};
    static const char text[] = "a\nb";
    memset(&p, 0, sizeof p);
    program_li(&p, A, NEUTRINO_CONSOLE);
    for (const char *c = text; *c; c++) {
        program_li(&p, T, (uint32_t)*c);
        EMIT(&p, SB_GLOBAL, .rs1 = A, .rs2 = T);
    }
    program_trap(&p);
    struct run run;
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 1});
    musim_watch(run.machine, &watcher);
    musim_ask(run.machine);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_str_eq(watched, "[a\n][][b]");
    run_free(&run);
}
END_TEST

SUITE("driving", NULL, NULL, an_interrupt_ends_a_loop_with_a_report,
      an_interrupt_tells_what_waits_for_what,
      an_interrupt_that_comes_between_runs_is_kept_and_taken_once,
      a_watcher_is_told_before_something_is_written, running_in_parts_does_not_change_the_schedule,
      breakpoints_stop_each_warp_before_the_instruction,
      breakpoints_do_not_change_what_a_program_does, a_step_is_one_instruction_of_one_warp,
      steps_pass_breakpoints_and_tell_faults, thousands_of_launches_keep_memory_and_leak_none,
      launches_begin_with_registers_and_statistics_of_zero, another_program_on_the_same_machine,
      a_program_that_is_refused_leaves_none, code_that_is_written_between_steps_is_executed,
      registers_and_shared_memory_can_be_read_and_changed, idle_is_no_deadlock_if_so_asked,
      kernels_that_are_none_are_refused)
