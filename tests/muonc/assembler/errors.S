/* RUN: asmrw %s */
  nu.invoke.rh.pw a0, a1, a2, a3, a4, 1
  nu.invoke.rx.pw.sync a0, a1, a2, a3, a4, 1
  nu.invoke.rh.pw.sync.x a0, a1, a2, a3, a4, 1
  nu.wait a0
  vx_spilt x0, a0
  vx_qqqqqqq x0
  lx.shared a0, 0(a1)
  nu.complete.pt a0, 65
  nu.complete.pt a0, 0
  nu.complete.pt a0
  nu.complete.pt a0, 1, 2
  nu.payload a0, a1, a2, a3, 64
  nu.invokei.rh.pw.sync a0, 256, a1, a2, a3, 1
  vx_tmc 5
  vx_tmc foo
  vx_tmc a0 a1
  lw.shared a0, a1
  lw.shared a0, 4(b1)
  fadd.h a0, a1, a2, rxx
  fexp.h a0, a1, rtz
  beq a8, a9, foo
  auipc a8, 1
  lw a8, %lo(foo)(a1)
  add a8, a1, \reg
  slli a8, a8, 32
  lui a8, 0x100000
  csrrwi a8, frm, 1
  jalr a8
  lw.shared a0, "x"(a1)
# 100 "elsewhere.S"
  add a0, a1, a2; vx_join
