/* Pointers that a loop counts on together: when they are one, and when not. */
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

START_TEST(pointers_from_one_register_are_one) {
    rig_compiled("f");
    rig_addi(A3, A2, 4000);
    rig_addi(A4, A2, 8000);
    size_t head = rig_next();
    rig_lw(A5, 0, A3);
    rig_sw(A5, 8, A4);
    rig_addi(A3, A3, 64);
    rig_addi(A4, A4, 64);
    rig_addi(A0, A0, -1);
    rig_branch(MUON_BNE, A0, ZERO, head);
    gives("mv a3, a2; lw.global a5, 4000(a3); sw.global a5, 0x1f48(a3); addi a3, a3, 64; "
          "addi a0, a0, -1; bnez a0, 0x2; ret");
    ck_assert_uint_eq(rig_counts.folded, 1);
    ck_assert(rig_frame("f")->stale == (REGISTER_BIT(A3) | REGISTER_BIT(A4)));
}
END_TEST

START_TEST(where_each_is_counted_on_makes_a_difference) {
    rig_compiled("f");
    rig_addi(A3, A2, 4000);
    rig_addi(A4, A2, 8000);
    size_t head = rig_next();
    rig_addi(A4, A4, 64);
    rig_lw(A5, 0, A3);
    rig_sw(A5, 8, A4);
    rig_addi(A3, A3, 64);
    rig_lw(A6, 0, A3);
    rig_sw(A6, 16, A4);
    rig_addi(A0, A0, -1);
    rig_branch(MUON_BNE, A0, ZERO, head);
    gives("mv a4, a2; addi a4, a4, 64; lw.global a5, 3936(a4); sw.global a5, 0x1f48(a4); "
          "lw.global a6, 4000(a4); sw.global a6, 0x1f50(a4); addi a0, a0, -1; bnez a0, 0x2; ret");
}
END_TEST

/* The loop of the first test, with something else in it. */
static void two_pointers(int32_t second_step, unsigned second_base, void (*before)(void),
                         void (*inside)(void)) {
    rig_compiled("f");
    rig_addi(A3, A2, 4000);
    if (before)
        before();
    rig_addi(A4, second_base, 8000);
    size_t head = rig_next();
    rig_lw(A5, 0, A3);
    rig_sw(A5, 8, A4);
    if (inside)
        inside();
    rig_addi(A3, A3, 64);
    rig_addi(A4, A4, second_step);
    rig_addi(A0, A0, -1);
    rig_branch(MUON_BNE, A0, ZERO, head);
}

static void stay(void) {
    rig_ret();
    rig_promote(false);
    ck_assert_uint_eq(rig_counts.folded, 0);
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "addi a3, a3, 64; addi a4, a4, "));
}

START_TEST(other_steps_or_bases_are_other_pointers) {
    two_pointers(32, A2, NULL, NULL);
    stay();
}
END_TEST

START_TEST(so_are_those_from_another_register) {
    two_pointers(64, A1, NULL, NULL);
    stay();
}
END_TEST

static void change_base(void) {
    rig_op(MUON_MUL, A2, A2, A2);
}

START_TEST(so_are_those_from_one_that_has_changed) {
    two_pointers(64, A2, change_base, NULL);
    stay();
}
END_TEST

static void use_value(void) {
    rig_op(MUON_XOR, A1, A1, A4);
}

START_TEST(a_pointer_whose_value_is_used_stays) {
    two_pointers(64, A2, NULL, use_value);
    stay();
}
END_TEST

static void change_pointer(void) {
    rig_lw(A4, 0, A5);
}

START_TEST(so_does_one_that_changes_twice) {
    two_pointers(64, A2, NULL, change_pointer);
    stay();
}
END_TEST

START_TEST(and_one_that_is_used_behind_the_loop) {
    two_pointers(64, A2, NULL, NULL);
    rig_op(MUON_ADD, A0, A4, A0);
    stay();
}
END_TEST

START_TEST(a_loop_that_others_enter_stays) {
    rig_compiled("f");
    size_t begin = rig_next();
    rig_branch(MUON_BEQ, A1, ZERO, begin + 3);
    rig_addi(A3, A2, 4000);
    rig_addi(A4, A2, 8000);
    size_t head = rig_next();
    rig_lw(A5, 0, A3);
    rig_sw(A5, 8, A4);
    rig_addi(A3, A3, 64);
    rig_addi(A4, A4, 64);
    rig_addi(A0, A0, -1);
    rig_branch(MUON_BNE, A0, ZERO, head);
    stay();
}
END_TEST

/* What follows is skipped by a branch. */
static void skip_use(void) {
    rig_branch(MUON_BEQ, A5, ZERO, rig_next() + 2);
    rig_lw(A6, 4, A4);
}

START_TEST(a_loop_may_have_branches) {
    two_pointers(64, A2, NULL, skip_use);
    gives("mv a3, a2; lw.global a5, 4000(a3); sw.global a5, 0x1f48(a3); beqz a5, 0x6; "
          "lw.global a6, 0x1f44(a3); addi a3, a3, 64; addi a0, a0, -1; bnez a0, 0x2; ret");
}
END_TEST

static void skip_step(void) {
    rig_branch(MUON_BEQ, A5, ZERO, rig_next() + 2);
}

START_TEST(but_not_between_where_they_are_counted_on) {
    two_pointers(64, A2, NULL, skip_step);
    stay();
}
END_TEST

