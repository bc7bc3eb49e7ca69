/* ROM code: from reset to main in every lane of every warp, and from main's result to the end.
 *
 * Every core starts here with its warp 0, all lanes active and all registers zero. Registers are
 * per lane; whatever decides a branch is the same in the lanes of a warp. A program without a
 * Neutrino image runs no nu.* instruction but the barrier. */
#include "neutrino/platform.h"

#define START_BARRIER 0 /* all warps of the cluster, before main */
#define IMAGE_BARRIER 1 /* the warps of core 0, when the image is copied */

/* struct neutrino_image_header */
#define HEADER_IMAGE_BYTES 12
#define HEADER_MEMORY_BYTES 16
#define HEADER_LOAD_ADDRESS 20
#define HEADER_ENTRY 24
#define HEADER_SIZE 64

    .section .text.init, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    csrr t0, nw
    la t1, warp_start
    vx_wspawn t0, t1
warp_start:
    /* sp = TOP - (lane's index in the whole machine) * STRIDE */
    csrr t0, nt
    csrr t1, nw
    csrr t2, nc
    mul t0, t0, t1
    mul t0, t0, t2
    csrr t1, clid
    mul t0, t0, t1
    csrr t1, mhartid
    add t0, t0, t1
    li t1, NEUTRINO_STACK_STRIDE
    mul t0, t0, t1
    li sp, NEUTRINO_STACK_TOP
    sub sp, sp, t0

    csrr t0, cid
    bnez t0, 1f
    call neutrino_clear_shared
    call start_neutrino
    call run_constructors

    /* Programs that ask for work-item ids have them in struct neutrino_items, at tp. */
    .weak neutrino_items_begin
1:  la t0, neutrino_items_begin
    beqz t0, 2f
    addi sp, sp, -NEUTRINO_ITEMS_BYTES
    mv tp, sp
    mv a0, sp
    jalr t0
2:  csrr t0, nw
    csrr t1, nc
    mul t0, t0, t1
    li t1, START_BARRIER
    vx_bar t1, t0

    /* What the launch names, and else main. */
    li t0, NEUTRINO_LAUNCH_KERNEL
    lw t0, (t0)
    beqz t0, 3f
    jalr t0
    li a0, 0
    j 4f
3:  li a0, 0 /* argc, argv */
    li a1, 0
    call main
4:

    /* Of the lanes that returned another value than 0 the first speaks; without such, all do. */
    snez t0, a0
    csrr t1, tmask
    vx_pred t0, t1
    tohost a0
    .size _start, . - _start

/* Warp 0 of core 0 clears the variables in shared memory that want it (__shared_zeroed): few bytes, and
 * none beside them, as variables of any size may be. */
    .globl neutrino_clear_shared
    .type neutrino_clear_shared, @function
neutrino_clear_shared:
    csrr t0, wid
    bnez t0, 2f
    la t0, __neutrino_zeroed_start
    la t1, __neutrino_zeroed_end
    beq t0, t1, 2f
1:  sb.shared zero, (t0)
    addi t0, t0, 1
    bne t0, t1, 1b
2:  ret
    .size neutrino_clear_shared, . - neutrino_clear_shared
    .weak __neutrino_zeroed_start, __neutrino_zeroed_end

/* The warps of core 0: copy the image to the Neutrino's memory and zero the rest of it, word by
 * word, a lane beside the other; then warp 0 starts the core and waits until it is ready. For the
 * later blocks of a launch it is; no warp sees that of the first, for all look before they meet. */
    .type start_neutrino, @function
start_neutrino:
    .weak __neutrino_image
    la a0, __neutrino_image
    bnez a0, 1f
    ret
