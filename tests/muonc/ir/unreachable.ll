; Blocks that nothing leads to, with phis, in a function that is restructured; and one whose value a block
; that is reached would have taken.
;
; RUN: irc --emit=object -o %t.o %s && echo compiled
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-elf"

declare i32 @llvm.riscv.sm3p0(i32)

define i32 @leave(i32 %n) {
entry:
  %lane = call i32 @llvm.riscv.sm3p0(i32 3264)
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %again ]
  %odd = and i32 %lane, %i
  %is_odd = icmp eq i32 %odd, 1
  br i1 %is_odd, label %out, label %rest
rest:
  %high = icmp ugt i32 %lane, %i
  br i1 %high, label %again, label %after
again:
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, %n
  br i1 %more, label %loop, label %after
dead:
  %choice = icmp eq i32 %n, 1
  br i1 %choice, label %dead_left, label %dead_right
dead_left:
  br label %dead_end
dead_right:
  br label %dead_end
dead_end:
  %value = phi i32 [ %n, %dead_left ], [ 7, %dead_right ]
  br label %out
after:
  %sum = add i32 %i, %n
  br label %out
out:
  %result = phi i32 [ %i, %loop ], [ %sum, %after ], [ %value, %dead_end ]
  ret i32 %result
}
