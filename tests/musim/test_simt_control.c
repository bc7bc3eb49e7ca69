/* Control flow, SIMT control, CSRs, memory and barriers: one test for each rule of the instruction
 * set. Lanes leave their results at PROGRAM_DATA + 4 * lane. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { LANES = 16, ALL = 0xffff };
enum { RA = 1, OUT = 4, LANE = 5, C = 6, V = 7, T = 8, U = 9, N = 10, NTH = 11 };
enum {
    TID = MUON_CSR_TID,
    WID = MUON_CSR_WID,
    CID = MUON_CSR_CID,
    AMASK = MUON_CSR_AMASK,
    TMASK = MUON_CSR_TMASK,
    HART = MUON_CSR_MHARTID
};

static struct program p;

static void start(void) {
    memset(&p, 0, sizeof p);
    program_lane_address(&p, OUT, PROGRAM_DATA, TID, 2);
    EMIT(&p, CSRRS, .rd = LANE, .imm = TID);
}

/* c = lane < n */
static void lane_below(uint8_t c, int n) {
    EMIT(&p, SLTI, .rd = c, .rs1 = LANE, .imm = n);
}

static void add(uint8_t rd, int imm) {
    EMIT(&p, ADDI, .rd = rd, .rs1 = rd, .imm = imm);
}

static void store(uint8_t rs2) {
    EMIT(&p, SW_GLOBAL, .rs1 = OUT, .rs2 = rs2);
}

static unsigned branch_if_zero(uint8_t rs1) {
    return EMIT(&p, BEQ, .rs1 = rs1);
}

static void here(unsigned from) {
    program_aim(&p, from, p.count);
}

static struct run run_it(void) {
    struct run run;
    run_program(&run, &p, NULL);
    return run;
}

static void finish(const uint32_t expected[LANES]) {
    program_exit(&p);
    struct run run = run_it();
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    for (unsigned lane = 0; lane < LANES; lane++)
        ck_assert_msg(run_word(&run, PROGRAM_DATA + 4 * lane) == expected[lane],
                      "lane %u: %#x, not %#x", lane, run_word(&run, PROGRAM_DATA + 4 * lane),
                      expected[lane]);
    run_free(&run);
}

#define EXPECT(expression)                                                                         \
    do {                                                                                           \
        uint32_t expected[LANES];                                                                  \
        for (unsigned lane = 0; lane < LANES; lane++)                                              \
            expected[lane] = (uint32_t)(expression);                                               \
        finish(expected);                                                                          \
    } while (0)

/* ---- split, join, pred, tmc ---- */

/* if (lane < 5) V += 1 else V += 100, as a compiler writes it */
START_TEST(split_runs_both_sides) {
    start();
    lane_below(C, 5);
    EMIT(&p, VX_SPLIT, .rs1 = C);
    unsigned to_else = branch_if_zero(C);
    add(V, 1);
    unsigned to_join = EMIT(&p, JAL);
    here(to_else);
    add(V, 100);
    here(to_join);
    EMIT(&p, VX_JOIN);
    EMIT(&p, CSRRS, .rd = T, .imm = TMASK);
    EMIT(&p, SLLI, .rd = T, .rs1 = T, .imm = 8);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = T);
    store(V);
    EXPECT((ALL << 8) + (lane < 5 ? 1 : 100));
}
END_TEST

START_TEST(split_n_swaps_the_sides) {
    start();
    lane_below(C, 5);
    EMIT(&p, VX_SPLIT_N, .rs1 = C);
    unsigned to_else = EMIT(&p, BNE, .rs1 = C); /* then: the lanes without C */
    add(V, 1);
    EMIT(&p, CSRRS, .rd = U, .imm = TMASK);
    unsigned to_join = EMIT(&p, JAL);
    here(to_else);
    add(V, 100);
    EMIT(&p, CSRRS, .rd = U, .imm = TMASK);
    here(to_join);
    EMIT(&p, VX_JOIN);
    EMIT(&p, SLLI, .rd = U, .rs1 = U, .imm = 8);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = U);
    store(V);
    EXPECT(lane < 5 ? (0x001f << 8) + 100 : (0xffe0u << 8) + 1);
}
END_TEST

