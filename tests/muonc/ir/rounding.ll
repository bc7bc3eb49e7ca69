; Rounding without branches gives what the C library gives, on every exponent.
; RUN: irc --emit=llvm %s | sed "/^target/d" >%t.ll && clang-19 -Wno-override-module -O1 -ffp-contract=off %t.ll rounding_check.c -lm -o %t && %t
target triple = "riscv32-unknown-unknown-elf"

define float @test_floor(float %x) { %r = call float @llvm.floor.f32(float %x) ret float %r }
define float @test_ceil(float %x) { %r = call float @llvm.ceil.f32(float %x) ret float %r }
define float @test_trunc(float %x) { %r = call float @llvm.trunc.f32(float %x) ret float %r }
define float @test_round(float %x) { %r = call float @llvm.round.f32(float %x) ret float %r }
define float @test_rint(float %x) { %r = call float @llvm.rint.f32(float %x) ret float %r }
define float @test_minimum(float %x, float %y) { %r = call float @llvm.minimum.f32(float %x, float %y) ret float %r }
define float @test_maximum(float %x, float %y) { %r = call float @llvm.maximum.f32(float %x, float %y) ret float %r }
define i32 @test_ctlz(i32 %x) { %r = call i32 @llvm.ctlz.i32(i32 %x, i1 false) ret i32 %r }
define i32 @test_cttz(i32 %x) { %r = call i32 @llvm.cttz.i32(i32 %x, i1 false) ret i32 %r }
define <2 x float> @floor_vector(<2 x float> %x) { %r = call <2 x float> @llvm.floor.v2f32(<2 x float> %x) ret <2 x float> %r }
define void @test_floor2(ptr %p) {
  %x = load <2 x float>, ptr %p, align 4
  %r = call <2 x float> @floor_vector(<2 x float> %x)
  store <2 x float> %r, ptr %p, align 4
  ret void
}
define float @test_select(i32 %c, float %x, float %y) {
  %b = icmp ne i32 %c, 0
  %s = insertvalue { float, i32 } undef, float %x, 0
  %t = insertvalue { float, i32 } undef, float %y, 0
  %u = select i1 %b, { float, i32 } %s, { float, i32 } %t
  %r = extractvalue { float, i32 } %u, 0
  ret float %r
}
declare float @llvm.floor.f32(float)
declare float @llvm.ceil.f32(float)
declare float @llvm.trunc.f32(float)
declare float @llvm.round.f32(float)
declare float @llvm.rint.f32(float)
declare float @llvm.minimum.f32(float, float)
declare float @llvm.maximum.f32(float, float)
declare i32 @llvm.ctlz.i32(i32, i1)
declare i32 @llvm.cttz.i32(i32, i1)
declare <2 x float> @llvm.floor.v2f32(<2 x float>)
