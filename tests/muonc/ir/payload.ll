; Loads move down to the payload instruction that takes them, past other payloads but not past a
; store, and only if nothing else uses them.
;
; RUN: irc --emit=llvm %s | grep -E 'define|load|store|nu\.' | sed 's/, align.*//'
target triple = "riscv32-unknown-elf"
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"

define internal i32 @sinks(ptr %p) {
  %q = getelementptr i8, ptr %p, i32 4
  %a = load i32, ptr %p
  %b = load i32, ptr %q
  call void asm sideeffect "nu.payload $0, $1, zero, zero, 0", "r,r,~{memory}"(i32 1, i32 %a)
  call void asm sideeffect "nu.payload $0, $1, zero, zero, 1", "r,r,~{memory}"(i32 1, i32 %b)
  ret i32 0
}

define internal i32 @stays(ptr %p, ptr %to) {
  %q = getelementptr i8, ptr %p, i32 4
  %before_store = load i32, ptr %p
  %volatile = load volatile i32, ptr %q
  %r = getelementptr i8, ptr %p, i32 8
  %used_twice = load i32, ptr %r
  store i32 5, ptr %to
  call void asm sideeffect "nu.payload $0, $1, $2, $3, 0", "r,r,r,r,~{memory}"(i32 1, i32 %before_store, i32 %volatile, i32 %used_twice)
  ret i32 %used_twice
}

define i32 @main(ptr %p) {
  %x = call i32 @sinks(ptr @g)
  %y = call i32 @stays(ptr @g, ptr @g)
  ret i32 %y
}
@g = global [4 x i32] zeroinitializer
