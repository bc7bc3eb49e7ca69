/* LLVM's remarks on stack frames. */
#include "muonc/ir/frame_remarks.h"

#include "tests/suite.h"

#include <string.h>

static void forget(struct frame *frame) {
    free(frame->function);
    free(frame->slots);
}

START_TEST(spill_slots_are_taken) {
    struct frame frame;
    ck_assert(
        frame_remark_parse("kernel.c:2:1: \nFunction: f\n"
                           "Offset: [SP-4], Type: Spill, Align: 4, Size: 4\n"
                           "Offset: [SP-24], Type: Variable, Align: 8, Size: 16\n"
                           "    x @ kernel.c:3\n"
                           "    Offset: [SP-96], Type: Spill, Align: 4, Size: 4 @ kernel.c:4\n"
                           "Offset: [SP+0], Type: Fixed, Align: 16, Size: 4\n"
                           "Offset: [SP-32], Type: Spill, Align: 8, Size: 8",
                           &frame));
    ck_assert_str_eq(frame.function, "f");
    ck_assert_uint_eq(frame.count, 2);
    ck_assert_int_eq(frame.slots[0].offset, -4);
    ck_assert_uint_eq(frame.slots[0].size, 4);
    ck_assert_int_eq(frame.slots[1].offset, -32);
    ck_assert_uint_eq(frame.slots[1].size, 8);
    forget(&frame);
}
END_TEST

START_TEST(a_function_may_have_none) {
    struct frame frame;
    ck_assert(frame_remark_parse("<unknown>:0:0: \nFunction: _Z1fv", &frame));
    ck_assert_str_eq(frame.function, "_Z1fv");
    ck_assert_uint_eq(frame.count, 0);
    forget(&frame);
}
END_TEST

START_TEST(what_is_not_understood_says_nothing) {
    static const char *const remarks[] = {
        "",
        "kernel.c:2:1: loop not vectorized",
        "x: \nFunction: f\nOffset: [SP-4-16 x vscale], Type: Spill, Align: 4, Size: 4",
        "x: \nFunction: f\nOffset: [SP-4], Type: Spill, Align: 4, Size: vscale x 4",
        "x: \nFunction: f\nOffset: [SP-4], Type: Spill, Align: 4, Size: 4, Id: 7",
        "x: \nFunction: f\nOffset: [SP-4], Type: Spill, Align: 4\n",
        "x: \nFunction: f\nOffset: [SP-4], Type: Spill, Align: 4, Size: 4\nAnd more",
    };
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
        struct frame frame;
        ck_assert_msg(!frame_remark_parse(remarks[i], &frame), "%s", remarks[i]);
    }
}
END_TEST

SUITE("frames", NULL, NULL, spill_slots_are_taken, a_function_may_have_none,
      what_is_not_understood_says_nothing)
