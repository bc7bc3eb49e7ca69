/* RUN: muonc -c %s -o %t.o && muonc -nostdlib -mcores=1 -mwarps=1 -mlanes=1 %t.o -o %t.elf && musim %t.elf */
/* RUN: muonc -nostdlib %s -o %t.elf && muobjdump -d %t.elf | sed -n '/<tour>:/,/<end>:/p' | cut -d' ' -f2- */
/* Registers above x31 in branches, calls, addresses, memory accesses and macros, checked by the
 * program itself; it returns the number of the first check that fails. */
.macro add3 to, from
    addi t38, \from, 3
    addi \to, t38, 0
.endm
.macro branch_to label, register
    beq t38, \register, \label
.endm
    .section .text.init, "ax", @progbits
    .globl _start
_start:
    /* Branches, every name of them. */
    li a8, -1
    li s12, 1
    li s0, 1
    beq a8, s12, fail
    beqz a8, fail
    bgez a8, fail
    bgtz a8, fail
    blez s12, fail
    bltz s12, fail
    bge a8, s12, fail
    bgt a8, s12, fail
    ble s12, a8, fail
    bltu a8, s12, fail
    bgtu s12, a8, fail
    bgeu s12, a8, fail
    bleu a8, s12, fail
    bnez a8, 1f
    j fail
1:  addi s12, s12, -1
    bgtz s12, fail
    beqz s12, 1b
    li s0, 2
    li t7, -1
    bne s12, t7, fail

    /* Calls with their link in a high register, and through one. */
    li s0, 3
    jal x50, answer
    li t8, 42
    bne a23, t8, fail
    li s0, 4
    li a23, 0
    call x50, answer
    bne a23, t8, fail
    li s0, 5
    la x41, answer - 8
    jalr x50, 8(x41)
    bne a23, t8, fail
    li s0, 6
    la x41, 1f
    jr x41
    j fail
1:  jump 1f, t20
    j fail
1:  lla t20, 1f
    jr 0(t20)
    j fail
1:
    /* Addresses and memory. */
    li s0, 7
    la x60, word
    lui s20, %hi(word)
    addi s21, s20, %lo(word)
    bne s21, x60, fail
1:  auipc s22, %pcrel_hi(word)
    addi s22, s22, %pcrel_lo(1b)
    bne s22, x60, fail
    li s0, 8
    lw a20, %lo(word)(s20)
    lw a21, word
    lw a22, (x60)
    lw t9, word - 100(zero)
    lw t10, 100(s21)
    bne a20, a21, fail
    bne a20, a22, fail
    li t11, 0x12345678
    bne a20, t11, fail
    li s0, 9
    li t12, 0x9abcdef0
    sw t12, %lo(word)(s20)
    lw a20, word
    bne a20, t12, fail
    sw t11, word, t0
    lw a20, 0(x60)
    bne a20, t11, fail
    li s0, 10
    lui t20, %hi(variable)
    sw.shared a20, %lo(variable)(t20)
    lw.shared a0, variable
    bne a0, t11, fail
    lhu.shared a15, %lo(variable + 2)(t20)
    li t13, 0x1234
    bne a15, t13, fail

    /* Macros and CSRs. */
    li s0, 11
    li a0, 4
    add3 a1, a0
    li t38, 7
    branch_to 1f, a1
    j fail
1:  li s0, 12
    csrrwi s30, frm, 1
    csrr s31, frm
    csrwi frm, 0
    bnez s30, fail
    li t14, 1
    bne s31, t14, fail
    /* Immediates of 32 bits as they are. */
    li s0, 13
    li a0, 0x10000000
    addi a1, a0, 100000
    li a2, 0x100186a0
    bne a1, a2, fail
    andi a1, a1, 0x18000
    li a2, 0x18000
    bne a1, a2, fail
    slti a1, a2, 0x18001
    li a2, 1
    bne a1, a2, fail
    .equ LATER, 0x54321
    addi a1, zero, AFTER
    addi a2, zero, LATER
    bne a1, a2, fail
    .equ AFTER, 0x54321
    li s0, 14
    fmv.s t30, t11
    bne t30, t11, fail
    /* A branch that reaches further than RV32's. */
    li s0, 15
    beq zero, zero, far
    j fail
    .rept 1200
    nop
    .endr
far:
    li s0, 0
fail:
    tohost s0

answer:
    li a23, 42
    jr x50

    .text
tour:
    beq x40, t7, end
    bgtu a8, t1, end
    jal x50, end
    jal a8, 16
    beq a8, a0, -8
    auipc a8, 0x1004
    jalr x40, 8(x41)
    jalr x40, x41, 8
    jalr a8
    la x60, end
    la x60, end + 8
    lw a20, 0x20000(a1)
    lw.shared a20, variable
    sw.shared t38, 0x10000(s59)
    add a8, a9, 100000
    ori a8, a9, zext
    zext.b a8, s0
    zext = 0
    sgt t8, t9, t10
    fge.h t8, t9, t10
    fmv.h t8, a0
    csrw fcsr, s40
    rdcycle a9
    nu.invokei.rm.pc.sync a8, 12, t10, a2, s30, 2
    nu.payload a8, t7, s12, a0, 5
    nu.complete.pt a0, 3
    nu.complete.pt t38, 64
    vx_bar a8, t8
    vx_wspawn s12, s13
    vx_tmc t38
    tohost s40
    fexp.h a8, a9, rtz
    fnexp.h a0, a1
end:
    ret

    .data
word:
    .word 0x12345678
    .section .shared, "aw", @nobits
    .zero 16
variable:
    .zero 4
