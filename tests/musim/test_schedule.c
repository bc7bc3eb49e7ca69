/* The schedule: nobody is far ahead of others who can run. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { T = 8, U = 9, V = 10, N = 11, W = 12 };
enum { CORES = 2, WARPS = 3, TURN = 16 };

static struct program p;

static struct counts {
    uint64_t executed[CORES][WARPS];
    bool active[CORES][WARPS];
    uint64_t most_ahead; /* of any warp, of one that could run all the while */
} counts;

static void begin(void) {
    memset(&p, 0, sizeof p);
    memset(&counts, 0, sizeof counts);
}

static void on_warp(void *context, const struct musim_warp_event *event) {
    (void)context;
    const struct musim_warp_id id = event->warp;
    counts.active[id.core][id.warp] = event->state.state == MUSIM_WARP_READY;
    /* From now on ahead or behind is counted anew. */
    memset(counts.executed, 0, sizeof counts.executed);
}

static void on_instruction(void *context, const struct musim_instruction_event *event) {
    (void)context;
    const struct musim_warp_id id = event->warp;
    uint64_t mine = ++counts.executed[id.core][id.warp];
    for (unsigned c = 0; c < CORES; c++)
        for (unsigned w = 0; w < WARPS; w++)
            if (counts.active[c][w] && mine > counts.executed[c][w] &&
                mine - counts.executed[c][w] > counts.most_ahead)
                counts.most_ahead = mine - counts.executed[c][w];
}

static void spin(unsigned rounds) {
    program_li(&p, U, rounds);
    unsigned top = EMIT(&p, ADDI, .rd = U, .rs1 = U, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = U), top);
}

static void run_observed(uint64_t seed) {
    const struct musim_observer observer = {.instruction = on_instruction, .warp = on_warp};
    struct run run;
    run_load(&run, &p,
             &(struct musim_config){.cores = CORES, .warps = WARPS, .lanes = 4, .perturb = seed});
    for (unsigned c = 0; c < CORES; c++)
        counts.active[c][0] = true;
    musim_observe(run.machine, &observer);
    run_go(&run);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    run_free(&run);
}

START_TEST(warps_that_run_are_never_far_apart) {
    begin();
    program_spawn(&p, WARPS);
    spin(2000);
    program_exit(&p);
    run_observed(0);
    ck_assert_uint_gt(counts.most_ahead, 0);
    ck_assert_uint_le(counts.most_ahead, 2 * TURN);
}
END_TEST

START_TEST(one_that_is_alone_does_not_run_on_when_another_can) {
    begin();
    EMIT(&p, CSRRS, .rd = W, .imm = MUON_CSR_CID);
    unsigned first = EMIT(&p, BEQ, .rs1 = W);
    program_exit(&p); /* core 1 has ended */
    program_aim(&p, first, p.count);
    spin(3000); /* warp 0 is alone, in the midst of a long turn */
    program_spawn(&p, 2);
    program_li(&p, N, 2);
    program_li(&p, T, 3);
    EMIT(&p, CSRRS, .rd = W, .imm = MUON_CSR_WID);
    unsigned second = EMIT(&p, BNE, .rs1 = W);
    spin(2000); /* warp 0 is alone again: warp 1 waits at the barrier */
    program_aim(&p, second, p.count);
    program_barrier(&p, T, N);
    spin(500);
    program_exit(&p);
    run_observed(0);
    ck_assert_uint_le(counts.most_ahead, 2 * TURN);
}
END_TEST

START_TEST(a_warp_that_is_started_ends_before_its_starter_has_gone_far) {
    begin();
    program_li(&p, N, 2);
    unsigned once = EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    for (unsigned i = 0; i < 40; i++)
        EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 1);
    unsigned again = EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T); /* only starts it if it has ended */
    spin(100);
    program_li(&p, T, PROGRAM_DATA);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T);
    program_tohost(&p, V);
    p.words[once] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    EMIT(&p, VX_TMC);
    p.words[again] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_li(&p, T, PROGRAM_DATA);
    program_li(&p, V, 7);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = V);
    EMIT(&p, VX_TMC);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4});
    ck_assert_uint_eq(musim_result(run.machine), 7);
    run_free(&run);
}
END_TEST

/* How far apart two warps get tells schedules from each other: with a slow one, far. */
static uint64_t apart(uint64_t seed) {
    begin();
    program_spawn(&p, WARPS);
    spin(100000);
    program_exit(&p);
    run_observed(seed);
    return counts.most_ahead;
}

START_TEST(the_environment_asks_for_a_seed) {
    const uint64_t fixed = apart(0), drawn = apart(3);
    ck_assert_uint_ne(drawn, fixed);
    ck_assert_uint_ne(drawn, apart(4));
    setenv("MUSIM_PERTURB", "3", 1);
    ck_assert_uint_eq(apart(0), drawn);
    setenv("MUSIM_PERTURB", "4", 1);
    ck_assert_uint_eq(apart(3), drawn); /* who asks has what it asks for */
}
END_TEST

START_TEST(the_environment_asks_for_no_seed) {
    static const char *const bad[] = {"", "0", "-1", "seven", "7 8", "18446744073709551616"};
    size_t size;
    begin();
    program_exit(&p);
    void *elf = program_elf(&p, &size);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char expected[80];
        setenv("MUSIM_PERTURB", bad[i], 1);
        struct musim *machine = musim_create(&(struct musim_config){0});
        ck_assert(!musim_load(machine, elf, size, "test.elf"));
        snprintf(expected, sizeof expected, "MUSIM_PERTURB: no number above 0: '%s'", bad[i]);
        ck_assert_str_eq(musim_error(machine), expected);
        musim_free(machine);
    }
    free(elf);
}
END_TEST

SUITE("schedule", NULL, NULL, warps_that_run_are_never_far_apart,
      one_that_is_alone_does_not_run_on_when_another_can,
      a_warp_that_is_started_ends_before_its_starter_has_gone_far, the_environment_asks_for_a_seed,
      the_environment_asks_for_no_seed)
