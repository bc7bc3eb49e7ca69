/* Floating point as an assembler encodes it: operands, boxes, modes and flags of both formats. */
#include "test.h"

#define FLAGS(value)                                                                               \
    fsflags a7, zero;                                                                              \
    EXPECT(a7, value)
#define BITS_D(register, value)                                                                    \
    fmv.x.d a6, register;                                                                          \
    EXPECT(a6, value)
#define BITS_S(register, value)                                                                    \
    fmv.x.w a6, register;                                                                          \
    EXPECT(a6, value)

TEST_BEGIN
    la s0, doubles
    la s1, singles
    fld fa0, 0(s0) /* 1 */
    fld fa1, 8(s0) /* 3 */
    fld fa2, 16(s0) /* signalling NaN */
    fld fa3, 24(s0) /* greatest */
    fld fa4, 32(s0) /* least normal */
    fld fa5, 40(s0) /* -2.5 */
    CASE(2)
    fadd.d ft0, fa0, fa1
    BITS_D(ft0, 0x4010000000000000)
    fsub.d ft0, fa0, fa1
    BITS_D(ft0, 0xc000000000000000)
    fmul.d ft0, fa1, fa1
    BITS_D(ft0, 0x4022000000000000)
    FLAGS(0)
    fdiv.d ft0, fa0, fa1
    BITS_D(ft0, 0x3fd5555555555555)
    FLAGS(1)
    fdiv.d ft0, fa0, fa1, rup
    BITS_D(ft0, 0x3fd5555555555556)
    FLAGS(1)
    CASE(3)
    fsqrt.d ft0, fa1
    BITS_D(ft0, 0x3ffbb67ae8584caa)
    FLAGS(1)
    fsqrt.d ft0, fa5
    BITS_D(ft0, 0x7ff8000000000000)
    FLAGS(16)
    CASE(4) /* fused: the four signs */
    fmadd.d ft0, fa1, fa1, fa0
    BITS_D(ft0, 0x4024000000000000)
    fmsub.d ft0, fa1, fa1, fa0
    BITS_D(ft0, 0x4020000000000000)
    fnmsub.d ft0, fa1, fa1, fa0
    BITS_D(ft0, 0xc020000000000000)
    fnmadd.d ft0, fa1, fa1, fa0
    BITS_D(ft0, 0xc024000000000000)
    FLAGS(0)
    CASE(5)
    fadd.d ft0, fa3, fa3
    BITS_D(ft0, 0x7ff0000000000000)
    FLAGS(5)
    fmul.d ft0, fa4, fa4, rup
    BITS_D(ft0, 1)
    FLAGS(3)
    fmv.d.x ft1, zero
    fdiv.d ft0, fa5, ft1
    BITS_D(ft0, 0xfff0000000000000)
    FLAGS(8)
    fdiv.d ft0, ft1, ft1
    BITS_D(ft0, 0x7ff8000000000000)
    FLAGS(16)
    CASE(6)
    fmin.d ft0, fa2, fa0
    BITS_D(ft0, 0x3ff0000000000000)
    FLAGS(16)
    fneg.d ft2, ft1
    fmin.d ft0, ft1, ft2
    BITS_D(ft0, 0x8000000000000000)
    fmax.d ft0, ft2, ft1
    BITS_D(ft0, 0)
    fabs.d ft0, fa5
    BITS_D(ft0, 0x4004000000000000)
    FLAGS(0)
    CASE(7)
    feq.d a0, fa0, fa0
    EXPECT(a0, 1)
    flt.d a0, fa5, fa0
    EXPECT(a0, 1)
    fle.d a0, fa1, fa0
    EXPECT(a0, 0)
    fmv.d ft3, fa2
    feq.d a0, ft3, fa0
    EXPECT(a0, 0)
    FLAGS(16)
    fclass.d a0, fa2
    EXPECT(a0, 0x100)
    fclass.d a0, fa5
    EXPECT(a0, 2)
    FLAGS(0)
    CASE(8) /* to integers: -2.5 in every mode */
    fcvt.w.d a0, fa5, rne
    EXPECT(a0, -2)
    fcvt.w.d a0, fa5, rtz
    EXPECT(a0, -2)
    fcvt.l.d a0, fa5, rdn
    EXPECT(a0, -3)
    fcvt.l.d a0, fa5, rup
    EXPECT(a0, -2)
    fcvt.w.d a0, fa5, rmm
    EXPECT(a0, -3)
    FLAGS(1)
    fcvt.wu.d a0, fa5, rtz
    EXPECT(a0, 0)
    FLAGS(16)
    fcvt.wu.d a0, fa3
    EXPECT(a0, -1)
    fcvt.lu.d a0, fa2
    EXPECT(a0, -1)
    fcvt.w.d a0, fa2
    EXPECT(a0, 0x7fffffff)
    FLAGS(16)
    CASE(9) /* from integers */
    li a0, -1
    fcvt.d.w ft0, a0
    BITS_D(ft0, 0xbff0000000000000)
    fcvt.d.wu ft0, a0
    BITS_D(ft0, 0x41efffffffe00000)
    FLAGS(0)
    fcvt.d.lu ft0, a0
    BITS_D(ft0, 0x43f0000000000000)
    fcvt.s.l ft0, a0
    BITS_S(ft0, 0xffffffffbf800000)
    FLAGS(1)
    CASE(10) /* dynamic rounding */
    fsrmi 2
    fdiv.d ft0, fa5, fa1
    BITS_D(ft0, 0xbfeaaaaaaaaaaaab)
    fsrmi 3
    fdiv.d ft0, fa5, fa1
    BITS_D(ft0, 0xbfeaaaaaaaaaaaaa)
    frrm a0
    EXPECT(a0, 3)
    fsrmi 0
    FLAGS(1)
    CASE(11) /* singles and their boxes */
    flw ft4, 0(s1) /* 1.5 */
    BITS_D(ft4, 0xffffffff3fc00000)
    fadd.s ft5, ft4, ft4
    BITS_D(ft5, 0xffffffff40400000)
    fadd.s ft5, fa0, ft4 /* a double's bits are no single */
    BITS_S(ft5, 0x7fc00000)
    fsgnj.s ft5, fa0, ft4
    BITS_D(ft5, 0xffffffff7fc00000)
    fclass.s a0, fa0
    EXPECT(a0, 0x200)
    fmv.x.w a0, fa0 /* takes the bits as they are */
    EXPECT(a0, 0)
    li a0, 0xffffffff80000001
    fmv.w.x ft5, a0
    BITS_D(ft5, 0xffffffff80000001)
    fsw ft5, 8(s1)
    lwu a0, 8(s1)
    EXPECT(a0, 0x80000001)
    fsw fa0, 8(s1)
    lwu a0, 8(s1)
    EXPECT(a0, 0)
    FLAGS(0)
    CASE(12)
    fcvt.d.s ft6, ft4
    BITS_D(ft6, 0x3ff8000000000000)
    fcvt.s.d ft6, fa3
    BITS_S(ft6, 0x7f800000)
    FLAGS(5)
    fcvt.s.d ft6, fa3, rtz
    BITS_S(ft6, 0x7f7fffff)
    fcvt.s.d ft6, fa2
    BITS_D(ft6, 0xffffffff7fc00000)
    FLAGS(17 | 4)
    CASE(13)
    flw ft7, 4(s1) /* 3 */
    fmadd.s ft5, ft4, ft7, ft7
    BITS_S(ft5, 0x40f00000)
    fnmsub.s ft5, ft4, ft7, ft7
    BITS_S(ft5, 0xffffffffbfc00000)
    fsqrt.s ft5, ft7
    BITS_S(ft5, 0x3fddb3d7)
    fdiv.s ft5, ft4, ft7
    BITS_S(ft5, 0x3f000000)
    fle.s a0, ft4, ft4
    EXPECT(a0, 1)
    FLAGS(1)
    CASE(14) /* infinity times zero is invalid, whatever is added */
    li a0, 0x7ff0000000000000
    fmv.d.x ft0, a0
    li a0, 0x7ff8000000000000
    fmv.d.x ft3, a0
    fmadd.d ft5, ft0, ft1, ft3
    FLAGS(16)
    BITS_D(ft5, 0x7ff8000000000000)
TEST_END

    .data
    .balign 8
doubles:
    .dword 0x3ff0000000000000, 0x4008000000000000, 0x7ff0000000000001
    .dword 0x7fefffffffffffff, 0x0010000000000000, 0xc004000000000000
singles:
    .word 0x3fc00000, 0x40400000, 0, 0
