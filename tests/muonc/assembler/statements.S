/* RUN: asmrw %s */
/* RUN: asmrw %s >%t.s && clang-19 --target=riscv32-unknown-elf -march=rv32im_zfinx -mabi=ilp32 -x assembler -c %t.s -o %t.o */
/* RUN: asmrw --quote %s >%t.q && asmrw --unquote %t.q | grep -c "nu\.\|vx_\|\.shared" */
# 1 "kernel.S"
foo:	nu.invoke.rh.pw.async a0, a1, a2, zero, x0, 64   # a comment; nu.bad
  nu.invokei.rm.pc.sync a0, 12, a1, a2, a3, 1+1
  NU.COMPLETE.PT a0, 3 ; nu.payload a0, a1, a2, a3, 5 // another
1: vx_bar a0, a1
  vx_tmc a0; vx_wspawn a0, a1; vx_split x0, a0; vx_split_n x0, a0
  vx_pred a0, a1; vx_pred_n a0, a1; vx_join zero
  tohost a0
  fence.s
# shared memory, and global memory by its long name
  lw.shared a0, %lo(sh + 12)(a2); sw.shared a0, (a1)
  lb.shared a0, -1(a2); lh.shared a0, 2(a2); lbu.shared a0, 'a'(a2); lhu.shared a0, (2*3)(a2)
  sb.shared a0, 0(a2); sh.shared a0, 0x10(a2)
  lw.global a0, 4(a1); sb.global a0, 4(a1)
# bfloat16
  fexp.h a0, a1; fnexp.h a0, a1
  fadd.h a0, a1, a2; fadd.h a0, a1, a2, rtz; fmadd.h a0, a1, a2, a3
  fcvt.s.h a0, a1; fcvt.h.s a0, a1; fcvt.h.wu a0, a1; fclass.h a0, a1; fneg.h a0, a1
# CSRs that stock assemblers do not know
  csrr a0, tid; csrrs a0, cycle, x0; csrw fcsr, a0; csrrwi a0, frm, 1; csrr a0, 0xcc1
# registers above x31
  add s12, a0, a8; li t7, 0xdeadbeef; mv x127, a0; lw a8, -4(s20); sw a8, 8(a0); neg a9, a9
  csrr a20, tid; fmadd.s a8, a1, a2, a3, rtz; lui a8, 0xfffff; slli a8, a8, 31; jr a8
  nu.invoke.ri.pt.sync a8, a1, a2, a3, a4, 7; fadd.h a8, a9, a10; lw.shared a8, 12(a1)
# words that are tohost whatever their immediate
  .insn i 0x73, 0, x0, zero, 0; .insn i SYSTEM, 0x0, x0, a0, -1 # 1
  .insn i 115,0,zero,12(a0) ; .insn i 0x73, 0, x0, (x0)
  .insn i 0x73, 2, a0, x0, 0; .insn i 0x13, 0, x0, x0, 0; .insn r 0x73, 0, 0, x0, x0, x0; ecall; ebreak
# what stays as it is
  .ascii "nu.invoke ; # /* vx_tmc" ; .byte '#', ';'
  lw a0, sym; lui a1, %hi(sym); addi a1, a1, %lo(sym); bne a0, a1, 1b; fence rw, w
.macro arrive run, n
  nu.complete.pt \run, \n
  sw.shared \run, \n(\run)
.endm
  arrive a0, 5
  ret /* vx_tmc */
sym: .word 0
sh = 16
