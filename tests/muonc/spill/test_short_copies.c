/* Copies of which what they copy can be read instead, and those that stay. */
#include "tests/muonc/spill/spill_rig.h"

#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void gives(const char *text) {
    rig_ret();
    rig_promote(false);
    ck_assert_str_eq(rig_text("f"), text);
}

static size_t split(unsigned reg) {
    return rig_add((struct muon_insn){.op = MUON_VX_SPLIT, .rs1 = (uint8_t)reg});
}

static size_t join(void) {
    return rig_add((struct muon_insn){.op = MUON_VX_JOIN});
}

START_TEST(a_split_tests_what_was_copied) {
    rig_compiled("f");
    rig_addi(A5, A0, 0);
    split(A5);
    rig_lw(A4, 4, A1);
    rig_branch(MUON_BEQ, A5, ZERO, 5);
    rig_sw(A4, 0, A1);
    join();
    rig_op(MUON_ADD, A0, A0, A4);
    gives("vx_split zero, a0; lw.global a4, 4(a1); beqz a0, 0x5; sw.global a4, 0(a1); "
          "vx_join zero; add a0, a0, a4; ret");
    ck_assert_uint_eq(rig_counts.folded, 1);
    ck_assert(rig_frame("f")->stale == REGISTER_BIT(A5));
    ck_assert(rig_masks_hold());
}
END_TEST

START_TEST(the_last_may_write_either) {
    rig_compiled("f");
    rig_addi(A5, A1, 0);
    rig_addi(A5, A5, 4);
    rig_sw(A5, 0, A2);
    rig_addi(A4, A1, 0);
    rig_op(MUON_ADD, A1, A4, A1);
    rig_sw(A1, 0, A2);
    gives("addi a5, a1, 4; sw.global a5, 0(a2); add a1, a1, a1; sw.global a1, 0(a2); ret");
}
END_TEST

START_TEST(a_copy_of_a_copy_goes_too) {
    rig_compiled("f");
    rig_addi(A5, A1, 0);
    rig_addi(A4, A5, 0);
    rig_sw(A4, 0, A5);
    gives("sw.global a1, 0(a1); ret");
}
END_TEST

START_TEST(one_of_what_changes_stays) {
    rig_compiled("f");
    rig_addi(A5, A1, 0);
    rig_lw(A1, 4, A1);
    rig_sw(A5, 0, A1);
    gives("mv a5, a1; lw.global a1, 4(a1); sw.global a5, 0(a1); ret");
}
END_TEST

START_TEST(so_does_one_that_is_needed_elsewhere) {
    rig_compiled("f");
    rig_addi(A5, A1, 0);
    rig_branch(MUON_BEQ, A0, ZERO, 3);
    rig_addi(A1, ZERO, 7);
    rig_op(MUON_ADD, A0, A5, A1);
    gives("mv a5, a1; beqz a0, 0x3; li a1, 7; add a0, a5, a1; ret");
}
END_TEST

START_TEST(and_one_that_others_come_behind) {
    rig_compiled("f");
    rig_addi(A5, A1, 0);
    size_t head = rig_next();
    rig_sw(A5, 0, A2);
    rig_addi(A2, A2, 4);
    rig_branch(MUON_BNE, A2, A0, head);
    gives("mv a5, a1; sw.global a5, 0(a2); addi a2, a2, 4; bne a2, a0, 0x1; ret");
}
END_TEST

START_TEST(and_the_result) {
    rig_compiled("f");
    rig_addi(A0, A1, 0);
    gives("mv a0, a1; ret");
}
END_TEST

START_TEST(and_what_a_call_takes) {
    rig_compiled("f");
    rig_addi(T1, RA, 0);
    rig_addi(A0, A1, 0);
    rig_call("g");
    rig_addi(RA, T1, 0);
    rig_ret();
    rig_function("g");
    rig_ret();
    rig_promote(false);
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "mv a0, a1"));
}
END_TEST

START_TEST(and_the_stack_pointer) {
    rig_compiled("f");
    rig_addi(A5, SP, 0);
    rig_lw(A0, 0, A5);
    gives("mv a5, sp; lw.global a0, 0(a5); ret");
}
END_TEST

SUITE("short copies", rig_begin, rig_end, a_split_tests_what_was_copied, the_last_may_write_either,
      a_copy_of_a_copy_goes_too, one_of_what_changes_stays, so_does_one_that_is_needed_elsewhere,
      and_one_that_others_come_behind, and_the_result, and_what_a_call_takes, and_the_stack_pointer)