/* Only bit 0 of the condition counts. */
START_TEST(split_looks_at_bit_0) {
    start();
    EMIT(&p, ADDI, .rd = C, .imm = 2); /* false everywhere: no divergence */
    EMIT(&p, VX_SPLIT, .rs1 = C);
    add(V, 3);
    EMIT(&p, VX_JOIN);
    store(V);
    EXPECT(3);
}
END_TEST

START_TEST(splits_nest) {
    start();
    lane_below(C, 8);
    EMIT(&p, ANDI, .rd = T, .rs1 = LANE, .imm = 1);
    EMIT(&p, VX_SPLIT, .rs1 = C);
    unsigned outer_else = branch_if_zero(C);
    EMIT(&p, VX_SPLIT, .rs1 = T);
    unsigned inner_else = branch_if_zero(T);
    add(V, 1);
    unsigned inner_join = EMIT(&p, JAL);
    here(inner_else);
    add(V, 2);
    here(inner_join);
    EMIT(&p, VX_JOIN);
    add(V, 10);
    unsigned outer_join = EMIT(&p, JAL);
    here(outer_else);
    add(V, 20);
    here(outer_join);
    EMIT(&p, VX_JOIN);
    add(V, 1000);
    store(V);
    EXPECT(1000 + (lane < 8 ? 10 + (lane & 1 ? 1 : 2) : 20));
}
END_TEST

/* while (C = V < lane) V++ for each lane, by vx_pred */
START_TEST(pred_loops_until_no_lane_is_left) {
    start();
    EMIT(&p, CSRRS, .rd = U, .imm = TMASK);
    unsigned top = p.count;
    EMIT(&p, SLT, .rd = C, .rs1 = V, .rs2 = LANE);
    EMIT(&p, VX_PRED, .rs1 = C, .rs2 = U);
    /* With all lanes restored the loop is over: no lane has a true condition. */
    unsigned out = branch_if_zero(C);
    add(V, 1);
    program_aim(&p, EMIT(&p, JAL), top);
    here(out);
    store(V);
    EXPECT(lane);
}
END_TEST

START_TEST(pred_n_keeps_lanes_with_a_false_condition) {
    start();
    lane_below(C, 3);
    EMIT(&p, CSRRS, .rd = U, .imm = TMASK);
    EMIT(&p, VX_PRED_N, .rs1 = C, .rs2 = U);
    add(V, 7);
    program_li(&p, T, ALL);
    EMIT(&p, VX_TMC, .rs1 = T);
    store(V);
    EXPECT(lane < 3 ? 0 : 7);
}
END_TEST

START_TEST(tmc_takes_the_lowest_active_lanes_mask) {
    start();
    EMIT(&p, ADDI, .rd = T, .rs1 = LANE, .imm = 0xfff0); /* lane 0 says 0xfff0, lane 4 0xfff4 */
    EMIT(&p, VX_TMC, .rs1 = T);
    EMIT(&p, VX_TMC, .rs1 = T);
    add(V, 1);
    program_li(&p, T, ALL);
    EMIT(&p, VX_TMC, .rs1 = T);
    store(V);
    EXPECT(0xfff4u >> lane & 1);
}
END_TEST

/* ---- branches ---- */

START_TEST(branches_follow_the_lowest_active_lane) {
    start();
    program_li(&p, T, 0xff00);
    EMIT(&p, VX_TMC, .rs1 = T);
    lane_below(C, 9); /* true in lane 8 only */
    unsigned skip = EMIT(&p, BNE, .rs1 = C);
    add(V, 1);
    here(skip);
    program_li(&p, T, ALL);
    EMIT(&p, VX_TMC, .rs1 = T);
    store(V);
    EXPECT(0);
}
END_TEST

