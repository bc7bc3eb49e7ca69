#include "muonc/assembler/assembler.h"

#include "tests/suite.h"

#include <string.h>

static struct assembler_summary summarize(const char *text) {
    struct assembler_summary summary;
    assembler_summarize(text, strlen(text), &summary);
    return summary;
}

START_TEST(template_invokes_give_uniform_runs) {
    ck_assert(summarize(".insn r 0x5b, 0, 0, $0, x0, $3; .insn r 0x5b, 7, $1, x$2, x0, x0")
                  .uniform_result);
    ck_assert(!summarize(".insn r 0x33, 0, 0, $0, $1, $2").uniform_result);
}
END_TEST

START_TEST(csrs_that_lanes_share_are_uniform) {
    static const char *const uniform[] = {"csrr $0, wid",   "csrr $0, 0xcc2",   "csrr $0, clid",
                                          "csrr $0, nt",    "csrr $0, nw",      "csrr $0, nc",
                                          "csrr $0, tmask", "csrr $0, 0xfc3",   "csrr $0, 0xfc9",
                                          "csrr $0, 0xcc3", "csrrs $0, wid, x0"};
    for (size_t i = 0; i < sizeof uniform / sizeof *uniform; i++)
        ck_assert_msg(summarize(uniform[i]).uniform_result, "%s", uniform[i]);
}
END_TEST

START_TEST(csrs_of_a_lane_are_not) {
    static const char *const divergent[] = {
        "csrr $0, tid",   "csrr $0, 0xcc0", "csrr $0, mhartid",  "csrr $0, 0xfc6",
        "csrr $0, 0xfc8", "csrr $0, 0x123", "csrrs $0, wid, $1", "csrrw $0, fcsr, $1"};
    for (size_t i = 0; i < sizeof divergent / sizeof *divergent; i++) {
        struct assembler_summary summary = summarize(divergent[i]);
        ck_assert_msg(summary.understood, "%s", divergent[i]);
        ck_assert_msg(!summary.uniform_result && !summary.only_computes, "%s", divergent[i]);
    }
}
END_TEST

START_TEST(run_ids_are_uniform) {
    struct assembler_summary summary = summarize("nu.payload $1, $2, $3, x0, 0\n\t"
                                                 "nu.invoke.rh.pw.async $0, $1, x0, x0, x0, 8");
    ck_assert(summary.understood && summary.uniform_result && !summary.changes_mask);
}
END_TEST

START_TEST(arithmetic_depends_on_its_operands) {
    struct assembler_summary summary = summarize("fexp.h $0, $1; fadd.s $0, $0, $2; li $3, 4");
    ck_assert(summary.understood && summary.only_computes && !summary.uniform_result);
    ck_assert(!summarize("add $0, $1, a5").only_computes);
    ck_assert(summarize("add $0, $1, x0").only_computes);
    ck_assert(summarize("csrr $0, wid; add $0, $0, $1").only_computes);
}
END_TEST

START_TEST(the_stack_moves_when_sp_gets_another_value) {
    static const char *const moves[] = {
        "mv sp, $0",           "lw x2, 0($0)",  "add sp, sp, $0", "la sp, top",
        "csrrw sp, 0x340, sp", "nop; li sp, 8", "frob sp, 1",     ".insn r 0x33, 0, 0, x2, $0, x0"};
    static const char *const stays[] = {"addi sp, sp, -16", "mv $0, sp",     "sw $0, 4(sp)", "nop",
                                        "frob a0",          "addi $0, sp, 8"};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        ck_assert_msg(summarize(moves[i]).moves_stack, "%s", moves[i]);
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
        ck_assert_msg(!summarize(stays[i]).moves_stack, "%s", stays[i]);
}
END_TEST

START_TEST(an_empty_template_hands_through) {
    struct assembler_summary summary = summarize("");
    ck_assert(summary.understood && summary.only_computes && !summary.uniform_result);
}
END_TEST

START_TEST(loads_are_neither) {
    struct assembler_summary summary = summarize("lw.shared $0, $1");
    ck_assert(summary.understood && !summary.only_computes && !summary.uniform_result);
}
END_TEST

