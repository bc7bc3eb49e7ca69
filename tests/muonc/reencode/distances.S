/* RUN: muonc -c %s -o %t.o && muonc -nostdlib -mcores=1 -mwarps=1 -mlanes=1 %t.o -o %t.elf && musim %t.elf */
/* RUN: asmrw %s | grep -c '\.org \.' */
/* Distances in code that no relocation would have to be there for in RV32, checked by the program
 * itself; it returns the number of the first check that fails. */
.macro check number, left, right
    li s0, \number
    bne \left, \right, fail
.endm
/* In words of the final program. */
.macro words number, register, count
    li t6, 8 * (\count)
    check \number, \register, t6
.endm
.macro three
    nop
    nop
    addi zero, zero, 100000
.endm
    .section .text.init, "ax", @progbits
    .globl _start
_start:
    lla s1, table
    lw t0, 0(s1)
    words 1, t0, 3
    lw t0, 4(s1)
    words 2, t0, -3
    lhu t0, 8(s1)
    words 3, t0, 1
    lbu t0, 10(s1)
    words 4, t0, 6
    lbu t0, 11(s1) /* ULEB128 */
    words 5, t0, 3
    lw t0, 12(s1)
    words 6, t0, 4
    lw t0, 16(s1)
    addi t0, t0, -5
    words 7, t0, 3
    /* As immediates. */
    li t0, c - a
    words 8, t0, 3
    li t0, length
    words 9, t0, 3
    addi t0, zero, a - c
    words 10, t0, -3
here:
    li t0, . - here
    check 11, t0, zero
    nop
    li t0, . - here
    words 12, t0, 4
    /* Data in code keeps its size but for filling up the last word. */
    j 1f
data:
    .word 1, 2
    .word data_end - data
    .byte 4
    .word 0x13 /* none of nop */
data_end:
    .p2align 2
1:  lla t1, data
    lw t0, 8(t1)
    li t2, 17
    check 13, t0, t2
    li t0, data_end - data
    check 14, t0, t2
    li t0, 1b - data
    words 15, t0, 3
    lbu t0, 13(t1)
    li t2, 0x13
    check 16, t0, t2
    lw t0, pointer
    check 17, t0, t1
    lla t0, in_code
    lw t0, 0(t0)
    check 18, t0, t1
    /* A jump table in code. */
    lla t1, jumps
    lw t0, 4(t1)
    add t0, t0, t1
    jr t0
jumps:
    .word fail - jumps
    .word 2f - jumps
in_code:
    .word data
    .set second_jump, jumps + 4
2:  li t0, 2b - jumps
    words 19, t0, 2
    lla t0, second_jump
    lla t1, jumps
    addi t1, t1, 4
    check 26, t0, t1
    /* The offset of a label counts Muon's bytes. */
    lla t0, a + 8
    lla t1, b
    check 20, t0, t1
    lla t1, c + 4
    lla t0, c
    addi t0, t0, 4
    check 21, t0, t1
    lw t0, 20(s1)
    lla t1, b
    check 22, t0, t1
    lw t0, 24(s1) /* in data: a constant of the assembler */
    li t1, 7
    check 23, t0, t1
    lw t0, 28(s1)
    words 24, t0, 3
    lw t0, 32(s1)
    words 25, t0, 1
    li s0, 0
fail:
    tohost s0

    .text
a:  nop
b:  nop
    nop
c:  .if 0
    .endif
    nop
d:
    length = c - a
conditional:
    .if 1
    nop
    .else
    nop
    .endif
conditional_end:
macro:
    three
macro_end:
    .size macro, . - macro

    .section .rodata, "a"
    .p2align 2
table:
    .word c - a
    .word a - c
    .half b - a
    .byte 2 * 3 * 8
    .uleb128 c - a
    .word d - a
    .word (c - a) + 5
    .word a + 8
    .word (string_end - string) / 1
    .word macro_end - macro
    .word conditional_end - conditional
pointer:
    .word data
string:
    .ascii "seven.."
string_end:
    .if string_end - string != 7
    .error "a distance in data is a number"
    .endif
