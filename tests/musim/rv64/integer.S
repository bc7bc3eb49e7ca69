/* Integer instructions with values worked out by hand, and every operand position. */
#include "test.h"
TEST_BEGIN
    CASE(2)
    lui a0, 0x80000
    EXPECT(a0, 0xffffffff80000000)
    CASE(3)
1:  auipc a0, 0xfffff
    la a1, 1b
    sub a0, a0, a1
    EXPECT(a0, -4096)
    CASE(4)
    li a0, 21
    add a0, a0, a0 /* all three the same */
    EXPECT(a0, 42)
    CASE(5)
    li a0, 0x00000000ffff8000
    addiw a1, a0, -1
    EXPECT(a1, 0xffffffffffff7fff)
    CASE(6)
    li a0, 0x8000000000000001
    srai a1, a0, 63
    EXPECT(a1, -1)
    srli a1, a0, 63
    EXPECT(a1, 1)
    slli a1, a0, 63
    EXPECT(a1, 0x8000000000000000)
    CASE(7)
    li a0, 0xffffffff12345678
    sraiw a1, a0, 4
    EXPECT(a1, 0x01234567)
    srliw a1, a0, 31
    EXPECT(a1, 0)
    slliw a1, a0, 3
    EXPECT(a1, 0xffffffff91a2b3c0)
    CASE(8)
    li a0, 0x8000000000000000
    li a1, -1
    div a2, a0, a1
    EXPECT(a2, 0x8000000000000000)
    rem a2, a0, a1
    EXPECT(a2, 0)
    div a2, a0, zero
    EXPECT(a2, -1)
    rem a2, a0, zero
    EXPECT(a2, 0x8000000000000000)
    CASE(9)
    li a0, 0xffffffff80000000
    divw a2, a0, a1
    EXPECT(a2, 0xffffffff80000000)
    remw a2, a0, a1
    EXPECT(a2, 0)
    divuw a2, a0, zero
    EXPECT(a2, -1)
    remuw a2, a0, zero
    EXPECT(a2, 0xffffffff80000000)
    li a1, 2
    divuw a2, a0, a1
    EXPECT(a2, 0x40000000)
    CASE(10)
    li a0, -1
    mulh a2, a0, a0
    EXPECT(a2, 0)
    mulhu a2, a0, a0
    EXPECT(a2, -2)
    mulhsu a2, a0, a0
    EXPECT(a2, -1)
    mulw a2, a0, a0
    EXPECT(a2, 1)
    CASE(11) /* calls: link, target, and the link register as target */
    la a1, 2f
    jalr a1, 4(a1)
2:  j fail
    la a0, 2b
    EXPECT(zero, 0)
    sub a1, a1, a0
    EXPECT(a1, 0)
    jal a0, 3f
    j fail
3:  la a1, 3b
    sub a1, a1, a0
    EXPECT(a1, 4)
    CASE(12)
    li a0, -1
    sltiu a1, a0, -1
    EXPECT(a1, 0)
    sltiu a1, zero, -1
    EXPECT(a1, 1)
    slti a1, a0, 0
    EXPECT(a1, 1)
    CASE(13) /* a loop backwards over a page's end */
    li a0, 10
    j 4f
    .balign 4096
    .skip 4088
4:  addi a0, a0, -1
    nop
    nop /* the next page */
    bnez a0, 4b
    EXPECT(a0, 0)
TEST_END
