; memmove and memset on shared memory by loops: the calls, and the helpers' instructions.
; RUN: irc --emit=llvm %s | grep -v "^!\|^attributes\|^declare\|^;"
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define void @move(ptr addrspace(1) %to, ptr addrspace(1) %from) {
  call void @llvm.memmove.p1.p1.i32(ptr addrspace(1) align 4 %to, ptr addrspace(1) align 4 %from, i32 400, i1 false)
  ret void
}
define void @move_short(ptr addrspace(1) %to, ptr addrspace(1) %from) {
  call void @llvm.memmove.p1.p1.i32(ptr addrspace(1) align 2 %to, ptr addrspace(1) align 4 %from, i32 6, i1 false)
  ret void
}
define void @fill(ptr addrspace(1) %to, i8 %byte) {
  call void @llvm.memset.p1.i64(ptr addrspace(1) align 4 %to, i8 %byte, i64 256, i1 true)
  ret void
}
define void @from_global(ptr addrspace(1) %to, ptr %from) {
  call void @llvm.memcpy.p1.p0.i32(ptr addrspace(1) align 1 %to, ptr align 1 %from, i32 99, i1 false)
  ret void
}
define void @global(ptr %to, ptr %from) {
  call void @llvm.memcpy.p0.p0.i32(ptr %to, ptr %from, i32 99, i1 false)
  ret void
}
declare void @llvm.memmove.p1.p1.i32(ptr addrspace(1), ptr addrspace(1), i32, i1)
declare void @llvm.memset.p1.i64(ptr addrspace(1), i8, i64, i1)
declare void @llvm.memcpy.p1.p0.i32(ptr addrspace(1), ptr, i32, i1)
declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
