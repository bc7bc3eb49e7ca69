/* Functions that the lanes of a warp call together and that work lane by lane: each active lane in
 * turn, lowest first, runs alone the single-lane function behind it, with its own arguments, result
 * and stack. */

/* Registers are per lane, so the argument registers of the lanes that wait keep their values. s0
 * and s1 are saved in every lane and have the same value in all of them. */
.macro each_lane name, function
    .section .text.\name, "ax", @progbits
    .globl \name
    .type \name, @function
\name:
    addi sp, sp, -16
    sw ra, 12(sp)
    sw s0, 8(sp)
    sw s1, 4(sp)
    csrr s0, tmask /* the lanes to come back to */
    mv s1, s0      /* the lanes still to run */
1:  neg t0, s1
    and t0, t0, s1
    xor s1, s1, t0
    vx_tmc t0
    call \function
    vx_tmc s0
    bnez s1, 1b
    lw s1, 4(sp)
    lw s0, 8(sp)
    lw ra, 12(sp)
    addi sp, sp, 16
    ret
    .size \name, . - \name
.endm

each_lane vprintf, console_vprintf
each_lane vsnprintf, console_vsnprintf
each_lane puts, console_puts
each_lane putchar, console_putchar
each_lane strtod, console_strtod
each_lane strtof, console_strtof
each_lane neutrino_heap_take_each, neutrino_heap_take
each_lane neutrino_heap_give_each, neutrino_heap_give
