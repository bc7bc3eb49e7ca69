/* RUN: muonc -c %s -o %t.o && muonc -nostdlib %t.o -o %t.elf && muobjdump --no-show-raw-insn %t.elf */
/* RUN: muonc -mcores=1 -mwarps=1 -mlanes=1 -nostdlib %s -o %t.elf && musim %t.elf */
/* The conditional zeros, alone, in pairs that share a mask, with the same registers in all roles,
 * and where the mask must be made again. The program returns the number of the first failure. */
.macro check register, value
    addi s0, s0, 1
    li t0, \value
    bne \register, t0, fail
.endm
    .section .text.init, "ax", @progbits
    .globl _start
_start:
    li s0, 0
    li s1, 7
    li s2, 9

    czero.eqz a0, s1, s2 /* 7 */
    czero.eqz a1, s1, zero /* 0 */
    czero.nez a2, s1, s2 /* 0 */
    czero.nez a3, s1, zero /* 7 */
    check a0, 7
    check a1, 0
    check a2, 0
    check a3, 7

    /* rd is a source */
    mv a0, s1
    czero.eqz a0, a0, s2
    check a0, 7
    mv a0, s1
    czero.eqz a0, s2, a0
    check a0, 9
    mv a0, s1
    czero.nez a0, a0, a0
    check a0, 0
    li a0, 0
    czero.nez a0, s1, a0
    check a0, 7

    /* pairs */
    li a5, -1
    czero.eqz a0, s1, a5
    czero.nez a1, s2, a5
    czero.eqz a2, s2, a5
    or a0, a0, a1
    check a0, 7
    check a2, 9
    li a5, 0
    czero.eqz a0, s1, a5
    add a3, a0, s2
    czero.nez a1, s2, a5
    or a0, a0, a1
    check a0, 9
    check a3, 9

    /* the condition changes in between */
    li a5, 1
    czero.eqz a0, s1, a5
    li a5, 0
    czero.eqz a1, s1, a5
    check a0, 7
    check a1, 0
    /* the first overwrites the condition */
    li a5, 1
    czero.nez a5, s1, a5
    czero.eqz a1, s1, a5
    check a1, 0

    /* a jump arrives in between */
    li a5, 0
    li a4, 1
    czero.eqz a0, s1, a4
    j 1f
    czero.eqz a0, s1, a5
1:  czero.eqz a1, s1, a5
    check a1, 0

    /* conditions of which it is known that they are 0 or 1 */
    slt a5, s1, s2 /* 1 */
    czero.eqz a0, s1, a5
    czero.nez a1, s2, a5
    or a0, a0, a1
    check a0, 7
    sltu a5, s2, s1 /* 0 */
    czero.nez a0, s1, a5
    czero.eqz a1, s2, a5
    or a0, a0, a1
    check a0, 7
    seqz a4, s1
    xori a4, a4, 1
    mv a5, a4
    czero.eqz a0, s1, a5 /* 1 */
    check a0, 7
    andi a5, s2, 1
    czero.nez a0, s1, a5 /* 1 */
    check a0, 0
    /* and of which it is not */
    slt a5, s1, s2
    addi a5, a5, 1
    czero.eqz a0, s1, a5 /* 2 */
    check a0, 7
    la a5, word
    czero.eqz a0, s1, a5
    check a0, 7
    slt a5, s1, s2
    lw a5, word
    czero.eqz a0, s1, a5 /* 2 */
    check a0, 7
    li s0, 0
fail:
    tohost s0

    .data
    .balign 4
word:
    .word 2