1:  li t0, NEUTRINO_CONTROL_BASE
    lw t0, NEUTRINO_CONTROL_STATUS(t0)
    bnez t0, 9f
    lw a1, HEADER_IMAGE_BYTES(a0)
    lw a2, HEADER_MEMORY_BYTES(a0)
    addi a1, a1, 3
    andi a1, a1, -4
    addi a2, a2, 3
    andi a2, a2, -4
    lw a3, HEADER_LOAD_ADDRESS(a0)
    addi a4, a0, HEADER_SIZE

    /* a5: what all lanes of the core do in one step, in bytes; a6: this lane's first byte */
    csrr t0, nw
    csrr t1, nt
    mul a5, t0, t1
    slli a5, a5, 2
    csrr a6, mhartid
    slli a6, a6, 2

    beqz a1, 4f
    addi t3, a1, -4
    divu a7, t3, a5 /* steps before the last, which has one word or more for itself */
    mv t0, a6
    beqz a7, 3f
2:  add t1, a4, t0
    lw t1, (t1)
    add t2, a3, t0
    sw t1, (t2)
    add t0, t0, a5
    addi a7, a7, -1
    bnez a7, 2b
3:  /* a last step, in which lanes beyond the end repeat the last word */
    sub t1, t3, t0
    srai t2, t1, 31
    and t1, t1, t2
    add t0, t0, t1
    add t1, a4, t0
    lw t1, (t1)
    add t2, a3, t0
    sw t1, (t2)

4:  bgeu a1, a2, 7f
    addi t3, a2, -4
    sub t1, t3, a1
    divu a7, t1, a5
    add t0, a1, a6
    beqz a7, 6f
5:  add t2, a3, t0
    sw zero, (t2)
    add t0, t0, a5
    addi a7, a7, -1
    bnez a7, 5b
6:  sub t1, t3, t0
    srai t2, t1, 31
    and t1, t1, t2
    add t0, t0, t1
    add t2, a3, t0
    sw zero, (t2)

7:  fence
    csrr t0, nw
    li t1, IMAGE_BARRIER
    vx_bar t1, t0
    csrr t0, wid
    bnez t0, 9f
    csrr t2, tmask
    li t0, 1
    vx_tmc t0 /* the registers are written once */
    li t1, NEUTRINO_CONTROL_BASE
    lw a3, HEADER_ENTRY(a0)
    sw a3, NEUTRINO_CONTROL_ENTRY(t1)
    sw t0, NEUTRINO_CONTROL_START(t1)
8:  lw t0, NEUTRINO_CONTROL_STATUS(t1)
    beqz t0, 8b
    vx_tmc t2
9:  ret
    .size start_neutrino, . - start_neutrino

/* The first lane of the machine calls the constructors, once while the program is in memory; the
 * other clusters wait for that. */
    .weak __init_array_start, __init_array_end, __ctors_start, __ctors_end
    .type run_constructors, @function
run_constructors:
    la t0, __init_array_start
    la t1, __init_array_end
    sub t0, t1, t0
    la t1, __ctors_start
    la t2, __ctors_end
    sub t1, t2, t1
    or t0, t0, t1
    beqz t0, 6f /* there are none */
    csrr t0, wid
    bnez t0, 6f
    csrr t0, clid
    bnez t0, 5f
    la t0, constructed
    lw t0, (t0)
    bnez t0, 6f
    addi sp, sp, -16
    sw ra, 12(sp)
    sw s0, 8(sp)
    sw s1, 4(sp)
    sw s2, 0(sp)
    csrr s2, tmask
    li t0, 1
    vx_tmc t0
    la s0, __ctors_end
    la s1, __ctors_start
1:  beq s0, s1, 2f
    addi s0, s0, -4
    lw t0, (s0)
    jalr t0
    j 1b
2:  la s0, __init_array_start
    la s1, __init_array_end
3:  beq s0, s1, 4f
    lw t0, (s0)
    addi s0, s0, 4
    jalr t0
    j 3b
4:  fence
    la t0, constructed
    li t1, 1
    sw t1, (t0)
    vx_tmc s2
    lw s2, 0(sp)
    lw s1, 4(sp)
    lw s0, 8(sp)
    lw ra, 12(sp)
    addi sp, sp, 16
    ret
5:  la t0, constructed
    lw t0, (t0)
    beqz t0, 5b
    fence /* what the constructors stored is seen from here on */
6:  ret
    .size run_constructors, . - run_constructors

    .section .bss.constructed, "aw", @nobits
    .p2align 2
constructed:
    .zero 4
