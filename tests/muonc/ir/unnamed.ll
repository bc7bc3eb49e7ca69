; Without names and debug information.
; RUN: irc -Rnu-divergent --emit=llvm %s 2>&1 >/dev/null | sed 's/^[^:]*://'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

declare void @fill(ptr)

define void @f(ptr %to) {
  %1 = alloca i32
  call void @fill(ptr %1)
  %2 = load volatile i32, ptr %1
  %3 = ptrtoint ptr %1 to i32
  %4 = icmp ugt i32 %3, 77
  br i1 %4, label %5, label %6
5:
  store i32 1, ptr %to
  br label %6
6:
  ret void
}
