/* --check: branches and indirect jumps on which the lanes of a warp do not agree. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { RA = 1, LANE = 5, A = 6, B = 7, T = 8, LANES = 16 };

static struct program p;

static void start(void) {
    memset(&p, 0, sizeof p);
    EMIT(&p, CSRRS, .rd = LANE, .imm = 0xcc0);
}

static void run_checked(struct run *run, bool check, unsigned lanes) {
    run_program(run, &p,
                &(struct musim_config){.cores = 1, .warps = 1, .lanes = lanes, .check = check});
}

/* Ends well without --check, with this report under it. */
static void expect_lanes(unsigned lanes, const char *report) {
    struct run run;
    run_checked(&run, false, lanes);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    run_free(&run);
    run_checked(&run, true, lanes);
    ck_assert_str_eq(run.report, report);
    ck_assert_int_eq(run.status, *report ? MUSIM_FAULT : MUSIM_DONE);
    run_free(&run);
}

static void expect(const char *report) {
    expect_lanes(LANES, report);
}

/* The lanes of the mask, and no others, branch. */
static void branch_in(uint32_t mask) {
    start();
    program_li(&p, A, mask);
    EMIT(&p, SRL, .rd = A, .rs1 = A, .rs2 = LANE);
    EMIT(&p, ANDI, .rd = A, .rs1 = A, .imm = 1);
    EMIT(&p, BNE, .rs1 = A, .imm = MUON_WORD_BYTES);
    program_exit(&p);
}

#define BRANCH_PLACE "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000020 in main+0x20\n"

START_TEST(branches_name_the_smaller_side) {
    static const struct {
        uint32_t mask;
        const char *text;
    } cases[] = {
        {0x0029, "lanes 0, 3 and 5 branch, the others do not"},
        {0x0010, "lane 4 branches, the others do not"},
        {0x7fff, "lane 15 does not branch, the others do"},
        {0x00ff, "lanes 0 to 7 branch, the others do not"},
        {0xfff0, "lanes 0 to 3 do not branch, the others do"},
        {0x8c07, "lanes 0 to 2, 10, 11 and 15 branch, the others do not"},
        {0xe001, "lanes 0 and 13 to 15 branch, the others do not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char report[300];
        snprintf(report, sizeof report, "test.elf: error: divergent branch: %s\n" BRANCH_PLACE,
                 cases[i].text);
        branch_in(cases[i].mask);
        expect(report);
    }
}
END_TEST

START_TEST(every_width_is_checked) {
    branch_in(0x80000000);
    expect_lanes(
        32,
        "test.elf: error: divergent branch: lane 31 branches, the others do not\n" BRANCH_PLACE);
    branch_in(2);
    expect_lanes(
        2, "test.elf: error: divergent branch: lane 1 branches, the other does not\n" BRANCH_PLACE);
    branch_in(1);
    expect_lanes(1, "");
}
END_TEST

START_TEST(lanes_that_agree_branch) {
    branch_in(0);
    expect("");
    branch_in(0xffff);
    expect("");
}
END_TEST

/* As signed or unsigned numbers, as the branch has it. */
START_TEST(every_kind_of_branch_is_checked) {
    static const struct {
        enum muon_op op;
        uint32_t few, others; /* what lanes 0 and 1, and the others, compare with b */
        uint32_t b;
        bool taken; /* by lanes 0 and 1 */
        bool differ;
    } cases[] = {
        {MUON_BEQ, 1, 2, 1, true, true},           {MUON_BNE, 1, 2, 1, false, true},
        {MUON_BLT, 1, 0xffffffff, 0, false, true}, {MUON_BGE, 1, 0xffffffff, 0, true, true},
        {MUON_BLTU, 1, 0xffffffff, 2, true, true}, {MUON_BGEU, 1, 0xffffffff, 2, false, true},
        {MUON_BLT, 1, 0xffffffff, 2, true, false}, {MUON_BLTU, 1, 0xffffffff, 0, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start();
        EMIT(&p, SLTI, .rd = T, .rs1 = LANE, .imm = 2);
        program_li(&p, A, cases[i].few - cases[i].others);
        EMIT(&p, MUL, .rd = A, .rs1 = A, .rs2 = T);
        EMIT(&p, ADDI, .rd = A, .rs1 = A, .imm = (int32_t)cases[i].others);
        program_li(&p, B, cases[i].b);
        program_emit(
            &p, &(struct muon_insn){.op = cases[i].op, .rs1 = A, .rs2 = B, .imm = MUON_WORD_BYTES});
        program_exit(&p);
        char report[300];
        snprintf(report, sizeof report,
                 "test.elf: error: divergent branch: lanes 0 and 1 %s, the others %s\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000030 in main+0x30\n",
                 cases[i].taken ? "branch" : "do not branch", cases[i].taken ? "do not" : "do");
        expect(cases[i].differ ? report : "");
    }
}
END_TEST

START_TEST(inactive_lanes_have_no_say) {
    start();
    EMIT(&p, SLTI, .rd = A, .rs1 = LANE, .imm = 4);
    program_li(&p, T, 0xf0);
    EMIT(&p, VX_TMC, .rs1 = T);
    EMIT(&p, BNE, .rs1 = A, .imm = MUON_WORD_BYTES);
    program_li(&p, T, 0x18);
    EMIT(&p, VX_TMC, .rs1 = T);
    EMIT(&p, BNE, .rs1 = A, .imm = MUON_WORD_BYTES);
    program_exit(&p);
    expect("test.elf: error: divergent branch: lane 3 branches, the other does not\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000038 in main+0x38\n");
}
END_TEST

START_TEST(indirect_jumps_have_one_target) {
    start();
    EMIT(&p, SLTIU, .rd = A, .rs1 = LANE, .imm = 14);
    EMIT(&p, SLLI, .rd = A, .rs1 = A, .imm = 3);
    EMIT(&p, ADDI, .rd = A, .rs1 = A, .imm = (int32_t)program_pc(4));
    EMIT(&p, JALR, .rd = RA, .rs1 = A, .imm = 8);
    program_exit(&p); /* 5, where lanes 14 and 15 go */
    program_exit(&p); /* 6 */
    expect("test.elf: error: divergent jump: lane 0 goes to 0x10000030, lanes 14 and 15 go "
           "elsewhere\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000020 in main+0x20\n");
    start();
    program_li(&p, A, program_pc(3));
    EMIT(&p, JALR, .rd = RA, .rs1 = A);
    program_exit(&p);
    expect("");
}
END_TEST

/* What faults without --check does so with it. */
START_TEST(jumps_still_go_to_multiples_of_8) {
    start();
    program_li(&p, A, 0x10000004);
    EMIT(&p, JALR, .rs1 = A);
    struct run run;
    run_checked(&run, true, LANES);
    ck_assert_str_eq(run.report,
                     "test.elf: error: jump to 0x10000004, which is no multiple of 8\n"
                     "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000010 in "
                     "main+0x10\n");
    run_free(&run);
}
END_TEST

SUITE("SIMT check", NULL, NULL, branches_name_the_smaller_side, every_width_is_checked,
      lanes_that_agree_branch, every_kind_of_branch_is_checked, inactive_lanes_have_no_say,
      indirect_jumps_have_one_target, jumps_still_go_to_multiples_of_8)
