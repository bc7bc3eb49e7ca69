; A copy whose length differs between lanes is reported at the copy, not in the helper's loop.
; RUN: irc -Rnu-divergent --emit=object -o %t.o %s
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define void @copy(ptr addrspace(1) %to, ptr %from, i32 %n) {
  call void @llvm.memcpy.p1.p0.i32(ptr addrspace(1) %to, ptr %from, i32 %n, i1 false)
  ret void
}
declare void @llvm.memcpy.p1.p0.i32(ptr addrspace(1), ptr, i32, i1)
