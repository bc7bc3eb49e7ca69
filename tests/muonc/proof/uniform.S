/* Branches of which the proof on machine code must see that lanes may differ in them, one in each
 * function; those of _start are right, or nobody's business.
 * RUN: muonc -nostdlib %s -o %t.elf
 * RUN: muonc -nostdlib -mno-prove-uniform %s -o %t.elf && echo not proved
 * RUN: muonc -nostdlib -mdivergence=ignore %s -o %t.elf && echo not proved
 */
.macro function name
    .text
    .globl \name
    .type \name, @function
\name:
    .pushsection .neutrino.promises, "", @progbits
    .word 1, \name, 0 /* as what the compiler made */
    .popsection
.endm
.macro end name
    ret
    .size \name, . - \name
.endm
/* A branch over nothing on a register. */
.macro decide register
    beqz \register, 9f
    nop
9:
.endm

    function _start
    csrr a1, wid
    decide a1 /* the warp's */
    lui a2, %hi(word)
    lw a3, %lo(word)(a2)
    decide a3 /* all lanes load it from one place */
    slli a2, a1, 2
    lw a2, word(a2)
    decide a2 /* from a place of the warp's */
    addi a2, a1, word
    decide a2
    csrr a4, tid
    slli a4, a4, 2
    add a5, a4, a3
    addi a6, a4, 40
    sub a7, a6, a4
    decide a7 /* the distance of two pointers into an array */
    addi sp, sp, -16
    sw a3, 4(sp)
    sw a4, 8(sp)
    lw t0, 4(sp)
    decide t0 /* was spilled */
    mv t1, a3
    vx_split x0, a4
    beqz a4, 1f
    addi t2, a3, 1
1:  vx_join x0
    decide t1 /* untouched by either side */
    vx_split x0, a4
    beqz a4, 2f
    beqz t1, 1f
    addi t2, t1, 1
1:  nop
2:  vx_join x0
    decide t1 /* known to be zero on one way only */
    li t3, 0
2:  mv t4, a3
    csrr t5, tmask
    addi t3, t3, 1
3:  mv a1, t3
    li t3, 7
    mv t3, a1 /* makes room, and comes back */
    csrr a0, tid
    vx_pred a0, t5
    bnez a0, 3b
    sltiu a0, t3, 9
    bnez a0, 2b /* lanes are together again */
    decide t4
    mv a0, a3
    call twice
    decide a0 /* the result of a function of uniform arguments */
    addi sp, sp, 16
    call entered_twice
    call told_by_rounds
    call zero_with_its_copies
    call by_hand
    end _start

    function twice
    slli a0, a0, 1
    end twice

    .globl by_hand
    .type by_hand, @function
by_hand:
    csrr a0, tid
    decide a0
    ret
    .size by_hand, . - by_hand

    function entered_twice /* two loops, each around a cycle with two entries */
    csrr a1, wid
    mv t0, a1
    li t1, 5
1:  beqz a1, 3f
2:  addi t0, t0, 1
3:  addi t0, t0, 2
    sltiu t2, t0, 50
    bnez t2, 2b
    decide t0
    addi t1, t1, -1
    bnez t1, 1b
1:  beqz a1, 3f
2:  addi t1, t1, 1
    mv t3, t0
3:  addi t1, t1, 2
    sltiu t2, t1, 50
    bnez t2, 2b
    decide t1
    decide t3
    addi t0, t0, -1
    bnez t0, 1b
    end entered_twice

    function zero_with_its_copies
    addi sp, sp, -16
    csrr t0, tid
    csrr t3, wid
    mv t1, t0
    sw t0, 8(sp)
    vx_split x0, t0
    bnez t0, 1f
    decide t1 /* zero, as what it was copied to */
    lw t2, 8(sp)
    decide t2
2:  addi t1, t1, 1 /* a counter that begins there */
    decide t1
    bne t1, t3, 2b
1:  vx_join x0
    mv t1, t3
    li t2, 7
1:  bnez t1, 3f
    vx_split x0, t0
    beqz t0, 2f
    mv t1, t3
2:  vx_join x0
    decide t1 /* unchanged, and known to be zero where it comes round */
    addi t2, t2, -1
    bnez t2, 1b
3:  addi sp, sp, 16
    end zero_with_its_copies

    function told_by_rounds /* variables of a loop, in terms of each other; t0, t1 and t2 are the lane's */
    csrr t0, tid
    slli t1, t0, 5
    addi t2, t0, 3
    csrr t3, wid
    mv a0, t1
    li a1, 0
    slli a2, t2, 1
    add a2, a2, t1
    add a2, a2, t3
