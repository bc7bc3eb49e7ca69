/* --check: branches and indirect jumps on which the lanes of a warp do not agree. */
#include "object/promises.h"
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { RA = 1, LANE = 5, A = 6, B = 7, T = 8, LANES = 16 };

static struct program p;

static void start(void) {
    memset(&p, 0, sizeof p);
    EMIT(&p, CSRRS, .rd = LANE, .imm = MUON_CSR_TID);
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

/* ---- __uniform ---- */

static const char files[] = "a.cl\0b.cl";
static uint32_t assertions[4][5];

/* The next instruction: there the register's low bytes are the same in all active lanes. */
static void assert_uniform(unsigned reg, unsigned bytes, unsigned line) {
    uint32_t record[5] = {program_pc(p.count), uniform_what(reg, bytes), line % 2 ? 0 : 5, line, 9};
    memcpy((char *)assertions + p.uniform_bytes, record, sizeof record);
    p.uniform = assertions;
    p.uniform_bytes += sizeof record;
    p.files = files;
    p.files_bytes = sizeof files;
}

#define UNIFORM_PLACE(offset) "test.elf: note: cluster 0, core 0, warp 0, pc " offset "\n"

START_TEST(lanes_agree_on_what_is_asserted) {
    start();
    EMIT(&p, SLTI, .rd = A, .rs1 = LANE, .imm = 13);
    EMIT(&p, SLLI, .rd = B, .rs1 = LANE, .imm = 8);
    assert_uniform(B, 1, 3);
    assert_uniform(A, 4, 4);
    program_exit(&p);
    expect("b.cl:4:9: error: broken __uniform: lanes 0 to 12 have 0x00000001, lanes 13 to 15 have "
           "0x00000000\n" UNIFORM_PLACE("0x10000018 in main+0x18"));
    assertions[1][1] = uniform_what(B, 2);
    expect("b.cl:4:9: error: broken __uniform: lane 0 has 0x0000, lane 1 has 0x0100, lane 2 has "
           "0x0200, lane 3 has 0x0300, lanes 4 to 15 have others\n" UNIFORM_PLACE(
               "0x10000018 in main+0x18"));
    expect_lanes(5, "b.cl:4:9: error: broken __uniform: lane 0 has 0x0000, lane 1 has 0x0100, lane "
                    "2 has 0x0200, lane 3 has 0x0300, lane 4 has another\n" UNIFORM_PLACE(
                        "0x10000018 in main+0x18"));
    expect_lanes(1, "");
    assertions[0][1] = uniform_what(LANE, 1);
    expect_lanes(2, "a.cl:3:9: error: broken __uniform: lane 0 has 0x00, lane 1 has "
                    "0x01\n" UNIFORM_PLACE("0x10000018 in main+0x18"));
}
END_TEST

/* Before any kind of instruction, which is then executed as ever. */
START_TEST(what_is_asserted_changes_nothing) {
    start();
    assert_uniform(T, 4, 1);
    EMIT(&p, ADDI, .rd = A, .rs1 = LANE, .imm = 1);
    EMIT(&p, SLTI, .rd = B, .rs1 = LANE, .imm = 4);
    assert_uniform(T, 4, 2);
    EMIT(&p, VX_SPLIT_N, .rs1 = B);
    unsigned branch = EMIT(&p, BNE, .rs1 = B);
    assert_uniform(B, 4, 3);
    EMIT(&p, ADDI, .rd = A, .rs1 = A, .imm = 100);
    program_aim(&p, branch, p.count);
    assert_uniform(B, 4, 4);
    EMIT(&p, VX_JOIN);
    program_lane_address(&p, B, PROGRAM_DATA, MUON_CSR_TID, 2);
    EMIT(&p, SW_GLOBAL, .rs1 = B, .rs2 = A);
    program_exit(&p);
    struct run run;
    run_checked(&run, true, LANES);
    ck_assert_str_eq(run.report, "");
    for (uint32_t lane = 0; lane < LANES; lane++)
        ck_assert_uint_eq(run_word(&run, PROGRAM_DATA + 4 * lane),
                          lane < 4 ? lane + 1 : lane + 101);
    run_free(&run);
}
END_TEST

/* Of branches, of what the slow part executes, and in the second round. */
START_TEST(assertions_stand_before_any_instruction) {
    start();
    unsigned loop = p.count;
    assert_uniform(A, 4, 1);
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_WID);
    EMIT(&p, ADDI, .rd = A, .rs1 = LANE);
    EMIT(&p, ADDI, .rd = B, .rs1 = B, .imm = 1);
    EMIT(&p, SLTI, .rd = T, .rs1 = B, .imm = 2);
    assert_uniform(T, 4, 2);
    program_aim(&p, EMIT(&p, BNE, .rs1 = T), loop);
    program_exit(&p);
    expect("a.cl:1:9: error: broken __uniform: lane 0 has 0x00000000, lane 1 has 0x00000001, lane "
           "2 has 0x00000002, lane 3 has 0x00000003, lanes 4 to 15 have "
           "others\n" UNIFORM_PLACE("0x10000008 in main+0x8"));
    assertions[1][1] = uniform_what(LANE, 4);
    expect_lanes(2, "b.cl:2:9: error: broken __uniform: lane 0 has 0x00000000, lane 1 has "
                    "0x00000001\n" UNIFORM_PLACE("0x10000028 in main+0x28"));
}
END_TEST

SUITE("SIMT check", NULL, NULL, lanes_agree_on_what_is_asserted, what_is_asserted_changes_nothing,
      assertions_stand_before_any_instruction, branches_name_the_smaller_side,
      every_width_is_checked, lanes_that_agree_branch, every_kind_of_branch_is_checked,
      inactive_lanes_have_no_say, indirect_jumps_have_one_target, jumps_still_go_to_multiples_of_8)
