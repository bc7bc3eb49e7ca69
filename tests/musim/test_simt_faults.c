/* What stops a run: each fault's report in full, deadlocks, misuse of runs, limits. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { T = 8, U = 9, V = 10, R = 11, S = 12, LANE = 5 };

static struct program p;

static void start(void) {
    memset(&p, 0, sizeof p);
    EMIT(&p, CSRRS, .rd = LANE, .imm = MUON_CSR_TID);
}

/* The program ends the run with this status and this report. */
static void expect(const struct musim_config *config, enum musim_status status,
                   const char *report) {
    struct run run;
    run_program(&run, &p, config);
    ck_assert_str_eq(run.report, report);
    ck_assert_int_eq(run.status, status);
    run_free(&run);
}

static void expect_fault(const char *report) {
    expect(NULL, MUSIM_FAULT, report);
}

/* ---- memory ---- */

START_TEST(a_null_pointer_faults) {
    start();
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = 0, .imm = 8);
    expect_fault("test.elf: error: unmapped address: 4-byte load from global address 0x00000008\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

/* Of several lanes the first one at fault is named. */
START_TEST(a_misaligned_access_names_the_lane) {
    start();
    program_li(&p, T, 0x20000003);
    EMIT(&p, SUB, .rd = T, .rs1 = T, .rs2 = LANE);
    program_li(&p, U, 0xff00); /* 0x20000003 - 9 is misaligned */
    EMIT(&p, VX_TMC, .rs1 = U);
    EMIT(&p, SH_GLOBAL, .rs1 = T, .rs2 = V);
    expect_fault("test.elf: error: misaligned access: 2-byte store to global address 0x1ffffffb\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 8, pc 0x10000028 in main+0x28\n");
}
END_TEST

START_TEST(shared_memory_ends) {
    start();
    program_li(&p, T, NEUTRINO_SHARED_BYTES - 4);
    EMIT(&p, LW_SHARED, .rd = V, .rs1 = T);
    EMIT(&p, SB_SHARED, .rs1 = T, .rs2 = V, .imm = 4);
    expect_fault("test.elf: error: unmapped address: 1-byte store to shared address 0x00020000\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000018 in main+0x18\n");
}
END_TEST

START_TEST(device_pages_have_no_other_registers) {
    start();
    program_li(&p, T, NEUTRINO_CONTROL_BASE);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T, .imm = NEUTRINO_CONTROL_STATUS);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T, .imm = 12);
    expect_fault("test.elf: error: unmapped address: 4-byte load from global address 0xff09000c\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000018 in main+0x18\n");
}
END_TEST

/* ---- instructions ---- */