START_TEST(every_branch_decides_as_riscv) {
    static const struct {
        enum muon_op op;
        uint32_t a, b;
        bool taken;
    } cases[] = {
        {MUON_BEQ, 1, 1, true},
        {MUON_BEQ, 1, 2, false},
        {MUON_BNE, 1, 2, true},
        {MUON_BNE, 2, 2, false},
        {MUON_BLT, 0xffffffff, 1, true},
        {MUON_BLT, 1, 0xffffffff, false},
        {MUON_BGE, 1, 0xffffffff, true},
        {MUON_BGE, 0xffffffff, 1, false},
        {MUON_BGE, 5, 5, true},
        {MUON_BLT, 5, 5, false},
        {MUON_BLTU, 0xffffffff, 1, false},
        {MUON_BLTU, 1, 0xffffffff, true},
        {MUON_BGEU, 1, 0xffffffff, false},
        {MUON_BGEU, 0xffffffff, 1, true},
    };
    uint32_t not_taken = 0;
    start();
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        program_li(&p, T, cases[i].a);
        program_li(&p, U, cases[i].b);
        unsigned branch =
            program_emit(&p, &(struct muon_insn){.op = cases[i].op, .rs1 = T, .rs2 = U});
        EMIT(&p, XORI, .rd = V, .rs1 = V, .imm = 1 << i);
        here(branch);
        not_taken |= (uint32_t)!cases[i].taken << i;
    }
    store(V);
    EXPECT(not_taken);
}
END_TEST

START_TEST(calls_link_and_return) {
    start();
    unsigned call = EMIT(&p, JAL, .rd = RA);
    add(V, 1);
    unsigned over = EMIT(&p, JAL);
    here(call);
    add(V, 100);
    EMIT(&p, JALR, .rs1 = RA);
    here(over);
    unsigned pc = EMIT(&p, AUIPC, .rd = T, .imm = 0x12345);
    EMIT(&p, SUB, .rd = V, .rs1 = T, .rs2 = V);
    store(V);
    EXPECT(program_pc(pc) + 0x12345 - 101);
}
END_TEST

START_TEST(jalr_with_rd_equal_to_rs1_jumps_to_the_old_value) {
    start();
    program_li(&p, RA, 0);
    unsigned at = p.count;
    EMIT(&p, ADDI, .rd = RA, .imm = (int32_t)program_pc(at + 4));
    EMIT(&p, JALR, .rd = RA, .rs1 = RA);
    add(V, 1);
    add(V, 1);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = RA);
    store(V);
    EXPECT(program_pc(at + 2));
}
END_TEST

/* ---- ends and results ---- */

static uint32_t result_of_ending(void) {
    struct run run = run_it();
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    uint32_t result = musim_result(run.machine);
    run_free(&run);
    return result;
}

START_TEST(a_warp_ends_by_tohost_an_empty_mask_or_pc_0) {
    start();
    EMIT(&p, ADDI, .rd = V, .rs1 = LANE, .imm = 40);
    program_li(&p, T, 0xff0);
    EMIT(&p, VX_TMC, .rs1 = T);
    program_tohost(&p, V);
    ck_assert_uint_eq(result_of_ending(), 44);
    start();
    EMIT(&p, VX_TMC);
    program_tohost(&p, OUT);
    ck_assert_uint_eq(result_of_ending(), 0);
    start();
    EMIT(&p, VX_PRED);
    program_tohost(&p, OUT);
    ck_assert_uint_eq(result_of_ending(), 0);
    start();
    EMIT(&p, JALR);
    program_tohost(&p, OUT);
    ck_assert_uint_eq(result_of_ending(), 0);
}
END_TEST

START_TEST(x0_stays_0) {
    start();
    program_li(&p, 0, 5);
    EMIT(&p, LW_GLOBAL, .rd = 0, .rs1 = OUT);
    EMIT(&p, JAL, .imm = 8);
    EMIT(&p, ADD, .rd = V);
    store(V);
    EXPECT(0);
}
END_TEST

/* ---- warps and cores ---- */

/* Every warp adds its number to a word of its own, then they meet, then warp 0 of core 0 sums. */
static void barrier_program(unsigned warps, unsigned cores, unsigned number) {
    memset(&p, 0, sizeof p);
    program_li(&p, N, warps);
    unsigned spawn = EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    p.words[spawn] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_lane_address(&p, OUT, PROGRAM_DATA, HART, 2);
    EMIT(&p, CSRRS, .rd = V, .imm = HART);
    EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 1);
    store(V);
    program_li(&p, N, warps * cores);
    program_li(&p, NTH, number);
    program_barrier(&p, NTH, N);
    EMIT(&p, CSRRS, .rd = T, .imm = HART);
    EMIT(&p, SRLI, .rd = T, .rs1 = T, .imm = 4); /* warp number in the cluster */
    unsigned first = EMIT(&p, BEQ, .rs1 = T);
    program_exit(&p);
    here(first);
    program_li(&p, C, warps * cores * LANES);
    program_li(&p, T, PROGRAM_DATA);
    program_li(&p, V, 0);
    unsigned top = p.count;
    EMIT(&p, LW_GLOBAL, .rd = U, .rs1 = T);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = U);
    add(T, 4);
    add(C, -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = C), top);
    program_tohost(&p, V);
}

