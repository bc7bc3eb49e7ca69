/* Start and traps of the Neutrino core. Tasks run inside the external-interrupt handler, one after
 * the other and with interrupts disabled; between interrupts the core sleeps in idle. */
#include "neutrino/platform.h"

#define MSTATUS_MIE 0x8
#define MSTATUS_FS_INITIAL 0x2000
#define MIE_MEIE 0x800

/* The registers that a C function may change; fcsr is saved with them. */
#define INTEGER_REGISTERS                                                                          \
    X(sd, ld, ra, 0)  X(sd, ld, t0, 1)  X(sd, ld, t1, 2)  X(sd, ld, t2, 3)                         \
    X(sd, ld, a0, 4)  X(sd, ld, a1, 5)  X(sd, ld, a2, 6)  X(sd, ld, a3, 7)                         \
    X(sd, ld, a4, 8)  X(sd, ld, a5, 9)  X(sd, ld, a6, 10) X(sd, ld, a7, 11)                        \
    X(sd, ld, t3, 12) X(sd, ld, t4, 13) X(sd, ld, t5, 14) X(sd, ld, t6, 15)
#define FLOAT_REGISTERS                                                                            \
    X(fsd, fld, ft0, 16)  X(fsd, fld, ft1, 17)  X(fsd, fld, ft2, 18) X(fsd, fld, ft3, 19)          \
    X(fsd, fld, ft4, 20)  X(fsd, fld, ft5, 21)  X(fsd, fld, ft6, 22) X(fsd, fld, ft7, 23)          \
    X(fsd, fld, fa0, 24)  X(fsd, fld, fa1, 25)  X(fsd, fld, fa2, 26) X(fsd, fld, fa3, 27)          \
    X(fsd, fld, fa4, 28)  X(fsd, fld, fa5, 29)  X(fsd, fld, fa6, 30) X(fsd, fld, fa7, 31)          \
    X(fsd, fld, ft8, 32)  X(fsd, fld, ft9, 33)  X(fsd, fld, ft10, 34) X(fsd, fld, ft11, 35)
#define FCSR_SLOT 36
#define FRAME_BYTES (38 * 8)

    .section .text.start, "ax", @progbits
    .globl neutrino_start
    .type neutrino_start, @function
neutrino_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    la tp, __thread_start
    .option pop
    la sp, __stack_top
    li t0, MSTATUS_FS_INITIAL
    csrs mstatus, t0
    fscsr zero
    la t0, neutrino_trap_entry
    csrw mtvec, t0
    la s0, __init_array_start
    la s1, __init_array_end
1:  bgeu s0, s1, 2f
    ld t0, (s0)
    jalr t0
    addi s0, s0, 8
    j 1b
2:  li t0, MIE_MEIE
    csrs mie, t0
    csrsi mstatus, MSTATUS_MIE
    li t0, NEUTRINO_CONTROL_BASE
    li t1, NEUTRINO_STATUS_READY
    sw t1, NEUTRINO_CONTROL_STATUS(t0)
idle:
    wfi
    j idle
    .size neutrino_start, . - neutrino_start

    .text
    .balign 4 /* mtvec, direct mode */
    .globl neutrino_trap_entry
    .type neutrino_trap_entry, @function
neutrino_trap_entry:
    csrw mscratch, t0
    csrr t0, mcause
    bgez t0, neutrino_fault /* before the stack is touched: sp may be what is wrong */
    csrr t0, mscratch
    addi sp, sp, -FRAME_BYTES
#define X(store, load, reg, slot) store reg, slot * 8(sp);
    INTEGER_REGISTERS
    FLOAT_REGISTERS
#undef X
    frcsr t0
    sd t0, FCSR_SLOT * 8(sp)
    call neutrino_dispatch
    ld t0, FCSR_SLOT * 8(sp)
    fscsr t0
#define X(store, load, reg, slot) load reg, slot * 8(sp);
    FLOAT_REGISTERS
    INTEGER_REGISTERS
#undef X
    addi sp, sp, FRAME_BYTES
    mret
    .size neutrino_trap_entry, . - neutrino_trap_entry

/* An exception, in a task or before one: report and stop here, with mcause, mepc and mtval as the
 * exception left them. */
    .globl neutrino_fault
    .type neutrino_fault, @function
neutrino_fault:
    li t0, NEUTRINO_CONTROL_BASE
    li t1, NEUTRINO_STATUS_FAULTED
    sw t1, NEUTRINO_CONTROL_STATUS(t0)
    csrw mie, zero /* runs that wait in the queue do not wake it */
1:  wfi
    j 1b
    .size neutrino_fault, . - neutrino_fault