static void leave(void) {
    rig_branch(MUON_BEQ, A5, ZERO, rig_next() + 5);
}

START_TEST(a_branch_may_leave_the_loop) {
    two_pointers(64, A2, NULL, leave);
    gives("mv a3, a2; lw.global a5, 4000(a3); sw.global a5, 0x1f48(a3); beqz a5, 0x9; "
          "addi a3, a3, 64; addi a0, a0, -1; bnez a0, 0x2; ret");
}
END_TEST

static void leave_to_use(void) {
    rig_branch(MUON_BEQ, A5, ZERO, rig_next() + 6);
}

START_TEST(unless_a_pointer_is_used_there) {
    two_pointers(64, A2, NULL, leave_to_use);
    rig_ret();
    rig_op(MUON_ADD, A0, A4, A0);
    stay();
}
END_TEST

static void enter_another(void) {
    rig_branch(MUON_BNE, A5, ZERO, rig_next() - 1);
}

START_TEST(a_loop_with_another_in_it_stays) {
    two_pointers(64, A2, NULL, enter_another);
    stay();
}
END_TEST

/* ---- what is counted down for the end alone ---- */

static void countdown(int32_t down, int32_t step, void (*inside)(void)) {
    rig_compiled("f");
    rig_addi(A3, A2, 0);
    size_t head = rig_next();
    if (inside)
        inside();
    rig_addi(A0, A0, down);
    rig_addi(A3, A3, step);
    rig_branch(MUON_BNE, A0, ZERO, head);
    rig_op(MUON_ADD, A0, A1, A1);
    rig_ret();
    rig_promote(false);
}

static void access_memory(void) {
    rig_sw(A1, 8, A3);
}

static void counts_down(const char *step) {
    ck_assert_uint_eq(rig_counts.folded, 0);
    ck_assert_ptr_nonnull(strstr(rig_text("f"), step));
}

START_TEST(a_pointer_tells_the_end) {
    countdown(-4, 128, access_memory);
    ck_assert_str_eq(rig_text("f"),
                     "mv a3, a2; slli a0, a0, 5; add a0, a3, a0; sw.global a1, 8(a3); "
                     "addi a3, a3, 128; bne a3, a0, 0x1; add a0, a1, a1; ret");
    ck_assert_uint_eq(rig_counts.folded, 1);
    ck_assert(rig_frame("f")->stale == REGISTER_BIT(A0));
}
END_TEST

START_TEST(by_the_same_step_too) {
    countdown(-4, 4, access_memory);
    ck_assert_str_eq(rig_text("f"), "mv a3, a2; add a0, a3, a0; sw.global a1, 8(a3); "
                                    "addi a3, a3, 4; bne a3, a0, 0x1; add a0, a1, a1; ret");
}
END_TEST

START_TEST(also_if_it_is_counted_up_to_0) {
    countdown(4, 128, access_memory);
    ck_assert_str_eq(rig_text("f"),
                     "mv a3, a2; slli a0, a0, 5; sub a0, a3, a0; sw.global a1, 8(a3); "
                     "addi a3, a3, 128; bne a3, a0, 0x1; add a0, a1, a1; ret");
    rig_begin();
    countdown(3, 24, access_memory);
    counts_down("addi a0, a0, 3");
}
END_TEST

START_TEST(not_by_other_factors) {
    countdown(-4, 12, access_memory);
    counts_down("addi a0, a0, -4");
}
END_TEST

START_TEST(nor_for_steps_that_may_pass_zero) {
    countdown(-3, 24, access_memory);
    counts_down("addi a0, a0, -3");
}
END_TEST

START_TEST(nor_if_it_may_come_round) {
    countdown(-4, 128, NULL);
    counts_down("addi a0, a0, -4");
}
END_TEST

static void use_counter(void) {
    access_memory();
    rig_sw(A0, 4, A3);
}

START_TEST(a_counter_that_is_used_stays) {
    countdown(-4, 128, use_counter);
    counts_down("addi a0, a0, -4");
}
END_TEST

START_TEST(and_one_that_is_needed_behind) {
    rig_compiled("f");
    rig_addi(A3, A2, 0);
    size_t head = rig_next();
    rig_sw(A1, 8, A3);
    rig_addi(A0, A0, -4);
    rig_addi(A3, A3, 128);
    rig_branch(MUON_BNE, A0, ZERO, head);
    rig_ret();
    rig_promote(false);
    counts_down("addi a0, a0, -4");
}
END_TEST

SUITE("pointers", rig_begin, rig_end, pointers_from_one_register_are_one,
      where_each_is_counted_on_makes_a_difference, other_steps_or_bases_are_other_pointers,
      so_are_those_from_another_register, so_are_those_from_one_that_has_changed,
      a_pointer_whose_value_is_used_stays, so_does_one_that_changes_twice,
      and_one_that_is_used_behind_the_loop, a_loop_that_others_enter_stays,
      a_loop_may_have_branches, but_not_between_where_they_are_counted_on,
      a_branch_may_leave_the_loop, unless_a_pointer_is_used_there, a_loop_with_another_in_it_stays,
      a_pointer_tells_the_end, by_the_same_step_too, also_if_it_is_counted_up_to_0,
      not_by_other_factors, nor_for_steps_that_may_pass_zero, nor_if_it_may_come_round,
      a_counter_that_is_used_stays, and_one_that_is_needed_behind)