START_TEST(warps_of_all_cores_meet_at_a_barrier) {
    static const struct musim_config shapes[] = {{.cores = 1, .warps = 1, .lanes = LANES},
                                                 {.cores = 1, .warps = 4, .lanes = LANES},
                                                 {.cores = 2, .warps = 8, .lanes = LANES},
                                                 {.cores = 8, .warps = 16, .lanes = LANES}};
    for (unsigned i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (uint64_t seed = 0; seed < 20; seed++) {
            struct musim_config config = shapes[i];
            config.perturb = seed;
            barrier_program(config.warps, config.cores, seed % 16);
            struct run run;
            run_program(&run, &p, &config);
            uint32_t n = config.warps * config.cores * LANES;
            ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
            ck_assert_uint_eq(musim_result(run.machine), n * (n + 1) / 2);
            run_free(&run);
        }
    }
}
END_TEST

START_TEST(a_barrier_can_be_used_again) {
    memset(&p, 0, sizeof p);
    program_li(&p, N, 4);
    EMIT(&p, ADDI, .rd = T, .imm = (int32_t)program_pc(3));
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    program_li(&p, N, 4); /* a spawned warp has registers of its own */
    program_li(&p, C, 100);
    unsigned top = p.count;
    program_barrier(&p, 0, N);
    add(C, -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = C), top);
    program_exit(&p);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 4, .perturb = 7});
    struct musim_stats stats;
    musim_get_stats(run.machine, &stats);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    ck_assert_uint_eq(stats.barriers, 100);
    run_free(&run);
}
END_TEST

/* Warp w and its neighbour meet at barrier w / 2 of 16; who came to the wrong one would wait for
 * ever. */
START_TEST(sixteen_barriers_keep_warps_apart) {
    memset(&p, 0, sizeof p);
    program_li(&p, N, 16);
    EMIT(&p, ADDI, .rd = T, .imm = (int32_t)program_pc(3));
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    EMIT(&p, CSRRS, .rd = NTH, .imm = WID);
    EMIT(&p, CSRRS, .rd = V, .imm = CID);
    EMIT(&p, SLLI, .rd = V, .rs1 = V, .imm = 4);
    EMIT(&p, ADD, .rd = NTH, .rs1 = NTH, .rs2 = V);
    EMIT(&p, SRLI, .rd = NTH, .rs1 = NTH, .imm = 1);
    program_li(&p, N, 2);
    program_barrier(&p, NTH, N);
    program_exit(&p);
    for (uint64_t seed = 0; seed < 8; seed++) {
        struct run run;
        run_program(&run, &p, &(struct musim_config){.cores = 2, .warps = 16, .perturb = seed});
        struct musim_stats stats;
        musim_get_stats(run.machine, &stats);
        ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
        ck_assert_uint_eq(stats.barriers, 16);
        run_free(&run);
    }
}
END_TEST

/* A warp that spins on memory does not keep the one it waits for from running. */
START_TEST(spinning_warps_starve_nobody) {
    memset(&p, 0, sizeof p);
    program_li(&p, OUT, PROGRAM_DATA);
    program_li(&p, N, 2);
    unsigned spawn = p.count;
    EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    unsigned top = p.count;
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = OUT);
    program_aim(&p, EMIT(&p, BEQ, .rs1 = V), top);
    program_tohost(&p, V);
    p.words[spawn] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_li(&p, C, 3000);
    top = p.count;
    add(C, -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = C), top);
    program_li(&p, OUT, PROGRAM_DATA);
    program_li(&p, V, 9);
    store(V);
    program_exit(&p);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 2});
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    ck_assert_uint_eq(musim_result(run.machine), 9);
    run_free(&run);
}
END_TEST

/* ---- CSRs ---- */

