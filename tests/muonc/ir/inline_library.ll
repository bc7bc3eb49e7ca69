; A function of the library is inlined, and one of the unit's own by its name is not; nor is one that calls
; another, or has another type. The library is read only if it may have what is called.
; RUN: grep ^target %s >%t.library; printf 'define float @twicef(float %%x) {\n%%y = fadd float %%x, %%x\nret float %%y\n}\ndefine float @ownf(float %%x) {\nret float 0.0\n}\ndefine float @otherf(float %%x) {\nret float 1.0\n}\ndefine float @callsf(float %%x) {\n%%y = call float @elsewhere(float %%x)\nret float %%y\n}\ndeclare float @elsewhere(float)\n' >>%t.library && irc --inline-library=%t.library --emit=llvm %s | grep -E 'define|declare|call|fadd'
; RUN: irc --inline-library=%t.missing --emit=llvm %s
; RUN: echo 'define' >%t.broken; irc --inline-library=%t.broken --emit=llvm %s
; RUN: grep ^target %s >%t.ll; printf 'declare void @tell(i32)\ndefine void @f() {\ncall void @tell(i32 1)\nret void\n}\n' >>%t.ll; irc --inline-library=%t.missing --emit=llvm %t.ll | grep -c call

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

declare float @twicef(float)
declare double @otherf(float)
declare float @callsf(float)
declare void @tell(i32)

define float @ownf(float %x) {
  ret float %x
}

define void @kernel(ptr %at) {
  %x = load float, ptr %at
  %1 = call float @twicef(float %x)
  store float %1, ptr %at
  %2 = call float @ownf(float %x)
  store float %2, ptr %at
  %3 = call double @otherf(float %x)
  store double %3, ptr %at
  %4 = call float @callsf(float %x)
  store float %4, ptr %at
  call void @tell(i32 1)
  ret void
}
