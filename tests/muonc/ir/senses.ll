; What a split or a vx_pred tests is a comparison that is one instruction; where that is the opposite of
; what the source says, the ways are exchanged.
; RUN: irc --emit=asm %s | grep -E '^[a-z_]+:|slt|xori|not|seqz|snez|feq|flt|fle|vx_split|vx_pred'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define void @at_most(ptr %at, i32 %a, i32 %b) {
  %c = icmp sle i32 %a, %b
  br i1 %c, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

define void @above_number(ptr %at, i32 %a) {
  %c = icmp ugt i32 %a, 7
  br i1 %c, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

define void @all_ones(ptr %at, i32 %a) {
  %c = icmp eq i32 %a, -1
  br i1 %c, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

define void @not_less(ptr %at, float %a, float %b) {
  %c = fcmp uge float %a, %b
  br i1 %c, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

define void @both(ptr %at, i32 %a, i32 %b) {
  %c = icmp uge i32 %a, %b
  %d = icmp sgt i32 %b, 9
  %e = and i1 %c, %d
  br i1 %e, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

; One of each: as it is.
define void @mixed(ptr %at, i32 %a, i32 %b) {
  %c = icmp ult i32 %a, %b
  %d = icmp sgt i32 %b, 9
  %e = or i1 %c, %d
  br i1 %e, label %then, label %end
then:
  store volatile i32 1, ptr %at
  br label %end
end:
  ret void
}

define void @rounds(ptr %at, i32 %a, i32 %b) {
entry:
  br label %round
round:
  %i = phi i32 [ %a, %entry ], [ %next, %round ]
  store volatile i32 %i, ptr %at
  %next = add i32 %i, 5
  %c = icmp sle i32 %next, %b
  br i1 %c, label %round, label %end
end:
  ret void
}
