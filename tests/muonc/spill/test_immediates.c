/* Numbers and addresses that go into the instructions that use them: each rule, and each refusal.
 */
#include "tests/muonc/spill/spill_rig.h"

#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void begin(void) {
    rig_compiled("f");
}

static void gives(const char *text) {
    rig_ret();
    rig_promote(false);
    ck_assert_str_eq(rig_text("f"), text);
}

static void lui(unsigned rd, int32_t imm) {
    rig_add((struct muon_insn){.op = MUON_LUI, .rd = (uint8_t)rd, .imm = imm});
}

static void immediate(enum muon_op op, unsigned rd, unsigned rs1, int32_t imm) {
    rig_add((struct muon_insn){.op = op, .rd = (uint8_t)rd, .rs1 = (uint8_t)rs1, .imm = imm});
}

START_TEST(numbers_become_immediates) {
    begin();
    lui(A2, 0x12345);
    rig_addi(A2, A2, 0x678);
    rig_op(MUON_AND, A0, A0, A2);
    rig_op(MUON_XOR, A0, A2, A0);
    rig_op(MUON_SLTU, A0, A0, A2);
    rig_op(MUON_SUB, A0, A0, A2);
    gives("andi a0, a0, 0x12345678; xori a0, a0, 0x12345678; sltiu a0, a0, 0x12345678; "
          "addi a0, a0, -0x12345678; ret");
    ck_assert_uint_eq(rig_counts.folded, 2);
    ck_assert(rig_frame("f")->stale == REGISTER_BIT(A2));
}
END_TEST

START_TEST(what_does_not_commute_needs_its_number_second) {
    begin();
    rig_addi(A2, ZERO, 33);
    rig_op(MUON_SLL, A0, A0, A2);
    rig_op(MUON_SUB, A0, A2, A0);
    rig_op(MUON_MUL, A0, A0, A2);
    gives("li a2, 33; slli a0, a0, 1; sub a0, a2, a0; mul a0, a0, a2; ret");
}
END_TEST

START_TEST(shifted_numbers_are_numbers) {
    begin();
    rig_addi(A2, ZERO, 5);
    immediate(MUON_SLLI, A2, A2, 10);
    rig_op(MUON_ADD, A0, A0, A2);
    gives("addi a0, a0, 0x1400; ret");
}
END_TEST

START_TEST(additions_are_offsets) {
    begin();
    rig_addi(A2, A0, 2000);
    lui(A3, 1);
    rig_op(MUON_ADD, A3, A3, A1);
    rig_lw(A4, 400, A2);
    rig_sw(A4, -4, A3);
    gives("lw.global a4, 2400(a0); sw.global a4, 4092(a1); ret");
}
END_TEST

START_TEST(a_base_that_has_changed_is_another) {
    begin();
    rig_addi(A2, A3, 2000);
    rig_addi(A3, A3, 4);
    rig_lw(A4, 400, A2);
    rig_sw(A4, 0, A3);
    gives("addi a2, a3, 2000; lw.global a4, 400(a2); sw.global a4, 4(a3); ret");
}
END_TEST

START_TEST(a_number_of_one_way_is_none) {
    begin();
    size_t at = rig_next();
    rig_addi(A2, ZERO, 7);
    rig_branch(MUON_BEQ, A0, ZERO, at + 3);
    rig_addi(A2, ZERO, 9);
    rig_op(MUON_AND, A0, A0, A2);
    gives("li a2, 7; beqz a0, 0x3; li a2, 9; and a0, a0, a2; ret");
}
END_TEST

START_TEST(numbers_made_before_a_loop_are_known_in_it) {
    begin();
    size_t at = rig_next();
    lui(A2, 0x10);
    rig_op(MUON_AND, A1, A0, A2);
    rig_op(MUON_ADD, A0, A0, A2);
    rig_branch(MUON_BNE, A1, ZERO, at + 1);
    gives("andi a1, a0, 0x10000; addi a0, a0, 0x10000; bnez a1, 0x1; ret");
}
END_TEST

START_TEST(what_a_loop_counts_is_no_number) {
    begin();
    size_t at = rig_next();
    rig_addi(A2, ZERO, 16);
    rig_addi(A2, A2, -1);
    rig_op(MUON_ADD, A0, A0, A2);
    rig_branch(MUON_BNE, A2, ZERO, at + 1);
    gives("li a2, 16; addi a2, a2, -1; add a0, a0, a2; bnez a2, 0x1; ret");
}
END_TEST

START_TEST(calls_may_change_what_they_may) {
    rig_function("g");
    rig_ret();
    begin();
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_addi(A2, ZERO, 7);
    rig_call("g");
    rig_op(MUON_AND, A0, A0, A2);
    rig_lw(RA, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    rig_promote(false);
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "and a0, a0, a2"));
}
END_TEST

