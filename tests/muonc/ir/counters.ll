; Loops that count by a power of two, and are entered below their limit only, test for where they end: for
; the limit if that is a multiple, or for the limit rounded up. Others stay: not guarded, guarded by another
; comparison, with an overflow that is defined, by steps of 3.
; RUN: irc --emit=llvm %s | grep -E '^define|icmp|(add|and) i32 .*%(n|end|limit)|br i1'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

@words = external global [4096 x i32]
@n = external global i32

define internal void @multiple() {
  %n = load i32, ptr @n
  %limit = shl nsw i32 %n, 3
  %any = icmp sgt i32 %n, 0
  br i1 %any, label %round, label %end
round:
  %i = phi i32 [ 0, %0 ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nuw nsw i32 %i, 8
  %again = icmp slt i32 %next, %limit
  br i1 %again, label %round, label %end
end:
  ret void
}

define internal void @rounded() {
  %n = load i32, ptr @n
  %none = icmp slt i32 %n, 4
  br i1 %none, label %end, label %before
before:
  br label %round
round:
  %i = phi i32 [ 3, %before ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nuw nsw i32 %i, 8
  %again = icmp slt i32 %next, %n
  br i1 %again, label %round, label %end
end:
  ret void
}

; Below 4 there is a round for 3, too: the limit may be 3.
define internal void @guarded_otherwise() {
  %n = load i32, ptr @n
  %none = icmp slt i32 %n, 3
  br i1 %none, label %end, label %round
round:
  %i = phi i32 [ 3, %0 ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nuw nsw i32 %i, 8
  %again = icmp slt i32 %next, %n
  br i1 %again, label %round, label %end
end:
  ret void
}

define internal void @not_guarded() {
  %n = load i32, ptr @n
  br label %round
round:
  %i = phi i32 [ 0, %0 ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nuw nsw i32 %i, 8
  %again = icmp slt i32 %next, %n
  br i1 %again, label %round, label %end
end:
  ret void
}

define internal void @by_three() {
  %n = load i32, ptr @n
  %any = icmp sgt i32 %n, 0
  br i1 %any, label %round, label %end
round:
  %i = phi i32 [ 0, %0 ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nuw nsw i32 %i, 3
  %again = icmp slt i32 %next, %n
  br i1 %again, label %round, label %end
end:
  ret void
}

define internal void @wrapping() {
  %n = load i32, ptr @n
  %any = icmp ne i32 %n, 0
  br i1 %any, label %round, label %end
round:
  %i = phi i32 [ 0, %0 ], [ %next, %round ]
  %at = getelementptr [4096 x i32], ptr @words, i32 0, i32 %i
  store i32 1, ptr %at
  %next = add nsw i32 %i, 8
  %again = icmp ult i32 %next, %n
  br i1 %again, label %round, label %end
end:
  ret void
}

define void @all() {
  call void @multiple()
  call void @rounded()
  call void @guarded_otherwise()
  call void @not_guarded()
  call void @by_three()
  call void @wrapping()
  ret void
}