1:  mul a3, t2, a1
    add a3, a3, t1
    sub a4, a3, a0
    decide a4 /* begin + step · rounds, added up and multiplied */
    addi a5, a3, 40
    mv a6, a0
2:  addi a6, a6, 4
    bne a6, a5, 2b /* a pointer and its end */
    slli a7, a3, 1
    sub a7, a7, a2
    sub a7, a7, t1
    slli a4, t2, 1
    add a7, a7, a4
    decide a7 /* the one has twice the step of the other, less what it was ahead */
    add a0, a0, t2
    slli a4, t2, 1
    add a2, a2, a4
    addi a1, a1, 1
    sltiu a4, a1, 7
    bnez a4, 1b
    li a1, 9
    mv a0, t1
1:  mul a3, t2, a1
    add a3, a3, a0
    slli a4, t2, 3
    add a4, a4, t1
    add a4, a4, t2
    sub a3, a3, a4
    decide a3 /* a counter that counts down */
    add a0, a0, t2
    addi a1, a1, -1
    bnez a1, 1b
    end told_by_rounds

    function from_the_caller
    decide a0
    end from_the_caller

    function from_a_lane
    csrr t0, tid
    decide t0
    end from_a_lane

    function from_the_stack
    addi t0, sp, 8
    decide t0
    end from_the_stack

    function from_an_address
    csrr t0, tid
    slli t0, t0, 2
    lui t1, %hi(word)
    add t1, t1, t0
    lw t2, %lo(word)(t1)
    decide t2
    end from_an_address

    function from_handed_out_memory
    addi sp, sp, -16
    sw ra, 12(sp)
    sw zero, 4(sp)
    mv a0, sp
    call writes
    lw t0, 4(sp)
    lw ra, 12(sp)
    addi sp, sp, 16
    decide t0
    end from_handed_out_memory

    function writes
    csrr a1, tid
    sw a1, 4(a0)
    end writes

    function from_a_result
    mv t6, ra
    call lane
    mv ra, t6
    decide a0
    end from_a_result

    function lane
    csrr a0, tid
    end lane

    function from_what_a_call_left
    mv s1, ra
    li t0, 0
    call lane_in_t0
    mv ra, s1
    decide t0
    end from_what_a_call_left

    function lane_in_t0
    csrr t0, tid
    end lane_in_t0

    function from_an_operand
    csrr t0, tid
    csrr t1, wid
    add t1, t1, t0
    decide t1
    end from_an_operand

    function from_one_of_several
    csrr t0, wid
    csrr t1, wid
    beqz t1, 1f
    csrr t0, tid
1:  decide t0
    end from_one_of_several

    function from_both_sides
    csrr t0, tid
    li t1, 1
    vx_split x0, t0
    beqz t0, 1f
    li t1, 2
1:  vx_join x0
    decide t1
    end from_both_sides

    function from_other_rounds
    li t0, 0
    csrr t1, tmask
1:  addi t0, t0, 1
    csrr t2, tid
    sltu t2, t0, t2
    vx_pred t2, t1
    bnez t2, 1b
    decide t0
    end from_other_rounds

    function from_memory_of_one_side /* a spilled value */
    addi sp, sp, -16
    csrr t0, tid
    sw zero, 8(sp)
    vx_split x0, t0
    beqz t0, 1f
    li t1, 2
    sw t1, 8(sp)
1:  vx_join x0
    lw t1, 8(sp)
    addi sp, sp, 16
    decide t1
    end from_memory_of_one_side

    function from_another_step
    csrr t0, tid
    slli t1, t0, 1
    li t2, 0
    mv t3, t1
1:  mul t4, t0, t2
    sub t5, t3, t4
    sub t5, t5, t1
    decide t5
    add t3, t3, t1 /* twice as much */
    addi t2, t2, 1
    sltiu t6, t2, 5
    bnez t6, 1b
    end from_another_step

    function from_steps_that_change
    li t2, 0
    li t3, 0
1:  csrr t0, tid
    mul t4, t0, t2
    sub t5, t3, t4
    decide t5
    xor t1, t0, t2
    add t3, t3, t1
    addi t2, t2, 1
    sltiu t6, t2, 5
    bnez t6, 1b
    end from_steps_that_change

    function from_steps_of_an_inner_loop
    csrr t0, tid
    li t2, 0
    mv t3, t0
1:  li t1, 0
    csrr t5, tmask
