; What a loop with a divergent break adds to its counter is added at the head; there the phi of the next
; value is a recurrence. A number that is loaded behind the test stays there.
; RUN: irc --emit=llvm %s | sed -n '/^define/,/^}/p'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define i32 @find(ptr %values, i32 %lane, i32 %stride) {
entry:
  br label %round

round:
  %i = phi i32 [ %lane, %entry ], [ %next, %more ]
  %p = phi ptr [ %values, %entry ], [ %following, %more ]
  %total = phi i32 [ 0, %entry ], [ %sum, %more ]
  %value = load i32, ptr %p
  %found = icmp eq i32 %value, 0
  br i1 %found, label %end, label %more

more:
  %next = add nuw nsw i32 %i, %stride
  %following = getelementptr inbounds i32, ptr %p, i32 4
  %term = load i32, ptr %following
  %sum = add i32 %total, %term
  %again = icmp slt i32 %next, 100
  br i1 %again, label %round, label %end

end:
  %result = phi i32 [ %i, %round ], [ %sum, %more ]
  ret i32 %result
}
