/* Spill slots that become registers: each rule, and each refusal. */
#include "tests/muonc/spill/spill_rig.h"

#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void promote(void) {
    rig_promote(false);
}

/* A function with one slot at sp+12 of a frame of 16 bytes, which is stored to and loaded. */
static void leaf_with_slot(const char *name) {
    rig_compiled(name);
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_addi(A0, A1, 5);
    rig_lw(A2, 12, SP);
    rig_op(MUON_ADD, A0, A0, A2);
    rig_addi(SP, SP, 16);
    rig_ret();
}

static const char leaf_unchanged[] = "addi sp, sp, -16; sw.global a0, 12(sp); addi a0, a1, 5; "
                                     "lw.global a2, 12(sp); add a0, a0, a2; addi sp, sp, 16; ret";

START_TEST(a_slot_becomes_a_register) {
    leaf_with_slot("f");
    promote();
    ck_assert_str_eq(rig_text("f"), "mv a8, a0; addi a0, a1, 5; add a0, a0, a8; ret");
    ck_assert_uint_eq(rig_counts.slots, 1);
    ck_assert_uint_eq(rig_counts.slots_kept, 1);
    ck_assert_uint_eq(rig_counts.loads, 1);
    ck_assert_uint_eq(rig_counts.loads_left, 0);
    ck_assert_uint_eq(rig_counts.stores, 1);
    ck_assert_uint_eq(rig_counts.stores_left, 0);
    ck_assert_uint_eq(rig_counts.moves_removed, 1);
    ck_assert(rig_frame("f")->gone);
}
END_TEST

START_TEST(it_can_be_left_as_it_is) {
    leaf_with_slot("f");
    rig_promote(true);
    ck_assert_str_eq(rig_text("f"), leaf_unchanged);
    ck_assert_uint_eq(rig_counts.slots, 1);
    ck_assert_uint_eq(rig_counts.slots_kept, 0);
    ck_assert_uint_eq(rig_counts.loads_left, 1);
    ck_assert_uint_eq(rig_counts.stores_left, 1);
    ck_assert_ptr_null(rig_frame("f"));
}
END_TEST

/* ---- what is written and read instead ---- */

START_TEST(what_is_made_for_a_slot_is_made_there) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_op(MUON_MUL, A2, A0, A1);
    rig_addi(A3, A2, 1); /* another use, before and after the store */
    rig_sw(A2, 12, SP);
    rig_op(MUON_SUB, A4, A2, A3);
    rig_addi(A2, ZERO, 0);
    rig_lw(A5, 12, SP);
    rig_op(MUON_ADD, A0, A5, A4);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mul a8, a0, a1; addi a3, a8, 1; sub a4, a8, a3; li a2, 0; "
                                    "add a0, a8, a4; ret");
}
END_TEST

START_TEST(a_register_that_is_needed_elsewhere_keeps_its_value) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_op(MUON_MUL, A1, A0, A1); /* a1 is a result, too */
    rig_sw(A1, 12, SP);
    rig_lw(A0, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mul a1, a0, a1; mv a0, a1; ret");
}
END_TEST

START_TEST(an_older_value_of_the_slot_is_not_overwritten_early) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_op(MUON_MUL, A2, A0, A1);
    rig_lw(A3, 12, SP); /* the old one */
    rig_sw(A2, 12, SP);
    rig_lw(A4, 12, SP);
    rig_op(MUON_SUB, A0, A3, A4);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mul a2, a0, a1; sub a0, a0, a2; ret");
}
END_TEST

START_TEST(copies_end_where_ways_meet_that_have_others) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_branch(MUON_BEQ, A1, ZERO, 4);
    rig_addi(A0, ZERO, 7);
    rig_op(MUON_ADD, A2, A0, A1); /* a0 is the slot's on one way only */
    rig_lw(A3, 12, SP);
    rig_op(MUON_ADD, A0, A2, A3);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mv a8, a0; beqz a1, 0x4; li a0, 7; add a2, a0, a1; "
                                    "add a0, a2, a8; ret");
}
END_TEST

