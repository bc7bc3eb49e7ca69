/* Reports about many warps: those that wait for the same at the same place are one note. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { T = 8, U, V, R, WARP, CORE, NEVER };

static struct program p;

static void start(unsigned warps) {
    memset(&p, 0, sizeof p);
    program_spawn(&p, warps);
    EMIT(&p, CSRRS, .rd = WARP, .imm = MUON_CSR_WID);
    EMIT(&p, CSRRS, .rd = CORE, .imm = MUON_CSR_CID);
    program_li(&p, NEVER, 150u << 24 | 1);
}

/* A run of the warp's own, after one that never comes: one instruction. */
static void wait_for_own_run(unsigned task) {
    EMIT(&p, NU_INVOKEI, .rd = R, .rs2 = NEVER, .imm = (int32_t)task, .sync = true,
         .retire = MUON_RETIRE_IMMEDIATE, .part = MUON_PART_WARPS, .elems = 1);
}

static void wait_at_barrier(unsigned number, unsigned count) {
    program_li(&p, T, number);
    program_li(&p, U, count);
    program_barrier(&p, T, U);
}

/* Runs it; the report has these lines, one after the other, and begins with the first. */
static void expect(const struct musim_config *config, enum musim_status status,
                   const char *const *lines) {
    struct run run;
    run_program(&run, &p, config);
    const char *at = run.report;
    for (; *lines; lines++) {
        size_t length = strlen(*lines);
        ck_assert_msg(!strncmp(at, *lines, length) && at[length] == '\n', "not '%s' but:\n%s",
                      *lines, at);
        at += length + 1;
    }
    ck_assert_int_eq(run.status, status);
    run_free(&run);
}

#define EXPECT(config, status, ...) expect(config, status, (const char *const[]){__VA_ARGS__, NULL})

START_TEST(one_warp_is_named_alone) {
    start(1);
    wait_at_barrier(3, 2);
    program_exit(&p);
    EXPECT((&(struct musim_config){.cores = 1, .warps = 2, .lanes = 4}), MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run",
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000040 in main+0x40, waits for "
           "barrier 3: 1 of 2 warps arrived");
}
END_TEST

/* Warps 0, 2 and 5 to 7 at one barrier, the others at another. */
START_TEST(a_set_of_warps_is_printed_in_ranges) {
    start(8);
    program_li(&p, T, 0xe5);
    EMIT(&p, SRL, .rd = T, .rs1 = T, .rs2 = WARP);
    EMIT(&p, ANDI, .rd = T, .rs1 = T, .imm = 1);
    unsigned branch = EMIT(&p, BEQ, .rs1 = T);
    wait_at_barrier(1, 8);
    program_aim(&p, branch, p.count);
    wait_at_barrier(2, 7);
    program_exit(&p);
    EXPECT((&(struct musim_config){.cores = 1, .warps = 8, .lanes = 4}), MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 8 warps wait and nothing can run",
           "test.elf: note: cluster 0, core 0, warps 0, 2 and 5–7, pc 0x10000060 in main+0x60, "
           "wait for barrier 1: 5 of 8 warps arrived",
           "test.elf: note: cluster 0, core 0, warps 1 and 3–4, pc 0x10000078 in main+0x78, wait "
           "for barrier 2: 3 of 7 warps arrived");
}
END_TEST

START_TEST(a_thousand_warps_are_one_note) {
    start(16);
    wait_for_own_run(0);
    program_exit(&p);
    EXPECT((&(struct musim_config){
               .clusters = 8, .cores = 8, .warps = 16, .lanes = 4, .scoreboard = 128}),
           MUSIM_DEADLOCK, "test.elf: error: deadlock: 1024 warps wait and nothing can run",
           "test.elf: note: clusters 0–7, cores 0–7, warps 0–15, pc 0x10000030 in main+0x30, wait "
           "for runs 1–128 of the anonymous task 0: 1 of 1 warp arrived; it depends on run 1 of "
           "sync point 150, which has not been invoked");
}
END_TEST

