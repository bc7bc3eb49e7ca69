/* Every instruction of an assembly file has its line, whatever it is made of; also a file of
 * nothing but Muon's own.
 * RUN: muonc -nostdlib %s -o %t.elf && muobjdump -dl %t.elf | tail -n +5 && llvm-dwarfdump-19 --verify %t.elf | tail -1
 * RUN: muonc -nostdlib -DONLY %s -o %t.elf && muobjdump -dl %t.elf | tail -n +5
 */
    .globl _start
_start:
#ifndef ONLY
    nop
#endif
    vx_tmc a0
    nu.complete.pw a0, 4
#ifndef ONLY
    li a0, 1
    mv x40, a0
    addi a0, a0, 100000
    .insn r 0x0b, 0, 0, x0, a0, x0
a:  vx_tmc zero
    lw.shared x40, a
.rept 2
    sw.shared x40, 4(a0)
.endr
#endif
    tohost zero