START_TEST(a_copy_of_one_slot_in_another_is_not_needed) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_lw(A2, 12, SP);
    rig_sw(A2, 8, SP);
    rig_lw(A3, 8, SP);
    rig_op(MUON_SUB, A0, A3, A1);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "sub a0, a0, a1; ret");
}
END_TEST

START_TEST(a_copy_of_a_slot_ends_where_that_changes) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_lw(A2, 12, SP);
    rig_sw(A2, 8, SP); /* the value before */
    rig_sw(A1, 12, SP);
    rig_lw(A3, 8, SP);
    rig_lw(A4, 12, SP);
    rig_op(MUON_SUB, A0, A3, A4);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "sub a0, a0, a1; ret");
}
END_TEST

START_TEST(arguments_of_calls_are_put_where_they_belong) {
    leaf_with_slot("g");
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_sw(A0, 8, SP);
    rig_call("g");
    rig_lw(A1, 8, SP);
    rig_lw(A7, 8, SP); /* g reads a0 and a1 only */
    rig_op(MUON_ADD, A0, A7, A0);
    rig_call("g");
    rig_lw(RA, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mv a10, ra; mv a9, a0; jal 0x0; mv a1, a9; "
                                    "add a0, a9, a0; jal 0x0; mv ra, a10; ret");
}
END_TEST

START_TEST(indirect_calls_keep_their_form) {
    leaf_with_slot("g");
    rig_address_of("g");
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_sw(A2, 8, SP);
    rig_lw(T0, 8, SP);
    rig_add((struct muon_insn){.op = MUON_JALR, .rd = RA, .rs1 = T0});
    rig_lw(RA, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "jalr t0; mv ra, "));
}
END_TEST

/* ---- saved registers ---- */

static void saving_function(const char *name, const char *callee) {
    rig_compiled(name);
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_sw(S1, 8, SP);
    rig_addi(S1, A0, 3);
    rig_call(callee);
    rig_op(MUON_ADD, A0, A0, S1);
    rig_lw(RA, 12, SP);
    rig_lw(S1, 8, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
}

START_TEST(a_saved_register_is_replaced) {
    leaf_with_slot("g");
    saving_function("f", "g");
    promote();
    ck_assert_str_eq(rig_text("f"),
                     "mv a10, ra; addi a9, a0, 3; jal 0x0; add a0, a0, a9; mv ra, a10; ret");
    ck_assert(rig_frame("f")->stale >> S1 & 1);
}
END_TEST

START_TEST(what_handwritten_code_may_look_at_is_not) {
    rig_function("g");
    rig_addi(A0, S1, 0);
    rig_ret();
    saving_function("f", "g");
    promote();
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "addi s1, a0, 3; jal"));
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "mv s1, a"));
}
END_TEST

START_TEST(the_callers_value_is_not_lost) {
    leaf_with_slot("g");
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(S1, 12, SP);
    rig_op(MUON_ADD, A0, A0, S1); /* hand-written: reads the caller's */
    rig_addi(S1, A0, 3);
    rig_op(MUON_ADD, A0, A0, S1);
    rig_lw(S1, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mv a8, s1; add a0, a0, a8; addi s1, a0, 3; add a0, a0, s1; "
                                    "mv s1, a8; ret");
}
END_TEST

START_TEST(an_ordinary_spill_of_a_saved_register_is_none) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_addi(S1, A0, 3);
    rig_sw(S1, 12, SP);
    rig_addi(S1, ZERO, 0);
    rig_lw(S1, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "li s1, 0; addi s1, a0, 3; ret");
}
END_TEST

START_TEST(the_frame_pointer_stays) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(S0, 12, SP);
    rig_addi(S0, SP, 16);
    rig_sw(A0, -12, S0); /* a variable */
    rig_lw(A0, -12, S0);
    rig_lw(S0, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "addi sp, sp, -16; mv a8, s0; addi s0, sp, 16; "
                                    "sw.global a0, -12(s0); lw.global a0, -12(s0); mv s0, a8; "
                                    "addi sp, sp, 16; ret");
    ck_assert(!rig_frame("f")->gone);
}
END_TEST

/* ---- slots that stay ---- */

