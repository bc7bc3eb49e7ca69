/* Jumps to symbols that are numbers: distances in Muon's bytes, as where the number is written out.
 * RUN: muonc -nostdlib %s -o %t.elf && muobjdump -d %t.elf
 * RUN: muonc -nostdlib -DWRONG %s -o %t.elf
 */
    .equ NEXT_BUT_ONE, 16
    .set number, NEXT_BUT_ONE
    .set function, 0x10000000
    .set alias, label
    .set local, 1f
    .macro skip target
    bne a0, a1, \target
    .endm
    .text
    .globl _start
_start:
    beq a0, a1, 16
    beq a0, a1, NEXT_BUT_ONE
    bnez x40, NEXT_BUT_ONE
    j number
    jal a0, number
    blt a0, a1, later
    skip number
    /* These are at addresses. */
    call function
    call alias
    j alias
    bltz a0, local
1:  nop
label:
    tohost zero
    .equ later, 2 * 4
#ifdef WRONG
    j second
    beq a0, a1, length
    call second
    beq x40, a1, second
    .equ second, label + 8
    .equ length, label - 1b
    /* Bytes from an instruction, of which RV32 has others; those of data and distances are right. */
    third = 8 + label
    .set by_another_name, alias + 4
    .set beyond_here, . + 8
    nop
words:
    .word 1, 2
words_end:
    nop
    .set word, words + 4
    .set last_word, words_end - 4
    .set behind, words_end + 8
    .set before, words - 8
    .set longer, length + 8
#endif
