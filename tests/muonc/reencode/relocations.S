/* RUN: muonc -c %s -o %t.o && muonc -nostdlib -mcores=1 -mwarps=1 -mlanes=1 %t.o -o %t.elf && musim %t.elf */
/* Every kind of reference to code and data, checked by the program itself; it returns the number of
 * the first check that fails. */
.macro check number, left, right
    li s0, \number
    bne \left, \right, fail
.endm
    .section .text.init, "ax", @progbits
    .globl _start
_start:
    /* Pointers in data: to functions, into functions, differences in code and data. */
    lla s1, pointers
    lw t0, 0(s1)
    jalr t0
    li t1, 11
    check 1, a0, t1
    lw t0, 4(s1)
    jalr t0
    li t1, 12
    check 2, a0, t1
    lw t0, 8(s1) /* past - first */
    lla t1, past
    lla t2, first
    sub t1, t1, t2
    check 3, t0, t1
    lw t0, 12(s1) /* first - past */
    neg t1, t1
    check 4, t0, t1
    lhu t0, 16(s1)
    neg t1, t1
    check 5, t0, t1
    lbu t0, 18(s1)
    check 6, t0, t1
    lw t0, 20(s1) /* pc-relative */
    addi t2, s1, 20
    add t0, t0, t2
    lla t1, first
    check 7, t0, t1

    /* The ways to an address in code. */
    lui t0, %hi(second)
    jalr %lo(second)(t0)
    li t1, 12
    check 8, a0, t1
    la t0, first
    jalr t0
    li t1, 11
    check 9, a0, t1

    /* A weak symbol that nobody defines. */
    .weak nobody
    la t0, nobody
    check 10, t0, zero
    lui t0, %hi(nobody)
    addi t0, t0, %lo(nobody)
    check 11, t0, zero

    /* Alignment: nops are harmless, whatever comes behind stays right. */
    j 1f
    .p2align 6
1:  call first
    li t1, 11
    check 12, a0, t1
    lla t2, pointers
    check 13, t2, s1
    .p2align 5
    lla t2, last_word
    lw t0, (t2)
    lla t1, past
    check 14, t0, t1

    /* A switch through a table in code's neighbourhood. */
    lla t0, table
    lw t0, 4(t0)
    jr t0
case0:
    li s0, 15
    j fail
case1:
    li s0, 0
fail:
    tohost s0

    .text
first:
    li a0, 11
    ret
second:
    li a0, 12
    ret
    call first /* a distance across it is a relocation */
past:

    .section .rodata, "a"
    .p2align 2
table:
    .word case0, case1
pointers:
    .word first
    .word first + 16 /* second: two instructions of eight bytes */
    .word past - first
    .word first - past
    .half past - first
    .byte past - first
    .byte 0
    .word first - .
    .data
last_word:
    .word past
