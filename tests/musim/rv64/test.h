/* Programs that test themselves: each case puts its number in gp; the end tells the machine through
 * tohost that all passed, or which case failed. Traps that no case expects fail the current one. */
#ifndef TESTS_MUSIM_RV64_TEST_H
#define TESTS_MUSIM_RV64_TEST_H

#define TEST_BEGIN                                                                                 \
    .section .text.start, "ax", @progbits;                                                         \
    .globl _start;                                                                                 \
    _start:                                                                                        \
    la t0, unexpected_trap;                                                                        \
    csrw mtvec, t0;                                                                                \
    li t0, 0x2000;                                                                                 \
    csrs mstatus, t0;                                                                              \
    li gp, 1;

#define TEST_END                                                                                   \
    j pass;                                                                                        \
    .balign 4;                                                                                     \
    unexpected_trap:                                                                               \
    fail:                                                                                          \
    slli gp, gp, 1;                                                                                \
    ori gp, gp, 1;                                                                                 \
    1 : sd gp, tohost, t0;                                                                         \
    j 1b;                                                                                          \
    pass:                                                                                          \
    li gp, 1;                                                                                      \
    j 1b;                                                                                          \
    .section .tohost, "aw", @progbits;                                                             \
    .balign 64;                                                                                    \
    .globl tohost;                                                                                 \
    tohost:                                                                                        \
    .dword 0;                                                                                      \
    .balign 64;                                                                                    \
    .globl fromhost;                                                                               \
    fromhost:                                                                                      \
    .dword 0;

#define CASE(number) li gp, number

#define EXPECT(register, value)                                                                    \
    li t6, value;                                                                                  \
    bne register, t6, fail

#endif
