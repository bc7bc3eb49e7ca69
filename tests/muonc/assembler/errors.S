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
  nu.complete.pt a0, a1
  addi a8, a9, a10
  nu.payload a0, a1, a2, a3, 64
  nu.payload a0, a1, a2, a3, a4
  nu.invokei.rh.pw.sync a0, a5, a1, a2, a3, 1
  nu.invokei.rh.pw.sync a0, 256, a1, a2, a3, 1
  vx_tmc 5
  vx_tmc foo
  vx_tmc a0 a1
  lw.shared a0, a1
  lw.shared a0, 4(b1)
  fadd.h a0, a1, a2, rxx
  auipc a8, 0x100000000
  lw a8, 0x100000000(a1)
  beq a0, a1, foo + 8
  j . + 8
  beqz a8, foo - 4
  addi a8, a0
  csrrwi a8, frm, 32
  lw.shared a0, "x"(a1)
  mv a8, 5
  beq a8, a9
  la a8, a9
foo:
  nop
  .skip 64 - (. - foo)
  .org foo + 64
  .org 64
  .org .
1: nop
  .rept (1b - foo) / 4
  .endr
  .if length > 8
  .endif
  .p2align 1b - foo
  .globl length, foo, alias
  .globl length
length = . - foo
alias = foo
  .data
bar: .word 1
  .skip 64 - (. - bar)
  .skip foo - 1b
  .globl size
size = . - bar
  .if size
  .endif
# 100 "elsewhere.S"
  add a0, a1, a2; vx_join
"quoted label": vx_join