/* Cores 2 to 5 lack warp 15, which has ended; core 7 is at a barrier. */
START_TEST(cores_that_are_alike_are_named_together) {
    start(16);
    EMIT(&p, ADDI, .rd = T, .rs1 = CORE, .imm = -7);
    unsigned to_barrier = EMIT(&p, BEQ, .rs1 = T);
    EMIT(&p, ADDI, .rd = T, .rs1 = CORE, .imm = -2);
    EMIT(&p, SLTIU, .rd = T, .rs1 = T, .imm = 4);
    EMIT(&p, SLTIU, .rd = U, .rs1 = WARP, .imm = 15);
    EMIT(&p, XORI, .rd = U, .rs1 = U, .imm = 1);
    EMIT(&p, AND, .rd = T, .rs1 = T, .rs2 = U);
    unsigned to_end = EMIT(&p, BNE, .rs1 = T);
    wait_for_own_run(140);
    program_aim(&p, to_end, p.count);
    EMIT(&p, VX_TMC);
    program_aim(&p, to_barrier, p.count);
    wait_at_barrier(0, 32);
    program_exit(&p);
    EXPECT((&(struct musim_config){
               .clusters = 2, .cores = 8, .warps = 16, .lanes = 4, .scoreboard = 128}),
           MUSIM_DEADLOCK, "test.elf: error: deadlock: 248 warps wait and nothing can run",
           "test.elf: note: clusters 0–1, cores 0–1 and 6, warps 0–15; cores 2–5, warps 0–14, pc "
           "0x10000070 in main+0x70, wait for runs 1–108 of sync point 140: 1 of 1 warp arrived; "
           "it depends on run 1 of sync point 150, which has not been invoked",
           "test.elf: note: clusters 0–1, core 7, warps 0–15, pc 0x10000090 in main+0x90, wait for "
           "barrier 0: 16 of 32 warps arrived");
}
END_TEST

/* A table of invokes, one for each warp: none waits where another one does. */
START_TEST(the_most_are_told_and_the_rest_counted) {
    enum { CORES = 3, WARPS = 16 };
    start(WARPS);
    EMIT(&p, SLLI, .rd = T, .rs1 = CORE, .imm = 4);
    EMIT(&p, ADD, .rd = T, .rs1 = T, .rs2 = WARP);
    EMIT(&p, SLLI, .rd = T, .rs1 = T, .imm = 3);
    EMIT(&p, JALR, .rs1 = T, .imm = (int32_t)program_pc(p.count + 1));
    for (unsigned i = 0; i < CORES * WARPS; i++)
        wait_for_own_run(0);
    program_exit(&p);
    struct run run;
    run_program(&run, &p,
                &(struct musim_config){
                    .cores = CORES, .warps = WARPS, .lanes = 4, .scoreboard = CORES * WARPS});
    ck_assert_int_eq(run.status, MUSIM_DEADLOCK);
    unsigned told = 0;
    for (const char *at = run.report; (at = strstr(at, "waits for run")); at++)
        told++;
    ck_assert_uint_eq(told, 32);
    ck_assert_ptr_nonnull(strstr(run.report, "note: 16 more notes like the last are left out\n"));
    ck_assert_ptr_nonnull(strstr(run.report, "a cycle of what waits for what: core 0 warp 0 → "));
    run_free(&run);
}
END_TEST

/* Each warp in a loop of its own core's, but warp 1, at a barrier. */
START_TEST(warps_stand_together_after_too_many_cycles) {
    start(4);
    EMIT(&p, ADDI, .rd = T, .rs1 = WARP, .imm = -1);
    unsigned branch = EMIT(&p, BNE, .rs1 = T);
    wait_at_barrier(1, 2);
    program_aim(&p, branch, p.count);
    program_aim(&p, EMIT(&p, JAL), p.count - 1);
    EXPECT((&(struct musim_config){
               .clusters = 3, .cores = 1, .warps = 4, .lanes = 4, .max_instructions = 1000}),
           MUSIM_EXHAUSTED, "test.elf: error: stopped after 1000 cycles",
           "test.elf: note: clusters 0–2, core 0, warps 0 and 2–3, pc 0x10000058 in main+0x58, run",
           "test.elf: note: clusters 0–2, core 0, warp 1, pc 0x10000050 in main+0x50, wait for "
           "barrier 1: 1 of 2 warps arrived");
}
END_TEST

SUITE("grouped reports", NULL, NULL, one_warp_is_named_alone, a_set_of_warps_is_printed_in_ranges,
      a_thousand_warps_are_one_note, cores_that_are_alike_are_named_together,
      the_most_are_told_and_the_rest_counted, warps_stand_together_after_too_many_cycles)
