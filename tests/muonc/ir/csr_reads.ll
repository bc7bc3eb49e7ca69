; Reads of CSRs as they come from neutrino/muon.h: of a constant number, and of one that the optimiser has
; selected (0xcc0 tid, 0xfc0 nt).
; RUN: irc --emit=llvm %s | grep -E 'define|csrr|icmp|ret' | grep -cE 'csrr \$0, (tid|nt|wid|mhartid|arg_base)'
; RUN: irc --emit=llvm %s | sed -n '/define.*@known/,/}/p'
; A word of struct neutrino_items, and one of those of a number that is not known, which are read all.
; RUN: irc --emit=llvm %s | grep -E 'module asm|\(tp\)' | sort | uniq -c | sed -n '1,3p;/module/p'
; RUN: irc --emit=object -o %t.o %s && echo compiled

target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

declare i32 @llvm.riscv.sm3p0(i32)

define i32 @known() {
  %lane = call i32 @llvm.riscv.sm3p0(i32 3264)
  %lanes = call i32 @llvm.riscv.sm3p0(i32 4032)
  %sum = add i32 %lane, %lanes
  ret i32 %sum
}

define i32 @selected(i1 %which) {
  %number = select i1 %which, i32 3264, i32 4032
  %value = call i32 @llvm.riscv.sm3p0(i32 %number)
  ret i32 %value
}

define i32 @item() {
  %group = call i32 @llvm.riscv.sm3p0(i32 4152)
  ret i32 %group
}
