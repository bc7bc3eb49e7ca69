; The parts of addresses that do not change in a loop, and masks, stand before it.
; RUN: irc --emit=llvm %s | sed -n '/^define/,/^}/p'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

@rows = global [64 x [67 x i32]] zeroinitializer

define i32 @sum(i32 %row, i32 %lane, i32 %n) {
entry:
  br label %round

round:
  %i = phi i32 [ 0, %entry ], [ %next, %round ]
  %total = phi i32 [ 0, %entry ], [ %more, %round ]
  %second = add nuw nsw i32 %i, 32
  %at = getelementptr inbounds [64 x [67 x i32]], ptr @rows, i32 0, i32 %row, i32 %second
  %value = load i32, ptr %at
  %first = icmp ult i32 %lane, 8
  %counted = select i1 %first, i32 %value, i32 0
  %more = add i32 %total, %counted
  %next = add i32 %i, 1
  %again = icmp ult i32 %next, 16
  br i1 %again, label %round, label %end

end:
  ret i32 %more
}