START_TEST(illegal_instructions_fault) {
    start();
    p.words[p.count++] = 0xffffffffffffffff;
    expect_fault("test.elf: error: illegal instruction 0xffffffffffffffff\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(running_past_the_code_faults) {
    start();
    program_li(&p, T, 0x30000000);
    EMIT(&p, JALR, .rs1 = T);
    expect_fault("test.elf: error: illegal instruction 0x0000000000000000\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x30000000\n");
    start();
    program_li(&p, T, NEUTRINO_PRIVATE_BASE);
    EMIT(&p, JALR, .rs1 = T);
    expect_fault("test.elf: error: no instructions at address 0xe0000000\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0xe0000000\n");
}
END_TEST

START_TEST(jumps_go_to_multiples_of_8) {
    start();
    program_li(&p, T, 0x10000004);
    EMIT(&p, JALR, .rs1 = T);
    expect_fault("test.elf: error: jump to 0x10000004, which is no multiple of 8\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000010 in main+0x10\n");
    start();
    EMIT(&p, JAL, .imm = 4);
    expect_fault("test.elf: error: jump offset is no multiple of 8\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(csr_faults_name_the_register) {
    start();
    EMIT(&p, CSRRS, .rd = V, .imm = 0x300);
    expect_fault("test.elf: error: illegal instruction: CSR 0x300 does not exist\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
    start();
    EMIT(&p, CSRRW, .rd = V, .rs1 = LANE, .imm = MUON_CSR_TID);
    expect_fault("test.elf: error: illegal instruction: CSR 0xcc0 (tid) is read-only\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
    start();
    EMIT(&p, CSRRW, .rd = V, .rs1 = LANE, .imm = MUON_CSR_CYCLE);
    expect_fault("test.elf: error: illegal instruction: CSR 0xc00 (cycle) is read-only\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
    start();
    program_trap(&p);
    expect_fault("test.elf: error: illegal instruction: unimp, a trap of the program's own\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(reserved_rounding_modes_are_illegal) {
    start();
    EMIT(&p, CSRRWI, .rs1 = 5, .imm = 2);
    EMIT(&p, FADD_S, .rd = V, .rs1 = V, .rs2 = V, .rm = 7);
    expect_fault("test.elf: error: illegal instruction: rounding mode 5 in frm\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000010 in main+0x10\n");
}
END_TEST

/* Warps 1 to 3 are active when they are started again, twice. */
START_TEST(starting_an_active_warp_is_told_once) {
    for (unsigned threads = 1; threads <= 3; threads++) {
        start();
        program_li(&p, T, 4);
        unsigned entry = EMIT(&p, ADDI, .rd = U);
        EMIT(&p, VX_WSPAWN, .rs1 = T, .rs2 = U);
        unsigned again = EMIT(&p, VX_WSPAWN, .rs1 = T, .rs2 = U);
        EMIT(&p, VX_WSPAWN, .rs1 = T, .rs2 = U);
        p.words[entry] = muon_encode(
            &(struct muon_insn){.op = MUON_ADDI, .rd = U, .imm = (int32_t)program_pc(p.count)});
        program_li(&p, T, 4);
        program_barrier(&p, 0, T);
        program_exit(&p);
        char report[256];
        snprintf(report, sizeof report,
                 "test.elf: warning: vx_wspawn does not start warp 1: it is active\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x%08x in main+0x%x\n",
                 program_pc(again), program_pc(again) - program_pc(0));
        expect(&(struct musim_config){.clusters = 3, .cores = 1, .warps = 4, .threads = threads},
               MUSIM_DONE, report);
    }
}
END_TEST

/* A warp does not meet itself, nor those that have ended. */
START_TEST(starting_warps_that_have_ended_is_no_matter) {
    start();
    program_li(&p, T, 4);
    unsigned entry = EMIT(&p, ADDI, .rd = U);
    EMIT(&p, VX_WSPAWN, .rs1 = T, .rs2 = U);
    p.words[entry] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = U, .imm = (int32_t)program_pc(p.count)});
    EMIT(&p, CSRRS, .rd = V, .imm = MUON_CSR_WID);
    unsigned first = EMIT(&p, BEQ, .rs1 = V);
    program_exit(&p);
    program_aim(&p, first, p.count);
    program_li(&p, V, 1000);
    unsigned top = EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = V), top);
    EMIT(&p, VX_WSPAWN, .rs1 = T, .rs2 = U);
    program_exit(&p);
    expect(&(struct musim_config){.cores = 1, .warps = 4}, MUSIM_DONE, "");
}
END_TEST

START_TEST(joins_need_splits) {
    start();
    EMIT(&p, VX_JOIN);
    expect_fault("test.elf: error: vx_join without a vx_split\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(splits_nest_4096_deep) {
    start();
    unsigned top = EMIT(&p, VX_SPLIT);
    program_aim(&p, EMIT(&p, JAL), top);
    expect_fault("test.elf: error: vx_split nested too deep: 4096 masks are stacked\n"
                 "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(barriers_have_numbers_and_counts) {
    start();
    program_li(&p, T, 16);
    program_barrier(&p, T, T);
    expect_fault("test.elf: error: barrier 16 does not exist: there are 0 to 15\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000010 in main+0x10\n");
    start();
    program_li(&p, T, 2);
    program_barrier(&p, T, T);
    expect_fault("test.elf: error: barrier of 2 warps in a cluster that has 1\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000010 in main+0x10\n");
}
END_TEST

START_TEST(task_ids_have_8_bits) {
    start();
    program_li(&p, T, 256);
    EMIT(&p, NU_INVOKE, .rd = R, .rs1 = T, .elems = 1);
    expect_fault("test.elf: error: task id 256 is above 255\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000010 in main+0x10\n");
}
END_TEST

/* ---- stacks ---- */

static void stack_program(void) {
    start();
    p.shape = (struct muon_note_shape){1, 1, 16, NEUTRINO_STACK_BYTES};
    program_li(&p, T, NEUTRINO_STACK_STRIDE);
    EMIT(&p, MUL, .rd = T, .rs1 = T, .rs2 = LANE);
    EMIT(&p, LUI, .rd = 2, .imm = NEUTRINO_STACK_TOP >> 12);
    EMIT(&p, SUB, .rd = 2, .rs1 = 2, .rs2 = T);
}

START_TEST(the_stack_pointer_stays_in_the_lanes_stack) {
    stack_program();
    unsigned top = EMIT(&p, ADDI, .rd = 2, .rs1 = 2, .imm = -0x800);
    program_aim(&p, EMIT(&p, JAL), top);
    expect_fault("test.elf: error: stack overflow: stack pointer 0x7effd800, the lane's stack is "
                 "0x7effe000 to 0x7f000000\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 0, pc 0x10000028 in "
                 "main+0x28\n");
}
END_TEST

START_TEST(one_lanes_stack_pointer_may_leave_alone) {
    stack_program();
    EMIT(&p, SLTI, .rd = U, .rs1 = LANE, .imm = 3);
    EMIT(&p, XORI, .rd = U, .rs1 = U, .imm = 1);
    EMIT(&p, SLLI, .rd = U, .rs1 = U, .imm = 14);
    EMIT(&p, SUB, .rd = 2, .rs1 = 2, .rs2 = U);
    expect_fault("test.elf: error: stack overflow: stack pointer 0x7eff5fd0, the lane's stack is "
                 "0x7eff7fd0 to 0x7eff9fd0\n"
                 "test.elf: note: cluster 0, core 0, warp 0, lane 3, pc 0x10000040 in main+0x40\n");
}
END_TEST

START_TEST(a_program_may_use_all_its_stack_and_switch_to_another) {
    stack_program();
    EMIT(&p, ADDI, .rd = 2, .rs1 = 2, .imm = -NEUTRINO_STACK_BYTES);
    program_li(&p, T, PROGRAM_DATA);
    EMIT(&p, ADDI, .rd = 2, .rs1 = T);
    EMIT(&p, ADDI, .rd = 2, .rs1 = 2, .imm = -0x4000);
    program_exit(&p);
    expect(NULL, MUSIM_DONE, "");
}
END_TEST

/* ---- runs ---- */

static void invoke(unsigned task, enum muon_retire retire, bool sync, unsigned n, uint8_t dep,
                   uint8_t rd) {
    EMIT(&p, NU_INVOKEI, .rd = rd, .imm = (int32_t)task, .rs2 = dep, .retire = retire, .sync = sync,
         .part = MUON_PART_WARPS, .elems = (uint8_t)n);
}

START_TEST(immediate_and_manual_runs_go_through) {
    start();
    invoke(0, MUON_RETIRE_IMMEDIATE, true, 1, 0, R);
    invoke(200, MUON_RETIRE_MANUAL, true, 1, R, S); /* issued at once */
    EMIT(&p, NU_COMPLETE, .rs1 = S, .part = MUON_PART_WARPS, .elems = 1);
    invoke(0, MUON_RETIRE_IMMEDIATE, true, 1, S, T);
    EMIT(&p, SLLI, .rd = R, .rs1 = R, .imm = 4);
    EMIT(&p, SRLI, .rd = S, .rs1 = S, .imm = 24);
    EMIT(&p, ADD, .rd = R, .rs1 = R, .rs2 = S); /* 0x10 + 200 */
    EMIT(&p, ADD, .rd = R, .rs1 = R, .rs2 = T); /* 2 */
    program_tohost(&p, R);
    struct run run;
    run_program(&run, &p, NULL);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    ck_assert_uint_eq(musim_result(run.machine), 0x10 + 200 + 2);
    struct musim_stats stats;
    musim_get_stats(run.machine, &stats);
    ck_assert_uint_eq(stats.invokes, 3);
    ck_assert_uint_eq(stats.completes, 1);
    ck_assert_uint_eq(stats.runs_created, 3);
    ck_assert_uint_eq(stats.runs_retired, 3);
    run_free(&run);
}
END_TEST

START_TEST(missing_participants_deadlock) {
    start();
    invoke(0, MUON_RETIRE_IMMEDIATE, true, 2, 0, R);
    expect(NULL, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8, waits for run 1 "
           "of the anonymous task 0: 1 of 2 warps arrived\n");
}
END_TEST

START_TEST(runs_that_nobody_invokes_deadlock) {
    start();
    p.map = "{\"tasks\": [{\"name\": \"matmul_task\", \"id\": 7}, {\"id\": 900}, 5]}";
    program_li(&p, T, 7 << 24 | 3);
    invoke(130, MUON_RETIRE_IMMEDIATE, true, 1, T, R);
    expect(NULL, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000010 in main+0x10, waits for run "
           "1 of sync point 130: 1 of 1 warp arrived; it depends on run 3 of matmul_task, which "
           "has not been invoked\n"
           "test.elf: note: a cycle of what waits for what: core 0 warp 0 → run 1 of sync point "
           "130 → run 3 of matmul_task → core 0 warp 0\n");
}
END_TEST

START_TEST(dependencies_in_a_circle_are_printed) {
    start();
    program_li(&p, T, 130u << 24 | 1);
    program_li(&p, U, 131u << 24 | 1);
    invoke(130, MUON_RETIRE_IMMEDIATE, false, 1, U, R);
    invoke(131, MUON_RETIRE_IMMEDIATE, true, 1, T, R);
    expect(NULL, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000020 in main+0x20, waits for run "
           "1 of sync point 131: 1 of 1 warp arrived; it depends on run 1 of sync point 130, "
           "which has not retired\n"
           "test.elf: note: run 1 of sync point 130: 1 of 1 warp arrived; it depends on run 1 of "
           "sync point 131, which has not retired\n"
           "test.elf: note: a cycle of what waits for what: run 1 of sync point 131 → run 1 of "
           "sync point 130 → run 1 of sync point 131\n");
}
END_TEST

/* Apart from what else goes round; and sync points have names. */
START_TEST(a_run_that_depends_on_itself_is_a_cycle) {
    start();
    program_li(&p, T, (uint32_t)PROGRAM_SYNC_POINT << 24 | 1);
    program_li(&p, U, 150u << 24 | 1);
    invoke(PROGRAM_SYNC_POINT, MUON_RETIRE_IMMEDIATE, false, 1, T, R);
    invoke(140, MUON_RETIRE_IMMEDIATE, true, 1, U, R);
    expect(NULL, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000020 in main+0x20, waits for run "
           "1 of sync point 140: 1 of 1 warp arrived; it depends on run 1 of sync point 150, "
           "which has not been invoked\n"
           "test.elf: note: run 1 of sync point stage: 1 of 1 warp arrived; it depends on run 1 "
           "of sync point stage, which has not retired\n"
           "test.elf: note: a cycle of what waits for what: core 0 warp 0 → run 1 of sync point "
           "140 → run 1 of sync point 150 → core 0 warp 0\n"
           "test.elf: note: a cycle of what waits for what: run 1 of sync point stage → run 1 of "
           "sync point stage\n");
}
END_TEST

/* The participants of a completion need not be those of the invoke. */
START_TEST(completions_are_counted_in_their_own_unit) {
    start();
    invoke(140, MUON_RETIRE_MANUAL, true, 1, 0, R);
    program_li(&p, R, 140u << 24 | 1);
    program_li(&p, U, 2);
    unsigned spawn = EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = U, .rs2 = T);
    invoke(141, MUON_RETIRE_IMMEDIATE, true, 1, R, V);
    p.words[spawn] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_li(&p, R, 140u << 24 | 1);
    EMIT(&p, NU_COMPLETE, .rs1 = R, .part = MUON_PART_THREADS, .elems = 40);
    program_exit(&p);
    expect(&(struct musim_config){.cores = 1, .warps = 2}, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000030 in main+0x30, waits for run "
           "1 of sync point 141: 1 of 1 warp arrived; it depends on run 1 of sync point 140, "
           "which has not retired\n"
           "test.elf: note: run 1 of sync point 140: 16 of 40 threads completed it\n"
           "test.elf: note: a cycle of what waits for what: core 0 warp 0 → run 1 of sync point "
           "141 → run 1 of sync point 140 → core 0 warp 0\n");
}
END_TEST

START_TEST(a_full_scoreboard_can_deadlock) {
    start();
    for (int i = 0; i < 3; i++)
        invoke(140, MUON_RETIRE_MANUAL, false, 1, 0, R);
    expect(&(struct musim_config){.cores = 1, .warps = 1, .scoreboard = 2}, MUSIM_DEADLOCK,
           "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000018 in main+0x18, waits for room "
           "in the scoreboard: all 2 entries are live\n"
           "test.elf: note: run 1 of sync point 140: nobody has completed it\n"
           "test.elf: note: run 2 of sync point 140: nobody has completed it\n"
           "test.elf: note: a cycle of what waits for what: core 0 warp 0 → room in the "
           "scoreboard → run 1 of sync point 140 → core 0 warp 0\n");
}
END_TEST

START_TEST(back_pressure_is_no_loss) {
    start();
    program_li(&p, T, 1);
    invoke(140, MUON_RETIRE_MANUAL, false, 1, 0, R);
    program_li(&p, U, 2);
    unsigned spawn = p.count;
    EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = U, .rs2 = T);
    invoke(141, MUON_RETIRE_MANUAL, true, 1, 0, V); /* no room until 140 is completed */
    program_tohost(&p, V);
    p.words[spawn] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_li(&p, S, 700);
    unsigned top = EMIT(&p, ADDI, .rd = S, .rs1 = S, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = S), top);
    program_li(&p, R, 140u << 24 | 1);
    EMIT(&p, NU_COMPLETE, .rs1 = R, .part = MUON_PART_WARPS, .elems = 1);
    program_exit(&p);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 2, .scoreboard = 1});
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    ck_assert_uint_eq(musim_result(run.machine), 141u << 24 | 1);
    struct musim_stats stats;
    musim_get_stats(run.machine, &stats);
    ck_assert_uint_eq(stats.full_stalls, 1);
    ck_assert_uint_eq(stats.scoreboard_peak, 1);
    run_free(&run);
}
END_TEST