START_TEST(csrs_tell_the_place_and_the_shape) {
    static const struct {
        int number;
        uint32_t value; /* of core 1, warp 2, lane 3 of cluster 1 in a 2 × 2 × 4 × 8 machine */
    } csrs[] = {
        {0xcc0, 3},
        {0xcc1, 2},
        {0xcc2, 1},
        {0xcd0, 1},
        {0xcc4, 0xff},
        {0xfc0, 8},
        {0xfc1, 4},
        {0xfc2, 2},
        {0xf14, 8 * 4 + 8 * 2 + 3},
        {0xf11, 0},
        {0xf12, 0},
        {0xf13, 0},
        {0x301, 0x40001100},
        {0xfc3, 1},
        {0xfc4, 0},
        {0xfc5, 0},
        {0xfc6, (8 * 4 + 8 * 2 + 3) % 10},
        {0xfc7, (8 * 4 + 8 * 2 + 3) / 10},
        {0xfc8, 0},
        {0xfc9, NEUTRINO_ARGS_BASE + 24},
    };
    static const uint32_t args[] = {2, 1, 1, 10, 10, 1};
    enum { COUNT = sizeof csrs / sizeof csrs[0] };
    memset(&p, 0, sizeof p);
    p.args = args;
    p.args_bytes = sizeof args;
    program_li(&p, N, 4);
    EMIT(&p, ADDI, .rd = T, .imm = (int32_t)program_pc(3));
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    program_lane_address(&p, OUT, PROGRAM_DATA, HART, 7);
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_CLID);
    EMIT(&p, SLLI, .rd = T, .rs1 = T, .imm = 13);
    EMIT(&p, ADD, .rd = OUT, .rs1 = OUT, .rs2 = T);
    for (int i = 0; i < COUNT; i++) {
        EMIT(&p, CSRRS, .rd = V, .imm = csrs[i].number);
        EMIT(&p, SW_GLOBAL, .rs1 = OUT, .rs2 = V, .imm = 4 * i);
    }
    program_exit(&p);
    struct run run;
    run_program(&run, &p,
                &(struct musim_config){.clusters = 2, .cores = 2, .warps = 4, .lanes = 8});
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    uint32_t base = PROGRAM_DATA + 8192 + (8 * 4 + 8 * 2 + 3) * 128;
    for (uint32_t i = 0; i < COUNT; i++)
        ck_assert_msg(run_word(&run, base + 4 * i) == csrs[i].value, "CSR %#x: %#x", csrs[i].number,
                      run_word(&run, base + 4 * i));
    run_free(&run);
}
END_TEST

START_TEST(counters_count_instructions) {
    start(); /* four instructions */
    EMIT(&p, CSRRS, .rd = V, .imm = MUON_CSR_MINSTRET);
    add(T, 1);
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_MCYCLE);
    EMIT(&p, SUB, .rd = U, .rs1 = T, .rs2 = V);
    EMIT(&p, SLLI, .rd = U, .rs1 = U, .imm = 8);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = U);
    store(V);
    EXPECT(4 + (2 << 8));
}
END_TEST

START_TEST(user_counters_are_the_machines) {
    static const int users[] = {MUON_CSR_CYCLE, MUON_CSR_INSTRET},
                     machines[] = {MUON_CSR_MCYCLE, MUON_CSR_MINSTRET};
    start();
    for (unsigned i = 0; i < 2; i++) {
        EMIT(&p, CSRRS, .rd = T, .imm = users[i]);
        EMIT(&p, CSRRS, .rd = U, .imm = machines[i]); /* one more */
        EMIT(&p, SUB, .rd = T, .rs1 = U, .rs2 = T);
        EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = T);
    }
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_CYCLEH);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = T);
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_INSTRETH);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = T);
    store(V);
    EXPECT(2);
}
END_TEST

START_TEST(fcsr_is_frm_and_fflags) {
    start();
    EMIT(&p, CSRRWI, .rs1 = 0x1f, .imm = 1);
    EMIT(&p, CSRRCI, .rs1 = 0x0c, .imm = 1);
    EMIT(&p, CSRRWI, .rs1 = 2, .imm = 2);
    EMIT(&p, CSRRS, .rd = V, .imm = 3);
    program_li(&p, T, 0x61);
    EMIT(&p, CSRRW, .rd = U, .rs1 = T, .imm = 3);
    EMIT(&p, CSRRS, .rd = T, .imm = 2);
    EMIT(&p, SLLI, .rd = T, .rs1 = T, .imm = 16);
    EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = T);
    store(V);
    EXPECT((3 << 16) + 0x53);
}
END_TEST