START_TEST(an_addition_to_the_base_itself_goes_into_the_offsets) {
    begin();
    immediate(MUON_SLLI, A2, A0, 2);
    rig_addi(A2, A2, 1024);
    rig_lw(A3, 0, A2);
    rig_op(MUON_XOR, A3, A3, A1);
    rig_sw(A3, 4, A2);
    gives("slli a2, a0, 2; lw.global a3, 1024(a2); xor a3, a3, a1; sw.global a3, 1028(a2); ret");
    ck_assert(rig_frame("f")->stale == REGISTER_BIT(A2));
}
END_TEST

START_TEST(an_addition_that_others_need_stays) {
    begin();
    immediate(MUON_SLLI, A2, A0, 2);
    rig_addi(A2, A2, 1024);
    rig_lw(A3, 0, A2);
    rig_sw(A2, 4, A2);
    gives("slli a2, a0, 2; addi a2, a2, 1024; lw.global a3, 0(a2); sw.global a2, 4(a2); ret");
}
END_TEST

START_TEST(so_does_one_that_is_needed_elsewhere) {
    begin();
    size_t at = rig_next();
    immediate(MUON_SLLI, A2, A0, 2);
    rig_addi(A2, A2, 1024);
    rig_lw(A3, 0, A2);
    rig_branch(MUON_BNE, A3, ZERO, at + 2); /* a2 is needed on both ways */
    gives("slli a2, a0, 2; addi a2, a2, 1024; lw.global a3, 0(a2); bnez a3, 0x2; ret");
}
END_TEST

START_TEST(the_stack_pointer_stays_where_it_is_used) {
    begin();
    rig_addi(SP, SP, -16);
    rig_addi(A2, SP, 8);
    rig_lw(A0, 4, A2);
    rig_addi(SP, SP, 16);
    gives("addi sp, sp, -16; addi a2, sp, 8; lw.global a0, 4(a2); addi sp, sp, 16; ret");
}
END_TEST

START_TEST(hand_written_code_stays) {
    rig_function("f");
    rig_addi(A2, ZERO, 7);
    rig_op(MUON_AND, A0, A0, A2);
    gives("li a2, 7; and a0, a0, a2; ret");
}
END_TEST

START_TEST(markers_of_assertions_keep_their_register) {
    begin();
    rig_addi(A2, A0, 8);
    rig_addi(ZERO, A2, 1);
    gives("addi a2, a0, 8; addi zero, a2, 1; ret");
}
END_TEST

START_TEST(registers_of_hand_written_code_keep_their_values) {
    begin();
    rig_addi(X32, X32, 1); /* counts something, for all */
    rig_addi(A2, ZERO, 7);
    rig_op(MUON_ADD, X32 + 1, A1, A2);
    gives("addi a8, a8, 1; addi a9, a1, 7; ret");
}
END_TEST

START_TEST(calls_may_change_them) {
    rig_function("g");
    rig_addi(X32, ZERO, 9);
    rig_ret();
    begin();
    rig_addi(X32, ZERO, 7);
    rig_call("g");
    rig_op(MUON_AND, A0, A0, X32);
    gives("li a8, 7; jal 0x0; and a0, a0, a8; ret");
}
END_TEST

/* The branch tests a copy of the copy that the split tests; all are needed behind it. */
START_TEST(the_condition_of_a_split_is_followed_by_its_copies) {
    begin();
    rig_addi(A2, A1, 0);
    rig_add((struct muon_insn){.op = MUON_VX_SPLIT, .rs1 = A2});
    rig_addi(A3, A2, 0);
    rig_addi(A4, A2, 4);
    rig_branch(MUON_BEQ, A3, ZERO, 6);
    rig_addi(A3, A0, 1);
    rig_add((struct muon_insn){.op = MUON_VX_JOIN});
    rig_op(MUON_XOR, A0, A3, A4);
    rig_op(MUON_MUL, A0, A0, A2);
    gives("mv a2, a1; vx_split zero, a2; mv a3, a2; addi a4, a1, 4; beqz a3, 0x6; addi a3, a0, 1; "
          "vx_join zero; xor a0, a3, a4; mul a0, a0, a2; ret");
    ck_assert(rig_masks_hold());
}
END_TEST

SUITE("immediates", rig_begin, rig_end, numbers_become_immediates,
      what_does_not_commute_needs_its_number_second, shifted_numbers_are_numbers,
      additions_are_offsets, a_base_that_has_changed_is_another, a_number_of_one_way_is_none,
      numbers_made_before_a_loop_are_known_in_it, what_a_loop_counts_is_no_number,
      calls_may_change_what_they_may, an_addition_to_the_base_itself_goes_into_the_offsets,
      an_addition_that_others_need_stays, so_does_one_that_is_needed_elsewhere,
      the_stack_pointer_stays_where_it_is_used, hand_written_code_stays,
      markers_of_assertions_keep_their_register, registers_of_hand_written_code_keep_their_values,
      calls_may_change_them, the_condition_of_a_split_is_followed_by_its_copies)