START_TEST(a_slot_that_is_read_in_part_stays) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-12, 8);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_sw(A0, 4, SP);
    rig_sw(A1, 8, SP);
    rig_load(MUON_LBU_GLOBAL, A2, 13, SP);
    rig_lw(A3, 4, SP);
    rig_op(MUON_ADD, A0, A2, A3);
    rig_load(MUON_LH_GLOBAL, A1, 8, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "addi sp, sp, -16; sw.global a0, 12(sp); "
                                    "sw.global a1, 8(sp); lbu.global a2, 13(sp); add a0, a2, a0; "
                                    "lh.global a1, 8(sp); addi sp, sp, 16; ret");
    ck_assert_uint_eq(rig_counts.slots, 3);
    ck_assert_uint_eq(rig_counts.slots_kept, 1);
    ck_assert_uint_eq(rig_counts.loads_left, 2);
    ck_assert_uint_eq(rig_counts.stores_left, 2);
}
END_TEST

START_TEST(a_slot_of_half_a_word_stays) {
    rig_compiled("f");
    rig_slot(-2, 2);
    rig_addi(SP, SP, -16);
    rig_store(MUON_SH_GLOBAL, A0, 14, SP);
    rig_load(MUON_LH_GLOBAL, A0, 14, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_uint_eq(rig_counts.slots, 0);
    ck_assert_ptr_null(rig_frame("f"));
}
END_TEST

START_TEST(shared_memory_at_the_same_number_is_something_else) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_load(MUON_LW_SHARED, A0, 12, SP);
    rig_lw(A1, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "addi sp, sp, -16; mv a8, a0; lw.shared a0, 12(sp); "
                                    "mv a1, a8; addi sp, sp, 16; ret");
}
END_TEST

START_TEST(large_frames_are_followed) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-5000, 4);
    rig_add((struct muon_insn){.op = MUON_LUI, .rd = T0, .imm = 2});
    rig_op(MUON_SUB, SP, SP, T0);
    rig_add((struct muon_insn){.op = MUON_LUI, .rd = A3, .imm = 1});
    rig_op(MUON_ADD, A3, A3, SP);
    rig_sw(A0, 4092, A3);        /* -4 */
    rig_sw(A1, 8192 - 5000, SP); /* -5000 */
    rig_addi(A0, ZERO, 0);
    rig_addi(A1, ZERO, 0);
    rig_lw(A0, 8192 - 5000, SP);
    rig_lw(A1, 4092, A3);
    rig_add((struct muon_insn){.op = MUON_LUI, .rd = T0, .imm = 2});
    rig_op(MUON_ADD, SP, SP, T0);
    rig_ret();
    promote();
    ck_assert_uint_eq(rig_counts.slots_kept, 2);
    ck_assert_ptr_nonnull(
        strstr(rig_text("f"), "mv a9, a0; mv a8, a1; li a0, 0; li a1, 0; mv a0, a8; "));
}
END_TEST

/* ---- functions that stay ---- */

static void stays(const char *name) {
    promote();
    ck_assert_uint_eq(rig_counts.slots_kept, 0);
    ck_assert_ptr_null(rig_frame(name));
}

START_TEST(a_frame_of_variable_size_stays) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(S0, 12, SP);
    rig_addi(S0, SP, 16);
    rig_op(MUON_SUB, SP, SP, A0);
    rig_addi(SP, S0, -16);
    rig_lw(S0, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    stays("f");
}
END_TEST

START_TEST(a_call_with_a_link_register_of_its_own_stays) {
    rig_function("millicode");
    rig_add((struct muon_insn){.op = MUON_JALR, .rs1 = T0});
    rig_compiled("f");
    rig_slot(-4, 4);
    size_t call = rig_call("millicode");
    rig_sw(A0, -4, SP);
    rig_lw(A0, -4, SP);
    rig_ret();
    rig_make();
    code_at(&rig_image, (struct image_place){1, 0x1000 + 4 * (uint32_t)call})->words[0].rd = T0;
    stays("f");
}
END_TEST

START_TEST(code_that_others_enter_in_the_middle_stays) {
    leaf_with_slot("f");
    rig_address(3);
    stays("f");
}
END_TEST