/* ---- memory ---- */

START_TEST(loads_extend_and_stores_truncate) {
    static const enum muon_op loads[] = {MUON_LB_GLOBAL, MUON_LBU_GLOBAL, MUON_LH_GLOBAL,
                                         MUON_LHU_GLOBAL, MUON_LW_GLOBAL};
    static const enum muon_op shared_loads[] = {MUON_LB_SHARED, MUON_LBU_SHARED, MUON_LH_SHARED,
                                                MUON_LHU_SHARED, MUON_LW_SHARED};
    for (unsigned shared = 0; shared < 2; shared++) {
        for (unsigned i = 0; i < 5; i++) {
            static const uint32_t results[] = {0xfffffff0, 0xf0, 0xffff80f0, 0x80f0, 0x123480f0};
            start();
            if (shared)
                EMIT(&p, SLLI, .rd = T, .rs1 = LANE, .imm = 3);
            else
                EMIT(&p, ADDI, .rd = T, .rs1 = OUT, .imm = 0x100);
            program_li(&p, V, 0x123480f0);
            EMIT(&p, ADD, .rd = V, .rs1 = V, .rs2 = LANE);
            program_emit(&p, &(struct muon_insn){.op = shared ? MUON_SW_SHARED : MUON_SW_GLOBAL,
                                                 .rs1 = T,
                                                 .rs2 = V});
            program_emit(&p, &(struct muon_insn){
                                 .op = shared ? shared_loads[i] : loads[i], .rd = U, .rs1 = T});
            store(U);
            EXPECT(results[i] + lane);
        }
    }
}
END_TEST

START_TEST(narrow_stores_touch_only_their_bytes) {
    for (unsigned shared = 0; shared < 2; shared++) {
        start();
        EMIT(&p, ADDI, .rd = T, .rs1 = OUT, .imm = shared ? 0x100 - PROGRAM_DATA : 0x100);
        program_li(&p, V, 0xffffffff);
        program_emit(&p, &(struct muon_insn){
                             .op = shared ? MUON_SW_SHARED : MUON_SW_GLOBAL, .rs1 = T, .rs2 = V});
        program_emit(&p, &(struct muon_insn){.op = shared ? MUON_SB_SHARED : MUON_SB_GLOBAL,
                                             .rs1 = T,
                                             .rs2 = LANE});
        program_emit(&p, &(struct muon_insn){.op = shared ? MUON_SH_SHARED : MUON_SH_GLOBAL,
                                             .rs1 = T,
                                             .rs2 = LANE,
                                             .imm = 2});
        program_emit(&p, &(struct muon_insn){
                             .op = shared ? MUON_LW_SHARED : MUON_LW_GLOBAL, .rd = U, .rs1 = T});
        store(U);
        EXPECT(0xff00 | lane | lane << 16);
    }
}
END_TEST

/* Contiguous, all the same, backwards and scattered; bytes in sequence; under a mask. */
START_TEST(access_patterns_agree) {
    static const int strides[] = {4, 0, -4, 12, 1, 2};
    for (unsigned i = 0; i < 6; i++) {
        for (unsigned masked = 0; masked < 2; masked++) {
            start();
            program_li(&p, T, (uint32_t)strides[i]);
            EMIT(&p, MUL, .rd = T, .rs1 = T, .rs2 = LANE);
            EMIT(&p, ADDI, .rd = T, .rs1 = T, .imm = PROGRAM_DATA + 0x400);
            program_li(&p, V, 0xffff);
            if (masked) {
                program_li(&p, U, 0x5a5a);
                EMIT(&p, VX_TMC, .rs1 = U);
            }
            EMIT(&p, SB_GLOBAL, .rs1 = T, .rs2 = LANE);
            EMIT(&p, LBU_GLOBAL, .rd = V, .rs1 = T);
            program_li(&p, U, ALL);
            EMIT(&p, VX_TMC, .rs1 = U);
            store(V);
            /* Of lanes that store to one place, the last wins. */
            EXPECT(masked && !(0x5a5au >> lane & 1) ? 0xffff
                   : strides[i] == 0                ? (masked ? 14 : 15)
                                                    : lane);
        }
    }
}
END_TEST

