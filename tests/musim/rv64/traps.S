/* Traps as start code and handlers use them. */
#include "test.h"

/* Runs an instruction that must trap; afterwards a0 is mcause, a1 mtval, a2 mepc. */
#define TRAPS(...)                                                                                 \
    la t0, 99f;                                                                                    \
    csrw mtvec, t0;                                                                                \
    98 : __VA_ARGS__;                                                                              \
    j fail;                                                                                        \
    .balign 4;                                                                                     \
    99 : csrr a0, mcause;                                                                          \
    csrr a1, mtval;                                                                                \
    csrr a2, mepc;                                                                                 \
    la t1, 98b;                                                                                    \
    bne a2, t1, fail

TEST_BEGIN
    CASE(2)
    TRAPS(ecall)
    EXPECT(a0, 11)
    EXPECT(a1, 0)
    CASE(3)
    TRAPS(ebreak)
    EXPECT(a0, 3)
    CASE(4)
    TRAPS(.word 0)
    EXPECT(a0, 2)
    EXPECT(a1, 0)
    CASE(5)
    TRAPS(.word 0xc0001073) /* unimp: a write to a read-only register */
    EXPECT(a0, 2)
    EXPECT(a1, 0xc0001073)
    CASE(6)
    li s0, -8
    TRAPS(ld a0, 0(s0))
    EXPECT(a0, 5)
    EXPECT(a1, -8)
    CASE(7)
    TRAPS(sb a0, 3(s0))
    EXPECT(a0, 7)
    EXPECT(a1, -5)
    CASE(8)
    la s0, tohost + 4
    TRAPS(amoadd.d a0, a0, (s0))
    EXPECT(a0, 6)
    TRAPS(lr.d a0, (s0))
    EXPECT(a0, 4)
    CASE(9)
    la s0, fail + 2
    TRAPS(jr s0)
    EXPECT(a0, 0)
    sub a1, a1, s0
    EXPECT(a1, 0)
    CASE(10)
    TRAPS(csrw medeleg, zero)
    TRAPS(csrr a0, satp)
    TRAPS(csrr a0, mcounteren)
    TRAPS(sret)
    TRAPS(sfence.vma)
    EXPECT(a0, 2)
    CASE(11) /* a jump to nowhere traps there */
    la t0, 1f
    csrw mtvec, t0
    li s0, 0x200000000
    jalr ra, (s0)
    j fail
    .balign 4
1:  csrr a0, mcause
    EXPECT(a0, 1)
    csrr a0, mepc
    bne a0, s0, fail
    CASE(12) /* mret: to mepc, with MIE from MPIE; the lower modes do not exist */
    la t0, unexpected_trap
    csrw mtvec, t0
    li t0, 0x1800
    csrc mstatus, t0
    csrr a0, mstatus
    and a0, a0, t0
    EXPECT(a0, 0x1800)
    csrsi mstatus, 8
    la t0, 2f
    csrw mepc, t0
    li t0, 0x80
    csrc mstatus, t0
    mret
    j fail
2:  csrr a0, mstatus
    andi a0, a0, 0x88
    EXPECT(a0, 0x80)
    CASE(13) /* without FS, no floating point */
    li t0, 0x6000
    csrc mstatus, t0
    TRAPS(fadd.d ft0, ft0, ft0)
    TRAPS(fld ft0, 0(sp))
    TRAPS(frflags a0)
    EXPECT(a0, 2)
    li t0, 0x2000
    csrs mstatus, t0
    CASE(14)
    li a0, 0x8000000000001129
    csrr a1, misa
    bne a0, a1, fail
    csrr a0, mhartid
    EXPECT(a0, 0)
    csrwi pmpcfg0, 31
    csrr a0, pmpcfg0
    EXPECT(a0, 0)
    CASE(15)
    csrr a0, minstret
    csrr a1, instret
    sub a1, a1, a0
    EXPECT(a1, 1)
TEST_END