2:  addi t1, t1, 4
    sltu a0, t1, t0
    vx_pred a0, t5
    bnez a0, 2b
    add t3, t3, t1
    sub t4, t3, t0
    decide t4
    addi t2, t2, 1
    sltiu t6, t2, 5
    bnez t6, 1b
    end from_steps_of_an_inner_loop

    function from_steps_of_one_side
    csrr t0, tid
    li t2, 0
    mv t3, t0
1:  sub t4, t3, t0
    decide t4
    vx_split x0, t0
    beqz t0, 2f
    addi t3, t3, 4
2:  vx_join x0
    addi t2, t2, 1
    sltiu t6, t2, 5
    bnez t6, 1b
    end from_steps_of_one_side

    function from_the_rounds_of_a_lane
    csrr t0, tid
    slli t1, t0, 4
    mv t3, t1
    csrr t5, tmask
1:  addi t3, t3, 4
    sub t4, t3, t1
    decide t4 /* right: here all have made as many */
    sltu a0, t4, t0
    vx_pred a0, t5
    bnez a0, 1b
    sub t4, t3, t1
    decide t4
    end from_the_rounds_of_a_lane

    function mask_of_another_place
    csrr t0, tid
    vx_split x0, t0
    beqz t0, 1f
    csrr t1, tmask
1:  vx_join x0
2:  csrr t0, tid
    vx_pred t0, t1
    bnez t0, 2b
    end mask_of_another_place

    function left_elsewhere
    csrr t1, tmask
    csrr t3, wid
1:  beqz t3, 2f
    csrr t0, tid
    vx_pred t0, t1
    bnez t0, 1b
2:
    end left_elsewhere

    function adds_an_address
    csrr t0, tid
    addi t0, t0, word
    decide t0
    end adds_an_address

    function loads_behind_an_address
    csrr t0, tid
    slli t0, t0, 2
    lw t0, word(t0)
    decide t0
    end loads_behind_an_address

    function jumps_by_lane
    csrr t0, tid
    slli t0, t0, 3
    lui t1, %hi(lane)
    addi t1, t1, %lo(lane)
    add t1, t1, t0
    jr t1
    .size jumps_by_lane, . - jumps_by_lane

    function slot_of_blocks_before
    addi sp, sp, -16
    csrr t0, tid
    sw t0, 8(sp)
    csrr t1, wid
    beqz t1, 1f
    sw zero, 4(sp)
1:  beqz t1, 2f /* in which nothing reads the slot */
    nop
2:  lw t0, 8(sp)
    addi sp, sp, 16
    decide t0
    end slot_of_blocks_before

    function copy_of_what_is_zero_on_one_way
    csrr t0, tid
    mv t1, t0
    vx_split x0, t0
    bnez t0, 1f
    nop
1:  vx_join x0
    decide t1
    end copy_of_what_is_zero_on_one_way

    function zero_or_what_a_lane_has
    csrr t0, wid
    csrr t1, tid
    beqz t0, 1f
    mv t0, t1
1:  sub t2, t0, t1
    decide t2
    end zero_or_what_a_lane_has

    function copy_of_what_is_not_zero
    csrr t0, tid
    mv t1, t0
    vx_split x0, t0
    beqz t0, 1f
    decide t1
1:  vx_join x0
    end copy_of_what_is_not_zero

    function slot_of_one_way
    addi sp, sp, -16
    csrr t0, tid
    sw t0, 8(sp)
    csrr t1, wid
    beqz t1, 1f
    sw zero, 8(sp)
1:  lw t0, 8(sp)
    addi sp, sp, 16
    decide t0
    end slot_of_one_way

    function slot_of_the_round_before
    addi sp, sp, -16
    csrr t1, tid
    sw zero, 8(sp)
    li t2, 0
1:  lw t0, 8(sp)
    decide t0
    sw t1, 8(sp)
    addi t2, t2, 1
    sltiu t3, t2, 5
    bnez t3, 1b
    addi sp, sp, 16
    end slot_of_the_round_before

    function slot_of_another_byte
    addi sp, sp, -16
    csrr t0, tid
    csrr t1, wid
    sw t0, 8(sp)
    beqz t1, 1f
    sb zero, 9(sp)
1:  lw t0, 8(sp)
    addi sp, sp, 16
    decide t0
    end slot_of_another_byte

    function slot_as_an_argument
    addi sp, sp, -16
    csrr t0, tid
    csrr t1, wid
    sw t0, 0(sp)
    mv s1, ra
    beqz t1, 1f
    nop
1:  call takes_a_slot
    addi sp, sp, 16
    mv ra, s1
    end slot_as_an_argument

    function takes_a_slot
    lw t0, 0(sp)
    decide t0
    end takes_a_slot

    .data
    .globl word
word: .word 1