START_TEST(code_changes_take_effect_after_fence_i) {
    start();
    struct muon_insn better = {.op = MUON_ADDI, .rd = V, .rs1 = V, .imm = 100};
    uint64_t word = muon_encode(&better);
    unsigned top = p.count;
    add(V, 1); /* becomes better */
    unsigned again = EMIT(&p, BNE, .rs1 = C);
    program_li(&p, C, 1);
    program_li(&p, T, program_pc(top));
    program_li(&p, U, (uint32_t)word);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = U);
    program_li(&p, U, (uint32_t)(word >> 32));
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = U, .imm = 4);
    EMIT(&p, FENCE);
    EMIT(&p, FENCE_S);
    EMIT(&p, FENCE_I);
    program_aim(&p, EMIT(&p, JAL), top);
    here(again);
    store(V);
    EXPECT(101);
}
END_TEST

START_TEST(code_runs_across_pages) {
    start();
    for (int i = 0; i < 1500; i++)
        add(V, 1);
    store(V);
    EXPECT(1500);
}
END_TEST

START_TEST(console_prints_stored_bytes) {
    start();
    program_li(&p, T, NEUTRINO_CONSOLE);
    EMIT(&p, ADDI, .rd = V, .rs1 = LANE, .imm = 'a');
    EMIT(&p, SB_GLOBAL, .rs1 = T, .rs2 = V);
    program_li(&p, V, '\n');
    program_li(&p, U, 1);
    EMIT(&p, VX_TMC, .rs1 = U);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = V);
    program_exit(&p);
    struct run run = run_it();
    ck_assert_str_eq(run.console, "abcdefghijklmnop\n");
    run_free(&run);
}
END_TEST

START_TEST(clusters_have_private_memories_of_their_own) {
    memset(&p, 0, sizeof p);
    EMIT(&p, CSRRS, .rd = V, .imm = MUON_CSR_CLID);
    program_li(&p, T, NEUTRINO_PRIVATE_BASE + NEUTRINO_PRIVATE_BYTES - 4);
    add(V, 5);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = V);
    EMIT(&p, SH_SHARED, .rs1 = 0, .rs2 = V, .imm = NEUTRINO_SHARED_BYTES - 2);
    program_li(&p, C, 1000); /* until all clusters have stored */
    unsigned top = p.count;
    add(C, -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = C), top);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T);
    EMIT(&p, LHU_SHARED, .rd = U, .imm = NEUTRINO_SHARED_BYTES - 2);
    EMIT(&p, SLLI, .rd = U, .rs1 = U, .imm = 16);
    EMIT(&p, OR, .rd = V, .rs1 = V, .rs2 = U);
    program_lane_address(&p, OUT, PROGRAM_DATA, MUON_CSR_CLID, 2);
    store(V);
    program_exit(&p);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.clusters = 3, .cores = 1, .warps = 1});
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    for (uint32_t i = 0; i < 3; i++)
        ck_assert_uint_eq(run_word(&run, PROGRAM_DATA + 4 * i), (i + 5) << 16 | (i + 5));
    ck_assert_uint_eq(run_word(&run, NEUTRINO_PRIVATE_BASE + NEUTRINO_PRIVATE_BYTES - 4), 5);
    run_free(&run);
}
END_TEST

SUITE("SIMT control", NULL, NULL, split_runs_both_sides, split_n_swaps_the_sides,
      split_looks_at_bit_0, splits_nest, pred_loops_until_no_lane_is_left,
      pred_n_keeps_lanes_with_a_false_condition, tmc_takes_the_lowest_active_lanes_mask,
      branches_follow_the_lowest_active_lane, every_branch_decides_as_riscv, calls_link_and_return,
      jalr_with_rd_equal_to_rs1_jumps_to_the_old_value, a_warp_ends_by_tohost_an_empty_mask_or_pc_0,
      x0_stays_0, warps_of_all_cores_meet_at_a_barrier, a_barrier_can_be_used_again,
      sixteen_barriers_keep_warps_apart, spinning_warps_starve_nobody,
      csrs_tell_the_place_and_the_shape, counters_count_instructions,
      user_counters_are_the_machines, fcsr_is_frm_and_fflags, loads_extend_and_stores_truncate,
      narrow_stores_touch_only_their_bytes, access_patterns_agree,
      code_changes_take_effect_after_fence_i, code_runs_across_pages, console_prints_stored_bytes,
      clusters_have_private_memories_of_their_own)
