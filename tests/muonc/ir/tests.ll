; Divergent tests in a row, and those of a loop's head and end, are one; not where the second has an effect, where
; a phi has other values from one than from the other, or where one is the same for all lanes.
; RUN: irc --emit=llvm %s | grep -E '^define|vx_split|vx_pred|br i1|store|icmp|^}'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define void @row(ptr %at, i32 %x, i32 %y) {
entry:
  %a = icmp ult i32 %x, 10
  br i1 %a, label %second, label %end

second:
  %z = add nsw i32 %y, %x
  %b = icmp sge i32 %z, 7
  br i1 %b, label %end, label %both

both:
  store i32 1, ptr %at
  br label %end

end:
  ret void
}

define void @with_an_effect(ptr %at, i32 %x, i32 %y) {
entry:
  %a = icmp ult i32 %x, 10
  br i1 %a, label %second, label %end

second:
  store i32 2, ptr %at
  %b = icmp ult i32 %y, 7
  br i1 %b, label %both, label %end

both:
  store i32 1, ptr %at
  br label %end

end:
  ret void
}

define i32 @other_values(ptr %at, i32 %x, i32 %y) {
entry:
  %a = icmp ult i32 %x, 10
  br i1 %a, label %second, label %end

second:
  %b = icmp ult i32 %y, 7
  br i1 %b, label %both, label %end

both:
  store i32 1, ptr %at
  br label %end

end:
  %result = phi i32 [ 1, %entry ], [ 2, %second ], [ 3, %both ]
  ret i32 %result
}

define i32 @break_at_the_head(ptr %from, i32 %lane, i32 %count, i32 %rounds) {
entry:
  br label %round

round:
  %i = phi i32 [ 0, %entry ], [ %next, %body ]
  %sum = phi i32 [ 0, %entry ], [ %added, %body ]
  %base = shl i32 %i, 4
  %index = add i32 %base, %lane
  %stays = icmp ult i32 %index, %count
  br i1 %stays, label %body, label %end

body:
  %at = getelementptr i32, ptr %from, i32 %index
  %value = load i32, ptr %at
  %added = add i32 %sum, %value
  %next = add i32 %i, 1
  %again = icmp ne i32 %next, %rounds
  br i1 %again, label %round, label %end

end:
  %result = phi i32 [ %sum, %round ], [ %added, %body ]
  ret i32 %result
}

define i32 @tell_where(ptr %from, i32 %lane, i32 %count, i32 %rounds) {
entry:
  br label %round

round:
  %i = phi i32 [ 0, %entry ], [ %next, %body ]
  %index = add i32 %i, %lane
  %stays = icmp ult i32 %index, %count
  br i1 %stays, label %body, label %end

body:
  %at = getelementptr i32, ptr %from, i32 %index
  store i32 %i, ptr %at
  %next = add i32 %i, 1
  %again = icmp ne i32 %next, %rounds
  br i1 %again, label %round, label %end

end:
  %result = phi i32 [ %index, %round ], [ -1, %body ]
  ret i32 %result
}

@limit = global i32 7

define internal void @uniform_break(ptr %from, i32 %rounds) {
entry:
  br label %round

round:
  %i = phi i32 [ 0, %entry ], [ %next, %body ]
  %stays = icmp ult i32 %i, 100
  br i1 %stays, label %body, label %end

body:
  %at = getelementptr i32, ptr %from, i32 %i
  store i32 %i, ptr %at
  %next = add i32 %i, 1
  %again = icmp ne i32 %next, %rounds
  br i1 %again, label %round, label %end

end:
  ret void
}

define void @calls(ptr %at, i32 %lane) {
  call void @uniform_break(ptr %at, i32 %lane)
  ret void
}