START_TEST(code_without_a_record_stays) {
    leaf_with_slot("f");
    rig_make();
    rig_frames_size = 0;
    rig_image.sections[3].size = 0;
    stays("f");
}
END_TEST

START_TEST(a_record_for_other_code_is_not_believed) {
    leaf_with_slot("f");
    rig_make();
    rig_frames[4] = 4; /* bytes of code */
    stays("f");
}
END_TEST

START_TEST(slots_that_overlap_are_not_believed) {
    leaf_with_slot("f");
    rig_slot(-6, 4);
    stays("f");
}
END_TEST

START_TEST(a_record_that_is_cut_off_is_not_read) {
    leaf_with_slot("f");
    rig_make();
    rig_image.sections[3].size -= 1;
    stays("f");
}
END_TEST

START_TEST(recursive_functions_stay) {
    saving_function("f", "f");
    stays("f");
}
END_TEST

START_TEST(so_do_functions_that_call_each_other) {
    saving_function("f", "g");
    saving_function("g", "f");
    stays("f");
    ck_assert_ptr_null(rig_frame("g"));
}
END_TEST

START_TEST(and_those_that_call_each_other_through_pointers) {
    saving_function("f", "g");
    rig_address_of("f");
    rig_compiled("g");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_add((struct muon_insn){.op = MUON_JALR, .rd = RA, .rs1 = A0});
    rig_lw(RA, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    leaf_with_slot("h"); /* what they could call does not suffer */
    promote();
    ck_assert_ptr_null(rig_frame("f"));
    ck_assert_ptr_null(rig_frame("g"));
    ck_assert_ptr_nonnull(rig_frame("h"));
}
END_TEST

START_TEST(a_program_with_several_stacks_stays) {
    leaf_with_slot("f");
    rig_function("switch_to");
    rig_sw(SP, 0, A0);
    rig_lw(SP, 0, A1);
    rig_ret();
    stays("f");
    ck_assert_str_eq(rig_text("f"), leaf_unchanged);
}
END_TEST

START_TEST(so_does_one_that_switches_them_by_a_register) {
    leaf_with_slot("f");
    rig_function("switch_to");
    rig_addi(T0, SP, 0);
    rig_addi(SP, A0, 0);
    rig_addi(A0, T0, 0);
    rig_ret();
    stays("f");
}
END_TEST

START_TEST(or_by_a_distance) {
    leaf_with_slot("f");
    rig_function("switch_by");
    rig_op(MUON_ADD, SP, SP, A0);
    rig_ret();
    stays("f");
}
END_TEST

START_TEST(start_code_sets_its_stack) {
    leaf_with_slot("f");
    rig_function("start");
    rig_add((struct muon_insn){.op = MUON_LUI, .rd = SP, .imm = 0x7f000});
    rig_op(MUON_SUB, SP, SP, T0);
    rig_addi(SP, SP, -16);
    rig_call("f");
    promote();
    ck_assert_ptr_nonnull(rig_frame("f"));
}
END_TEST

START_TEST(the_compilers_own_code_may_move_it) {
    leaf_with_slot("f");
    rig_compiled("variable");
    rig_addi(S0, SP, 0);
    rig_op(MUON_SUB, A0, SP, A0);
    rig_addi(SP, A0, 0);
    rig_call("f");
    rig_addi(SP, S0, 0);
    rig_ret();
    promote();
    ck_assert_ptr_nonnull(rig_frame("f"));
}
END_TEST

START_TEST(an_object_can_say_that_frames_stay) {
    leaf_with_slot("f");
    rig_make();
    uint8_t *with = realloc(rig_frames, rig_frames_size + 12);
    ck_assert_ptr_nonnull(with);
    memset(with + rig_frames_size, 0, 12);
    memset(with + rig_frames_size + 4, 0xff, 4);
    rig_frames = with;
    rig_frames_size += 12;
    rig_image.sections[3].bytes = rig_frames;
    rig_image.sections[3].size = (uint32_t)rig_frames_size;
    rig_promote(false);
    ck_assert_str_eq(rig_text("f"), leaf_unchanged);
}
END_TEST

/* ---- which registers ---- */

START_TEST(functions_that_call_each_other_have_different_ones) {
    leaf_with_slot("g");
    saving_function("f", "g");
    saving_function("e", "f");
    promote();
    ck_assert_ptr_nonnull(strstr(rig_text("g"), "mv a8, a0"));
    ck_assert_str_eq(rig_text("f"),
                     "mv a10, ra; addi a9, a0, 3; jal 0x0; add a0, a0, a9; mv ra, a10; ret");
    ck_assert_str_eq(rig_text("e"),
                     "mv a12, ra; addi a11, a0, 3; jal 0x7; add a0, a0, a11; mv ra, a12; ret");
}
END_TEST

START_TEST(functions_that_do_not_may_share_theirs) {
    leaf_with_slot("g");
    leaf_with_slot("h");
    promote();
    ck_assert_ptr_nonnull(strstr(rig_text("g"), "mv a8, a0"));
    ck_assert_ptr_nonnull(strstr(rig_text("h"), "mv a8, a0"));
}
END_TEST

START_TEST(an_indirect_call_may_reach_whatever_has_its_address_taken) {
    leaf_with_slot("g");
    rig_address_of("g");
    leaf_with_slot("h");
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(RA, 12, SP);
    rig_add((struct muon_insn){.op = MUON_JALR, .rd = RA, .rs1 = A0});
    rig_lw(RA, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    const struct spill_frame *f = rig_frame("f"), *g = rig_frame("g");
    ck_assert_uint_ne(f->slots->slots[0].reg, g->slots->slots[0].reg);
}
END_TEST

START_TEST(those_that_handwritten_code_names_are_its_own) {
    leaf_with_slot("f");
    rig_function("g");
    rig_addi(X32, X32 + 2, 1);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "mv a9, a0; addi a0, a1, 5; add a0, a0, a9; ret");
}
END_TEST

START_TEST(a_call_through_handwritten_code_counts) {
    leaf_with_slot("g");
    rig_function("trampoline");
    rig_branch(MUON_JAL, 0, 0, 0);
    saving_function("f", "trampoline");
    promote();
    const struct spill_frame *f = rig_frame("f"), *g = rig_frame("g");
    for (size_t i = 0; i < f->slots->count; i++)
        ck_assert_uint_ne(f->slots->slots[i].reg, g->slots->slots[0].reg);
}
END_TEST

START_TEST(what_is_accessed_most_comes_first) {
    enum { SLOTS = 100 };
    rig_compiled("f");
    for (int i = 0; i < SLOTS; i++)
        rig_slot(-4 - 4 * i, 4);
    rig_addi(SP, SP, -4 * SLOTS);
    for (int i = 0; i < SLOTS; i++)
        rig_sw(A0, 4 * i, SP);
    size_t loop = rig_next();
    rig_lw(A2, 4 * 60, SP);
    rig_addi(A2, A2, 1);
    rig_sw(A2, 4 * 60, SP);
    rig_branch(MUON_BNE, A2, ZERO, loop);
    for (int i = 0; i < SLOTS; i++)
        rig_lw(A0, 4 * i, SP);
    rig_addi(SP, SP, 4 * SLOTS);
    rig_ret();
    promote();
    ck_assert_uint_eq(rig_counts.slots, SLOTS);
    ck_assert_uint_eq(rig_counts.slots_kept, 95); /* x32 to x126 */
    ck_assert_ptr_nonnull(strstr(rig_text("f"), "addi a8, a8, 1; bnez a8, "));
    ck_assert_ptr_null(strstr(rig_text("f"), "t38"));
}
END_TEST

/* ---- divergence ---- */

START_TEST(the_condition_of_a_split_is_found_at_its_branch) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_slot(-8, 4);
    rig_addi(SP, SP, -16);
    rig_op(MUON_SLTU, A2, ZERO, A0);
    rig_sw(A2, 12, SP);
    rig_lw(A3, 12, SP);
    rig_add((struct muon_insn){.op = MUON_VX_SPLIT, .rs1 = A3});
    rig_sw(A1, 8, SP);
    rig_branch(MUON_BEQ, A3, ZERO, 9);
    rig_addi(A0, ZERO, 1);
    rig_sw(A0, 8, SP);
    rig_add((struct muon_insn){.op = MUON_VX_JOIN});
    rig_lw(A0, 8, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert(rig_masks_hold());
    ck_assert_str_eq(rig_text("f"), "snez a9, a0; vx_split zero, a9; mv a8, a1; beqz a9, 0x9; "
                                    "li a8, 1; vx_join zero; mv a0, a8; ret");
}
END_TEST

/* The slot of the condition gets another value between the split and its branch. */
START_TEST(not_even_a_new_value_in_its_slot_hides_it) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_sw(A0, 12, SP);
    rig_lw(A3, 12, SP);
    rig_add((struct muon_insn){.op = MUON_VX_SPLIT, .rs1 = A3});
    rig_sw(A1, 12, SP);
    rig_branch(MUON_BEQ, A3, ZERO, 7);
    rig_addi(A1, ZERO, 1);
    rig_add((struct muon_insn){.op = MUON_VX_JOIN});
    rig_lw(A0, 12, SP);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_uint_eq(rig_counts.slots_kept, 1);
    ck_assert(rig_masks_hold());
}
END_TEST

