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

@a = global i32 1
@b = global i32 2

define internal void @sides(ptr %to) {
  %1 = call i32 asm "csrr $0, tid", "=r"()
  %2 = icmp ugt i32 %1, 7
  br i1 %2, label %left, label %right
left:
  store i32 1, ptr %to
  %3 = load i32, ptr @a
  br label %end
right:
  store i32 2, ptr %to
  %4 = load i32, ptr @b
  br label %end
end:
  %5 = phi i32 [ %3, %left ], [ %4, %right ]
  store i32 3, ptr %to
  %6 = icmp ugt i32 %5, 7
  br i1 %6, label %more, label %out
more:
  store i32 4, ptr %to
  br label %out
out:
  ret void
}

define void @g(ptr %to) {
  call void @sides(ptr %to)
  ret void
}
