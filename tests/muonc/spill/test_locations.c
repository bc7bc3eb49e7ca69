/* Location expressions of a function whose slots at sp+12 and sp+300 have become x40 and x100, and
 * whose a0 no longer holds what it once did. */
#include "muonc/spill/locations.h"

#include "tests/suite.h"

#include <dwarf.h>
#include <string.h>

enum { SP = 2, FP = 8, FRAME = 320 };

static struct slot slots[] = {{.offset = 300 - FRAME, .reg = 100},
                              {.offset = 16 - FRAME}, /* stays on the stack */
                              {.offset = 12 - FRAME, .reg = 40}};
static struct slot_frame frame_slots = {
    .slots = slots, .count = sizeof slots / sizeof *slots, .stack = {.lowest = -FRAME}};

#define BYTES(...) (const uint8_t[]){__VA_ARGS__}, sizeof((uint8_t[]){__VA_ARGS__})
#define LEB300 0xac, 0x02

static struct spill_frame frame;

static void setup(void) {
    frame = (struct spill_frame){.changed = true, .slots = &frame_slots, .stale = 1 << 10};
    frame_slots.stack.has_frame_pointer = false;
}

/* The expression, adjusted, is the other. */
static void becomes(unsigned frame_base, const uint8_t *bytes, size_t size, const uint8_t *expected,
                    size_t expected_size) {
    uint8_t copy[64];
    memcpy(copy, bytes, size);
    locations_adjust(&frame, frame_base, copy, size);
    ck_assert_uint_eq(size, expected_size);
    ck_assert_mem_eq(copy, expected, size);
}

START_TEST(a_slot_is_its_register) {
    becomes(SP, BYTES(DW_OP_breg2, 12), BYTES(DW_OP_regx, 40));
    becomes(SP, BYTES(DW_OP_fbreg, 12), BYTES(DW_OP_regx, 40));
    becomes(SP, BYTES(DW_OP_breg2, LEB300), BYTES(DW_OP_regx, 0x80 | 100, 0));
}
END_TEST

START_TEST(what_has_not_moved_stays) {
    becomes(SP, BYTES(DW_OP_breg2, 16), BYTES(DW_OP_breg2, 16));
    becomes(SP, BYTES(DW_OP_fbreg, 20), BYTES(DW_OP_fbreg, 20));
    becomes(SP, BYTES(DW_OP_reg11), BYTES(DW_OP_reg11));
    becomes(SP, BYTES(DW_OP_breg11, 4), BYTES(DW_OP_breg11, 4));
    becomes(SP, BYTES(DW_OP_addr, 1, 2, 3, 4), BYTES(DW_OP_addr, 1, 2, 3, 4));
    becomes(SP, BYTES(DW_OP_consts, 0x7f, DW_OP_stack_value),
            BYTES(DW_OP_consts, 0x7f, DW_OP_stack_value));
}
END_TEST

START_TEST(what_is_unknown_has_no_location) {
    becomes(SP, BYTES(DW_OP_reg10), BYTES(DW_OP_nop));
    becomes(SP, BYTES(DW_OP_breg10, 4), BYTES(DW_OP_nop, DW_OP_nop));
    frame.stale |= REGISTER_BIT(40);
    becomes(SP, BYTES(DW_OP_breg2, 12), BYTES(DW_OP_nop, DW_OP_nop));
}
END_TEST

START_TEST(parts_are_looked_at_by_themselves) {
    becomes(SP,
            BYTES(DW_OP_reg11, DW_OP_piece, 4, DW_OP_breg2, 12, DW_OP_piece, 4, DW_OP_reg10,
                  DW_OP_piece, 4),
            BYTES(DW_OP_reg11, DW_OP_piece, 4, DW_OP_regx, 40, DW_OP_piece, 4, DW_OP_nop,
                  DW_OP_piece, 4));
}
END_TEST

START_TEST(a_computation_with_a_register_that_was_memory_is_none) {
    becomes(SP, BYTES(DW_OP_breg2, 12, DW_OP_deref), BYTES(DW_OP_nop, DW_OP_nop, DW_OP_nop));
    becomes(SP, BYTES(DW_OP_breg2, 16, DW_OP_deref), BYTES(DW_OP_breg2, 16, DW_OP_deref));
    becomes(SP, BYTES(DW_OP_lit4, DW_OP_breg10, 0, DW_OP_plus),
            BYTES(DW_OP_nop, DW_OP_nop, DW_OP_nop, DW_OP_nop));
}
END_TEST

START_TEST(without_a_frame_nothing_is_in_it) {
    frame.gone = true;
    becomes(SP, BYTES(DW_OP_breg2, 12), BYTES(DW_OP_regx, 40));
    becomes(SP, BYTES(DW_OP_breg2, 16), BYTES(DW_OP_nop, DW_OP_nop));
}
END_TEST

START_TEST(the_frame_pointer_counts_from_elsewhere) {
    frame_slots.stack.has_frame_pointer = true;
    frame_slots.stack.frame_pointer = 0;
    becomes(FP, BYTES(DW_OP_fbreg, 0x6c /* -20 */), BYTES(DW_OP_regx, 100));
    becomes(FP, BYTES(DW_OP_breg8, 0x6c), BYTES(DW_OP_regx, 100));
    becomes(SP, BYTES(DW_OP_breg8, 0x6c), BYTES(DW_OP_breg8, 0x6c)); /* s0 is any pointer */
}
END_TEST

START_TEST(what_is_not_understood_is_dropped) {
    becomes(SP, BYTES(DW_OP_reg11, DW_OP_bit_piece, 4, 0),
            BYTES(DW_OP_nop, DW_OP_nop, DW_OP_nop, DW_OP_nop));
    becomes(SP, BYTES(DW_OP_breg2, 0x80), BYTES(DW_OP_nop, DW_OP_nop));
    becomes(SP, BYTES(DW_OP_addr, 1), BYTES(DW_OP_nop, DW_OP_nop));
    becomes(0, BYTES(DW_OP_fbreg, 12), BYTES(DW_OP_nop, DW_OP_nop));
}
END_TEST

SUITE("locations", setup, NULL, a_slot_is_its_register, what_has_not_moved_stays,
      what_is_unknown_has_no_location, parts_are_looked_at_by_themselves,
      a_computation_with_a_register_that_was_memory_is_none, without_a_frame_nothing_is_in_it,
      the_frame_pointer_counts_from_elsewhere, what_is_not_understood_is_dropped)
