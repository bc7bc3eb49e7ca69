/* Start file: a stack for each lane, then main in the first lane of each core. */
#define STACK_TOP 0x7f000000
#define STACK_BYTES_LOG2 13
#define ALL_WARPS_BARRIER 7

    .section .init, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    csrr a0, 0xfc1
    la a1, other_warps
    .insn r 0x0b, 1, 0, x0, a0, a1
    jal set_stack
    li a0, 1
    .insn r 0x0b, 0, 0, x0, a0, x0
    call main
    tohost a0

/* They keep their stack pointers until they are spawned again. */
other_warps:
    jal set_stack
    li a0, 0
    .insn r 0x0b, 0, 0, x0, a0, x0

/* Returns when the last warp of the cluster is here. */
set_stack:
    csrr a0, mhartid
    slli a0, a0, STACK_BYTES_LOG2
    li sp, STACK_TOP
    sub sp, sp, a0
    csrr a0, 0xfc1
    csrr a1, 0xfc2
    mul a1, a0, a1
    li a0, ALL_WARPS_BARRIER
    .insn r 0x0b, 4, 0, x0, a0, a1
    ret
    .size _start, . - _start
