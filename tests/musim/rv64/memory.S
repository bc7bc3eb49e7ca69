/* Loads and stores of every size, extension, offset and misalignment; atomics; new code. */
#include "test.h"
TEST_BEGIN
    la s0, data
    CASE(2)
    lb a0, 0(s0)
    EXPECT(a0, -128)
    lbu a0, 0(s0)
    EXPECT(a0, 0x80)
    lh a0, 0(s0)
    EXPECT(a0, 0xffffffffffff8180)
    lhu a0, 0(s0)
    EXPECT(a0, 0x8180)
    lw a0, 4(s0)
    EXPECT(a0, 0xffffffff87868584)
    lwu a0, 4(s0)
    EXPECT(a0, 0x87868584)
    ld a0, 0(s0)
    EXPECT(a0, 0x8786858483828180)
    CASE(3) /* the ends of the offset's range */
    addi s1, s0, 2047
    lbu a0, -2047(s1)
    EXPECT(a0, 0x80)
    addi s1, s0, -2048
    lbu a0, 2047(s1)
    EXPECT(a0, 0x7f)
    CASE(4) /* misaligned */
    ld a0, 1(s0)
    EXPECT(a0, 0x8887868584838281)
    lw a0, 3(s0)
    EXPECT(a0, 0xffffffff86858483)
    lhu a0, 5(s0)
    EXPECT(a0, 0x8685)
    CASE(5) /* misaligned over a page's end */
    la s1, page_end
    li a0, 0x1122334455667788
    sd a0, -3(s1)
    lbu a1, -1(s1)
    EXPECT(a1, 0x66)
    lw a1, 0(s1)
    EXPECT(a1, 0x22334455)
    ld a1, -3(s1)
    EXPECT(a1, 0x1122334455667788)
    sw zero, -2(s1)
    sh a0, -1(s1)
    ld a1, -3(s1)
    EXPECT(a1, 0x1122330077880088)
    CASE(6)
    li a1, -1
    sd a1, 0(s0)
    sb zero, 1(s0)
    sh zero, 4(s0)
    ld a0, 0(s0)
    EXPECT(a0, 0xffff0000ffff00ff)
    CASE(7) /* the same register as address and data */
    sd s0, 0(s0)
    ld a0, 0(s0)
    bne a0, s0, fail
    mv a0, s0
    ld a0, 0(a0)
    bne a0, s0, fail
    CASE(8)
    li a0, 5
    sd a0, 0(s0)
    li a1, -7
    amomin.d a2, a1, (s0)
    EXPECT(a2, 5)
    amomaxu.d a2, zero, (s0)
    EXPECT(a2, -7)
    amoadd.w a2, a0, (s0)
    EXPECT(a2, -7)
    ld a2, 0(s0)
    EXPECT(a2, 0xfffffffffffffffe)
    mv a3, s0
    amoswap.d a3, zero, (a3)
    EXPECT(a3, -2)
    CASE(9) /* an increment by reservation */
    li a0, 41
    sw a0, 0(s0)
1:  lr.w.aq a1, (s0)
    addi a1, a1, 1
    sc.w.rl a2, a1, (s0)
    bnez a2, 1b
    lw a0, 0(s0)
    EXPECT(a0, 42)
    sc.w a2, a1, (s0)
    EXPECT(a2, 1)
    CASE(10) /* a reservation of another address */
    addi s1, s0, 8
    lr.d a1, (s0)
    sc.d a2, a1, (s1)
    EXPECT(a2, 1)
    CASE(11) /* code that writes itself */
    la s1, patch
    lw a0, replacement
    fence.i
    li a1, 1
    sw a0, 0(s1)
    fence.i
patch:
    j fail
    EXPECT(a1, 2)
    CASE(12)
    fence
    fence rw, rw
    fence.tso
TEST_END

    .section .rodata
    .balign 4
replacement:
    addi a1, a1, 1

    .data
    .balign 4096
    .skip 4095
before:
    .byte 0x7f
data:
    .dword 0x8786858483828180, 0x8f8e8d8c8b8a8988
    .balign 4096
page_end:
    .dword 0, 0