START_TEST(completing_what_is_not_live_is_misuse) {
    start();
    program_li(&p, T, 150u << 24 | 9);
    EMIT(&p, NU_COMPLETE, .rs1 = T, .part = MUON_PART_WARPS, .elems = 1);
    expect(NULL, MUSIM_MISUSE,
           "test.elf: error: completes run 9 of sync point 150, which is not live\n"
           "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000010 in main+0x10\n");
}
END_TEST

START_TEST(other_dependencies_are_reported_with_both_places) {
    start();
    program_li(&p, T, 150u << 24 | 9);
    program_li(&p, U, 2);
    EMIT(&p, ADDI, .rd = V, .imm = (int32_t)program_pc(6));
    EMIT(&p, VX_WSPAWN, .rs1 = U, .rs2 = V);
    invoke(130, MUON_RETIRE_IMMEDIATE, true, 2, T, R);
    invoke(130, MUON_RETIRE_IMMEDIATE, true, 2, 0, R); /* warp 1 */
    expect(&(struct musim_config){.cores = 1, .warps = 2}, MUSIM_MISUSE,
           "test.elf: error: arrives at run 1 of sync point 130 with other dependencies than the "
           "first arrival\n"
           "test.elf: note: cluster 0, core 0, warp 1, pc 0x10000030 in main+0x30\n"
           "test.elf: note: the other one is at pc 0x10000028\n");
}
END_TEST