START_TEST(lanes_that_wake_up_have_not_come_this_way) {
    rig_compiled("f");
    rig_slot(-4, 4);
    rig_addi(SP, SP, -16);
    rig_op(MUON_ADD, A2, A0, A1);
    rig_add((struct muon_insn){.op = MUON_VX_TMC, .rs1 = A0});
    rig_sw(A2, 12, SP);
    rig_lw(A3, 12, SP);
    rig_op(MUON_ADD, A0, A3, A1);
    rig_addi(SP, SP, 16);
    rig_ret();
    promote();
    ck_assert_str_eq(rig_text("f"), "add a2, a0, a1; vx_tmc a0; add a0, a2, a1; ret");
}
END_TEST

SUITE("spills", rig_begin, rig_end, a_slot_becomes_a_register, it_can_be_left_as_it_is,
      what_is_made_for_a_slot_is_made_there, a_register_that_is_needed_elsewhere_keeps_its_value,
      an_older_value_of_the_slot_is_not_overwritten_early,
      copies_end_where_ways_meet_that_have_others, a_copy_of_one_slot_in_another_is_not_needed,
      a_copy_of_a_slot_ends_where_that_changes, arguments_of_calls_are_put_where_they_belong,
      indirect_calls_keep_their_form, a_saved_register_is_replaced,
      what_handwritten_code_may_look_at_is_not, the_callers_value_is_not_lost,
      an_ordinary_spill_of_a_saved_register_is_none, the_frame_pointer_stays,
      a_slot_that_is_read_in_part_stays, a_slot_of_half_a_word_stays,
      shared_memory_at_the_same_number_is_something_else, large_frames_are_followed,
      a_frame_of_variable_size_stays, a_call_with_a_link_register_of_its_own_stays,
      code_that_others_enter_in_the_middle_stays, code_without_a_record_stays,
      a_record_for_other_code_is_not_believed, slots_that_overlap_are_not_believed,
      a_record_that_is_cut_off_is_not_read, recursive_functions_stay,
      so_do_functions_that_call_each_other, and_those_that_call_each_other_through_pointers,
      a_program_with_several_stacks_stays, so_does_one_that_switches_them_by_a_register,
      or_by_a_distance, start_code_sets_its_stack, the_compilers_own_code_may_move_it,
      an_object_can_say_that_frames_stay, functions_that_call_each_other_have_different_ones,
      functions_that_do_not_may_share_theirs,
      an_indirect_call_may_reach_whatever_has_its_address_taken,
      those_that_handwritten_code_names_are_its_own, a_call_through_handwritten_code_counts,
      what_is_accessed_most_comes_first, the_condition_of_a_split_is_found_at_its_branch,
      not_even_a_new_value_in_its_slot_hides_it, lanes_that_wake_up_have_not_come_this_way)
