/* RUN: muonc -c %s -o %t.o && muonc -nostdlib %t.o -o %t.elf && muobjdump --no-show-raw-insn %t.elf */
/* What is fused, and what must not be. */
    .section .text.init, "ax", @progbits
    .globl _start
_start:
    /* Fused: constants, addresses, loads over their own base, calls, tail calls. */
    li a0, 0x12345678
    li a1, -2049
    lui a2, %hi(word)
    addi a2, a2, %lo(word)
    lui a3, %hi(word + 4)
    lw a3, %lo(word + 4)(a3)
    la a4, word
1:  auipc a5, %pcrel_hi(word)
    lw a5, %pcrel_lo(1b)(a5)
    call function
    tail function
    slli a0, a1, 8
    srli a0, a0, 8
    slli a2, a2, 16
    srli a2, a2, 16
    slli a3, a3, 0
    srli a3, a3, 0

    /* Not fused: the base lives on, another register, a store, something in between. */
    lui a0, %hi(word)
    lw a1, %lo(word)(a0)
    sw a1, %lo(word)(a0)
    lui a2, %hi(word)
    addi a3, a2, %lo(word)
    lui a4, %hi(word)
    mv a5, a3
    addi a4, a4, %lo(word)
    lui a0, %hi(word)
    addi a0, a0, %lo(word + 4)
2:  auipc a6, %pcrel_hi(word)
    sw a1, %pcrel_lo(2b)(a6)
    slli a0, a1, 8
    srli a0, a0, 9
    slli a0, a1, 8
    srli a2, a0, 8
    slli a0, a1, 8
    srai a0, a0, 8
    srli a0, a1, 8
    slli a0, a0, 8

    /* Not fused: a jump goes to the second instruction. */
    beqz a0, 3f
    lui a1, 0x12345
3:  addi a1, a1, 0x678
    beqz a0, entered
    lui a2, %hi(word)
entered:
    addi a2, a2, %lo(word)
    ret

    .text
    .globl function
    .type function, @function
function:
    ret
    .size function, . - function

    .data
    .globl word
word:
    .word 1, 2
    .word entered, function
