; Selects of words become masks, one for each condition; what is not chosen may be poison. What is wider, or
; no integer, is a select of the code generator's, as all are without optimisation.
; RUN: irc --emit=llvm %s | sed -n '/^define/,/^}/p'
; RUN: irc --emit=llvm -O0 %s | grep -cE ' select |llvm.umin'

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define i32 @shared(i1 %c, i32 %x, i32 %y, i32 %n) {
  %shifted = shl i32 %x, %n
  %a = select i1 %c, i32 %shifted, i32 0
  %b = select i1 %c, i32 0, i32 %y
  %both = add i32 %a, %b
  ret i32 %both
}

define i16 @constants(i1 %c) {
  %a = select i1 %c, i16 100, i16 -3
  ret i16 %a
}

define float @floats(i1 %c, float %x, float %y) {
  %a = select i1 %c, float %x, float %y
  ret float %a
}

define i32 @extremes(i32 %x, i32 %y) {
  %a = call i32 @llvm.umin.i32(i32 %x, i32 66)
  %b = call i32 @llvm.smax.i32(i32 %a, i32 %y)
  ret i32 %b
}

define i64 @wide(i1 %c, i64 %x, i64 %y) {
  %a = select i1 %c, i64 %x, i64 %y
  ret i64 %a
}

define ptr @pointers(i1 %c, ptr %x, ptr %y) {
  %a = select i1 %c, ptr %x, ptr %y
  ret ptr %a
}

define i1 @conditions(i1 %c, i1 %x, i1 %y) {
  %a = select i1 %c, i1 %x, i1 %y
  ret i1 %a
}

declare i32 @llvm.umin.i32(i32, i32)
declare i32 @llvm.smax.i32(i32, i32)
