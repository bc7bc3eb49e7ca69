/* Lanes that would not meet again: each function breaks one rule of the proof.
 * RUN: muonc -nostdlib %s -o %t.elf
 */
.macro function name
    .text
    .globl \name
    .type \name, @function
\name:
.endm
.macro end name
    .size \name, . - \name
.endm

    function _start
    vx_split x0, a0
    beqz a0, 1f
    addi a1, a1, 1
1:  vx_join x0
2:  addi a1, a1, 1
    csrr t0, tmask
    slti a0, a1, 3
    vx_pred a0, t0
    bnez a0, 2b
    vx_split x0, a2 /* both sides are empty */
    vx_join x0
    vx_split x0, a2 /* both sides are the same */
    mv a1, a3
    call by_hand
    vx_join x0
    vx_split x0, a2 /* what each side would do before it branches */
    csrr a1, tid
    beqz a2, 1f
    addi a1, a1, 1
1:  vx_join x0
    vx_split x0, a2 /* a slot far from the frame's pointer */
    lui t0, 1
    sub t0, s0, t0
    sw a2, -8(t0)
    lui t1, 0xfffff
    add t1, t1, s0
    lw a3, -8(t1)
    beqz a3, 1f
    addi a1, a1, 1
1:  vx_join x0
    ret
    end _start

    function by_hand /* with another register */
    vx_split a1, a0
    ret
    end by_hand

    function never_joined
    vx_split x0, a0
    beqz a0, 1f
    addi a1, a1, 1
1:  ret
    end never_joined

    function joined_on_one_side
    vx_split x0, a0
    beqz a0, 1f
    vx_join x0
1:  ret
    end joined_on_one_side

    function joined_twice
    vx_split x0, a0
    beqz a0, 1f
    vx_join x0
    j 2f
1:  vx_join x0
2:  ret
    end joined_twice

    function never_split
    vx_join x0
    ret
    end never_split

    function invokes_between
    vx_split x0, a0
    nu.invoke.ri.pw.async a1, a2, x0, x0, x0, 4
    beqz a0, 1f
    addi a1, a1, 1
1:  vx_join x0
    ret
    end invokes_between

    function reads_the_mask
    vx_split x0, a0
    csrr a1, tmask
    beqz a0, 1f
    addi a1, a1, 1
1:  vx_join x0
    ret
    end reads_the_mask

    function another_register
    vx_split x0, a0
    beqz a1, 1f
    addi a1, a1, 1
1:  vx_join x0
    ret
    end another_register

    function another_slot
    vx_split x0, a0
    lui t0, 1
    sub t0, s0, t0
    sw a0, -8(t0)
    lw a0, -4(t0)
    beqz a0, 1f
    addi a1, a1, 1
1:  vx_join x0
    ret
    end another_slot

    function jumps_away
    vx_split x0, a0
    beqz a0, 1f
    j _start
1:  vx_join x0
    ret
    end jumps_away
