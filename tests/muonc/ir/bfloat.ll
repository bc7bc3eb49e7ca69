; What the code of muonc -O2 does not have in it: predicates, constants, aggregates, intrinsics that the
; optimiser makes, blocks that nobody reaches, functions with attributes of floats, constrained
; arithmetic, assembly with several results.
; RUN: irc --emit=llvm %s | sed -n '/^define/,/^}/p' | sed 's/#[0-9]*//g'
; RUN: irc --emit=object -o %t.o %s && echo compiled
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-unknown-elf"

define i1 @ueq(bfloat %x, bfloat %y) { %r = fcmp ueq bfloat %x, %y ret i1 %r }
define i1 @one(bfloat %x, bfloat %y) { %r = fcmp one bfloat %x, %y ret i1 %r }
define i1 @ord(bfloat %x, bfloat %y) { %r = fcmp ord bfloat %x, %y ret i1 %r }
define i1 @uno(bfloat %x) { %r = fcmp uno bfloat %x, %x ret i1 %r }
define i1 @ult(bfloat %x, bfloat %y) { %r = fcmp ult bfloat %x, %y ret i1 %r }
define i1 @true(bfloat %x, bfloat %y) { %r = fcmp true bfloat %x, %y ret i1 %r }
define i1 @false(bfloat %x, bfloat %y) { %r = fcmp false bfloat %x, %y ret i1 %r }
define <2 x i1> @each(<2 x bfloat> %x) { %r = fcmp olt <2 x bfloat> %x, <bfloat 1.0, bfloat poison> ret <2 x i1> %r }

define bfloat @constants(i1 %c, bfloat %x) {
  %undef = select i1 %c, bfloat undef, bfloat %x
  %frozen = freeze bfloat %undef
  %poison = fadd bfloat poison, %frozen
  ret bfloat %poison
}
define <2 x bfloat> @vectors(<2 x bfloat> %x, i32 %i, bfloat %e) {
  %changed = insertelement <2 x bfloat> %x, bfloat %e, i32 %i
  %other = shufflevector <2 x bfloat> %changed, <2 x bfloat> <bfloat 2.0, bfloat undef>, <2 x i32> <i32 2, i32 poison>
  %first = extractelement <2 x bfloat> %other, i32 %i
  %all = insertelement <2 x bfloat> %other, bfloat %first, i32 1
  ret <2 x bfloat> %all
}
define bfloat @aggregate({ bfloat, i32 } %pair, [2 x bfloat] %array) {
  %x = extractvalue { bfloat, i32 } %pair, 0
  %y = extractvalue [2 x bfloat] %array, 1
  %sum = fadd bfloat %x, %y
  %changed = insertvalue [2 x bfloat] %array, bfloat %sum, 0
  %again = extractvalue [2 x bfloat] %changed, 0
  ret bfloat %again
}
define bfloat @loop(bfloat %x, i32 %n) {
entry:
  br label %round
round:
  %sum = phi bfloat [ 1.0, %entry ], [ %next, %round ]
  %left = phi i32 [ %n, %entry ], [ %fewer, %round ]
  %next = fmul bfloat %sum, %x
  %fewer = sub i32 %left, 1
  %more = icmp ne i32 %fewer, 0
  br i1 %more, label %round, label %end
nobody:
  %own = fadd bfloat %own, %x
  br label %end
end:
  %result = phi bfloat [ %next, %round ], [ %own, %nobody ]
  ret bfloat %result
}
define nofpclass(nan inf) bfloat @attributes(bfloat nofpclass(nan) %x) {
  %r = call nofpclass(nan) bfloat @attributes(bfloat nofpclass(inf) %x)
  ret bfloat %r
}
define bfloat @fused(bfloat %x, bfloat %y, bfloat %z) {
  %product = fmul contract bfloat %x, %y
  %minus = fneg bfloat %z
  %sum = fsub contract bfloat %minus, %product
  ret bfloat %sum
}
define bfloat @remainder(bfloat %x, bfloat %y) { %r = frem bfloat %x, %y ret bfloat %r }
define bfloat @from_half(half %x) { %r = fpext half %x to float %t = fptrunc float %r to bfloat ret bfloat %t }
define i32 @saturated(bfloat %x) { %r = call i32 @llvm.fptosi.sat.i32.bf16(bfloat %x) ret i32 %r }
define i1 @class(bfloat %x) { %r = call i1 @llvm.is.fpclass.bf16(bfloat %x, i32 3) ret i1 %r }
define bfloat @scaled(bfloat %x, i32 %n) { %r = call bfloat @llvm.ldexp.bf16.i32(bfloat %x, i32 %n) ret bfloat %r }
define bfloat @minimum(bfloat %x, bfloat %y) { %r = call bfloat @llvm.minimum.bf16(bfloat %x, bfloat %y) ret bfloat %r }
define bfloat @sum(<2 x bfloat> %x) { %r = call bfloat @llvm.vector.reduce.fadd.v2bf16(bfloat -0.0, <2 x bfloat> %x) ret bfloat %r }
define bfloat @strict(bfloat %x, i64 %n) strictfp {
  %sum = call bfloat @llvm.experimental.constrained.fadd.bf16(bfloat %x, bfloat %x, metadata !"round.upward", metadata !"fpexcept.strict")
  %less = call i1 @llvm.experimental.constrained.fcmps.bf16(bfloat %x, bfloat %sum, metadata !"ogt", metadata !"fpexcept.strict")
  %number = call bfloat @llvm.experimental.constrained.fptrunc.bf16.f32(float 0x3FF19999A0000000, metadata !"round.dynamic", metadata !"fpexcept.strict")
  %r = select i1 %less, bfloat %sum, bfloat %number
  ret bfloat %r
}
define bfloat @assembly(bfloat %x) {
  %two = call { bfloat, i32 } asm "fadd.h $0, $2, $2\0Ali $1, 1", "=&f,=r,f,~{memory}"(bfloat %x)
  %sum = extractvalue { bfloat, i32 } %two, 0
  ret bfloat %sum
}
define void @stores(ptr %p, ptr addrspace(1) %s, bfloat %x) {
  store volatile bfloat %x, ptr %p, align 1
  store atomic bfloat %x, ptr %p release, align 2
  %y = load bfloat, ptr addrspace(1) %s, align 2
  %sum = fadd bfloat %x, %y
  store bfloat %sum, ptr addrspace(1) %s, align 2
  ret void
}
define i64 @wide(bfloat %x, i64 %n) {
  %f = uitofp i64 %n to bfloat
  %s = fadd bfloat %f, %x
  %r = fptoui bfloat %s to i64
  ret i64 %r
}
declare i32 @llvm.fptosi.sat.i32.bf16(bfloat)
declare i1 @llvm.is.fpclass.bf16(bfloat, i32)
declare bfloat @llvm.ldexp.bf16.i32(bfloat, i32)
declare bfloat @llvm.minimum.bf16(bfloat, bfloat)
declare bfloat @llvm.vector.reduce.fadd.v2bf16(bfloat, <2 x bfloat>)
declare bfloat @llvm.experimental.constrained.fadd.bf16(bfloat, bfloat, metadata, metadata)
declare i1 @llvm.experimental.constrained.fcmps.bf16(bfloat, bfloat, metadata, metadata)
declare bfloat @llvm.experimental.constrained.fptrunc.bf16.f32(float, metadata, metadata)
