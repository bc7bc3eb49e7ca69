/* The memory functions of C, with pointers and lengths that may differ from lane to lane: a loop
 * keeps the lanes that still have work, until none has.
 *
 *   1:  … t2 = 1 in the lanes that go on, 0 in the others
 *       while_lanes t2, t6, 2f      (t6: the lanes at the start)
 *       … body …
 *       j 1b
 *   2:  all lanes again
 *
 * vx_pred takes the lanes out whose condition is 0; when that would be all, it brings back those of
 * t6. Then the lowest lane's condition is 0, else 1: a uniform branch can tell. */

.macro while_lanes condition, lanes, end
    vx_pred \condition, \lanes
    beqz \condition, \end
.endm

.macro function name
    .section .text.\name, "ax", @progbits
    .globl \name
    .type \name, @function
\name:
.endm

/* Forward copy of a2 bytes from a1 to t0, which all advance; a4 = 1 in the lanes where both are
 * misaligned by the same amount, so that after some bytes whole words can go. Uses t1, t2. */
.macro copy_forward lanes
1:  andi t1, t0, 3
    snez t1, t1
    snez t2, a2
    and t2, t2, t1
    and t2, t2, a4
    while_lanes t2, \lanes, 2f
    lbu t1, (a1)
    sb t1, (t0)
    addi a1, a1, 1
    addi t0, t0, 1
    addi a2, a2, -1
    j 1b
2:  sltiu t2, a2, 4
    xori t2, t2, 1
    and t2, t2, a4
    while_lanes t2, \lanes, 3f
    lw t1, (a1)
    sw t1, (t0)
    addi a1, a1, 4
    addi t0, t0, 4
    addi a2, a2, -4
    j 2b
3:  snez t2, a2
    while_lanes t2, \lanes, 4f
    lbu t1, (a1)
    sb t1, (t0)
    addi a1, a1, 1
    addi t0, t0, 1
    addi a2, a2, -1
    j 3b
4:
.endm

.macro same_alignment result, a, b
    xor \result, \a, \b
    andi \result, \result, 3
    seqz \result, \result
.endm

/* void *memcpy(void *to, const void *from, size_t bytes) */
function memcpy
    csrr t6, tmask
    mv t0, a0
    same_alignment a4, t0, a1
    copy_forward t6
    ret
    .size memcpy, . - memcpy

/* void *memmove(void *to, const void *from, size_t bytes): lanes whose destination begins inside
 * the source copy backwards, after the others. */
function memmove
    csrr t6, tmask
    mv t0, a0
    sub t1, a0, a1
    sltu t1, t1, a2  /* 1: backwards */
    neg t2, t1
    and a3, a2, t2   /* bytes to copy backwards */
    sub a2, a2, a3   /* forwards */
    add a5, a1, a3
    add a6, a0, a3
    same_alignment a4, t0, a1
    copy_forward t6
5:  snez t2, a3
    while_lanes t2, t6, 6f
    addi a5, a5, -1
    addi a6, a6, -1
    lbu t1, (a5)
    sb t1, (a6)
    addi a3, a3, -1
    j 5b
6:  ret
    .size memmove, . - memmove

/* void *memset(void *to, int byte, size_t bytes) */
function memset
    csrr t6, tmask
    mv t0, a0
    andi a1, a1, 0xff
    slli t1, a1, 8
    or a1, a1, t1
    slli t1, a1, 16
    or a1, a1, t1
1:  andi t1, t0, 3
    snez t1, t1
    snez t2, a2
    and t2, t2, t1
    while_lanes t2, t6, 2f
    sb a1, (t0)
    addi t0, t0, 1
    addi a2, a2, -1
    j 1b
2:  sltiu t2, a2, 4
    xori t2, t2, 1
    while_lanes t2, t6, 3f
    sw a1, (t0)
    addi t0, t0, 4
    addi a2, a2, -4
    j 2b
3:  snez t2, a2
    while_lanes t2, t6, 4f
    sb a1, (t0)
    addi t0, t0, 1
    addi a2, a2, -1
    j 3b
4:  ret
    .size memset, . - memset

/* int memcmp(const void *a, const void *b, size_t bytes) */
function memcmp
    csrr t6, tmask
    mv t0, a0
    li a0, 0
1:  snez t2, a2
    seqz t1, a0
    and t2, t2, t1
    while_lanes t2, t6, 2f
    lbu t1, (t0)
    lbu t3, (a1)
    sub a0, t1, t3
    addi t0, t0, 1
    addi a1, a1, 1
    addi a2, a2, -1
    j 1b
2:  ret
    .size memcmp, . - memcmp

/* size_t strlen(const char *text) */
function strlen
    csrr t6, tmask
    mv t0, a0
1:  lbu t1, (t0)
    snez t2, t1
    while_lanes t2, t6, 2f
    addi t0, t0, 1
    j 1b
2:  sub a0, t0, a0
    ret
    .size strlen, . - strlen
