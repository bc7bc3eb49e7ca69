; What the analysis has no rule for, an instruction that clang does not make, may differ between lanes.
;
; RUN: irc -Rnu-divergent %s | grep vx_
target triple = "riscv32-unknown-elf"
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"

declare void @effect()

define internal void @of_va_arg(ptr %list) {
  %x = va_arg ptr %list, i32
  %c = icmp eq i32 %x, 0
  br i1 %c, label %then, label %end
then:
  call void @effect()
  br label %end
end:
  ret void
}

define void @use(ptr %list) {
  call void @of_va_arg(ptr null)
  ret void
}
