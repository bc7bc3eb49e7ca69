; Rounds that all lanes make get a loop without a mask, in front of the one that has it: for limits that
; are the same in all lanes, and counters that are not far apart.
; RUN: irc --emit=llvm %s | sed -nE 's/^(define [^@]*@[a-z_]*).*/\1/p; s/, !prof.*//; s/ *;.*//; /^[a-z0-9]+:|vx_pred|tmask| br |icmp|phi/p'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

@limit = global i32 0
@step = global i32 0

declare void @llvm.assume(i1)
declare void @other()

define void @by_lanes(ptr %values) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  %enters = icmp ult i32 %lane, %n
  br i1 %enters, label %round, label %end

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

; Two rounds in one, and numbers with a sign.
define void @two_tests(ptr %values) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  %first = add i32 %lane, 8
  br label %round

round:
  %i = phi i32 [ %first, %entry ], [ %next, %second ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %middle = add i32 %i, 16
  %more = icmp slt i32 %middle, %n
  br i1 %more, label %second, label %end

second:
  %behind = getelementptr i32, ptr %values, i32 %middle
  store i32 2, ptr %behind
  %next = add i32 %i, 32
  %again = icmp sge i32 %next, %n
  br i1 %again, label %end, label %round

end:
  ret void
}

; A step that is not known, of a work-item.
define void @items(ptr %values) {
entry:
  %id = call i32 asm "lw $0, 120(tp)", "=r"()
  %size = load i32, ptr @step
  %n = load i32, ptr @limit
  br label %round

round:
  %i = phi i32 [ %id, %entry ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, %size
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

; Not if the limit is the lane's own,
define void @own_limit(ptr %values, i32 %n) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %round ]
  %next = add i32 %i, 16
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

; nor if nothing is known of how far lanes are apart: the assumption is not made on the way,
define void @far_apart(ptr %values, i1 %c) {
entry:
  %lane = call i32 asm "csrr $0, mhartid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  %n = load i32, ptr @limit
  br i1 %c, label %sure, label %round

sure:
  call void @llvm.assume(i1 %is_lane)
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %lane, %sure ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

; nor if there is a way out that is none of the counter,
define void @found(ptr %values) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %on ]
  %at = getelementptr i32, ptr %values, i32 %i
  %value = load i32, ptr %at
  %is_it = icmp eq i32 %value, 3
  br i1 %is_it, label %end, label %on

on:
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

; nor for calls, for few rounds, for numbers below 0, or where size is what matters.
define void @calls() {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %round ]
  call void @other()
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

define void @few(ptr %values) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, 50
  br i1 %again, label %round, label %end

end:
  ret void
}

define void @below_0(ptr %values) {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  %first = add i32 %lane, -8
  br label %round

round:
  %i = phi i32 [ %first, %entry ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %again = icmp slt i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}

define void @small(ptr %values) optsize {
entry:
  %lane = call i32 asm "csrr $0, tid", "=r"()
  %is_lane = icmp ult i32 %lane, 16
  call void @llvm.assume(i1 %is_lane)
  %n = load i32, ptr @limit
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %round ]
  %at = getelementptr i32, ptr %values, i32 %i
  store i32 1, ptr %at
  %next = add i32 %i, 16
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end

end:
  ret void
}