START_TEST(masks_and_jumps_are_seen) {
    ck_assert(summarize("vx_tmc $0").changes_mask);
    ck_assert(summarize("tohost $0").changes_mask);
    ck_assert(summarize(".insn i 0x73, 0, x0, $0, 0").changes_mask);
    ck_assert(summarize(".insn i SYSTEM, 0, x0, 0($0)").changes_mask);
    ck_assert(!summarize(".insn i 0x73, 2, $0, x0, -830").changes_mask);
    ck_assert(summarize("vx_split x0, $0").changes_mask);
    ck_assert(!summarize("vx_bar $0, $1").changes_mask);
    ck_assert(summarize("beq $0, $1, 1f\n1:").control_flow);
    ck_assert(!summarize("add $0, $1, $2").control_flow);
}
END_TEST

START_TEST(words_of_custom_0_are_instructions) {
    ck_assert(summarize(".insn r 11, 0, 0, x0, $1, x0").changes_mask);
    ck_assert(summarize(".insn r 0x0b, 5, 0, x0, $1, $2").changes_mask);
    ck_assert(summarize("nop; .insn r 0xb,4,0,zero,a0,$2 # meet").synchronizes);
    ck_assert(!summarize(".insn r 11, 0, 0, x0, $1, x0").synchronizes);
    ck_assert(summarize("vx_bar $0, $1").synchronizes);
    ck_assert(summarize("nu.invoke.ri.pc.sync $0, $1, x0, x0, x0, 2").synchronizes);
    ck_assert(!summarize("nu.invoke.ri.pt.sync $0, $1, x0, x0, x0, 2").synchronizes);
    ck_assert_uint_eq(summarize("nu.invoke.ri.pt.sync $0, $1, x0, x0, x0, 2").waits_for, 2);
    ck_assert_uint_eq(summarize("nu.invokei.ri.pt.sync $0, 9, x0, x0, x0, 1").waits_for, 1);
    ck_assert_uint_eq(summarize("nu.invoke.ri.pt.async $0, $1, x0, x0, x0, 2").waits_for, 0);
    ck_assert(summarize("nu.complete.pw $0, 2").completes);
    ck_assert(summarize("nu.complete.pc $0, 1").completes);
    ck_assert(!summarize("nu.complete.pt $0, 2").completes);
    ck_assert(!summarize("nu.complete.pw $0, 2").synchronizes);
    ck_assert_uint_eq(summarize("nu.invoke.ri.pw.sync $0, $1, x0, x0, x0, 2").waits_for, 0);
    /* As lowering writes them: elems - 1 and retire | part << 2 | sync << 4 are in the suffix. */
    struct assembler_summary threads =
        summarize(".insn r 0x5b, 0, 0, $0, x0, x0; .insn r 0x5b, 7, 2, x16, x0, x0");
    ck_assert_uint_eq(threads.waits_for, 3);
    ck_assert(!threads.synchronizes && threads.uniform_result && threads.understood);
    ck_assert(
        summarize(".insn r 0x5b, 0, 0, $0, x0, x0; .insn r 0x5b, 7, 2, x4, x0, x0").synchronizes);
    static const char *const not_ours[] = {
        ".insn r $0, 0, 0, x0, $1, x0", ".insn r 11, 6, 0, x0, a0, x0",
        ".insn r 11, 4, 0, a0, a0, a1", ".insn r 11, 0", ".insn 0xb"};
    for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++)
        ck_assert_msg(!summarize(not_ours[i]).understood, "%s", not_ours[i]);
}
END_TEST

START_TEST(unknown_statements_are_not_understood) {
    static const char *const unknown[] = {"frobnicate $0", ".word 0x73", "nu.invoke $0",
                                          "vx_tmc 5",      "add $0",     "csrr $0"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct assembler_summary summary = summarize(unknown[i]);
        ck_assert_msg(!summary.understood && !summary.only_computes && !summary.uniform_result,
                      "%s", unknown[i]);
    }
    ck_assert(summarize("nop # vx_tmc").understood);
}
END_TEST

SUITE("summary", NULL, NULL, template_invokes_give_uniform_runs, csrs_that_lanes_share_are_uniform,
      csrs_of_a_lane_are_not, run_ids_are_uniform, arithmetic_depends_on_its_operands,
      the_stack_moves_when_sp_gets_another_value, an_empty_template_hands_through,
      loads_are_neither, masks_and_jumps_are_seen, words_of_custom_0_are_instructions,
      unknown_statements_are_not_understood)