/* ---- limits ---- */

START_TEST(endless_programs_end_at_the_limit) {
    start();
    EMIT(&p, JAL, .imm = 0);
    struct run run;
    run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .max_instructions = 1000});
    struct musim_stats stats;
    musim_get_stats(run.machine, &stats);
    ck_assert_int_eq(run.status, MUSIM_EXHAUSTED);
    ck_assert_uint_eq(stats.warp_instructions, 1000);
    ck_assert_uint_eq(stats.lane_instructions, 16000);
    run_free(&run);
}
END_TEST

SUITE("SIMT faults", NULL, NULL, a_null_pointer_faults, a_misaligned_access_names_the_lane,
      shared_memory_ends, device_pages_have_no_other_registers, illegal_instructions_fault,
      running_past_the_code_faults, jumps_go_to_multiples_of_8, csr_faults_name_the_register,
      reserved_rounding_modes_are_illegal, starting_an_active_warp_is_told_once,
      starting_warps_that_have_ended_is_no_matter, joins_need_splits, splits_nest_4096_deep,
      barriers_have_numbers_and_counts, task_ids_have_8_bits,
      the_stack_pointer_stays_in_the_lanes_stack, one_lanes_stack_pointer_may_leave_alone,
      a_program_may_use_all_its_stack_and_switch_to_another, immediate_and_manual_runs_go_through,
      missing_participants_deadlock, runs_that_nobody_invokes_deadlock,
      dependencies_in_a_circle_are_printed, a_run_that_depends_on_itself_is_a_cycle,
      completions_are_counted_in_their_own_unit, a_full_scoreboard_can_deadlock,
      back_pressure_is_no_loss, completing_what_is_not_live_is_misuse,
      other_dependencies_are_reported_with_both_places, endless_programs_end_at_the_limit)
