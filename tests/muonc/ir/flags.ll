; Where a split tests whether lanes stay in a loop, what it tests says at the end of the round, too, who
; goes on: 0 for those who have left. Not if they leave where it is not 0.
; RUN: irc --emit=llvm %s | grep -E '^define|vx_split|vx_pred|phi i(1|32)|^[a-z]+:|store'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define void @leave_at_zero(ptr %values, i32 %lane) {
entry:
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %again ]
  %at = getelementptr i32, ptr %values, i32 %i
  %value = load i32, ptr %at
  %first = icmp slt i32 %value, 7
  br i1 %first, label %more, label %end

more:
  store i32 1, ptr %at
  %second = icmp slt i32 %value, 9
  br i1 %second, label %again, label %end

again:
  store i32 2, ptr %at
  %next = add i32 %i, 16
  %goes = icmp slt i32 %next, 100
  br i1 %goes, label %round, label %end

end:
  ret void
}

define void @leave_at_one(ptr %values, i32 %lane) {
entry:
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %more ]
  %at = getelementptr i32, ptr %values, i32 %i
  %value = load i32, ptr %at
  %found = icmp slt i32 %value, 7
  br i1 %found, label %end, label %more

more:
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %goes = icmp slt i32 %next, 100
  br i1 %goes, label %round, label %end

end:
  ret void
}

define i32 @tell(ptr %values, i32 %lane) {
entry:
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %more ]
  %at = getelementptr i32, ptr %values, i32 %i
  %value = load i32, ptr %at
  %first = icmp slt i32 %value, 7
  br i1 %first, label %more, label %end

more:
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %goes = icmp slt i32 %next, 100
  br i1 %goes, label %round, label %end

end:
  %found = phi i1 [ true, %round ], [ false, %more ]
  %result = select i1 %found, i32 %i, i32 -1
  ret i32 %result
}
