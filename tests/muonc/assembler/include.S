/* Files of .include are Muon assembly.
 * RUN: muonc -nostdlib -Iinclude/directory %s -o %t.elf && muobjdump -dl %t.elf
 * RUN: muonc -c -DWRONG -I include/directory %s -o %t.o; test ! -e %t.o
 * RUN: muonc -c -DLATER -Iinclude/directory %s -o %t.o; test ! -e %t.o
 * RUN: muonc -c -DMISSING -Iinclude/directory %s -o %t.o; test ! -e %t.o
 * RUN: muonc -c -DENDLESS -Iinclude/directory %s -o %t.o; test ! -e %t.o
 * RUN: muonc -c -MD -MF - -Iinclude/directory %s -o %t.o
 * RUN: muonc -M -Iinclude/directory %s
 * RUN: muonc -MM -MT "a:b" -Iinclude/directory -DWRONG %s
 */
    .text
    .globl _start
_start:
    nop; .include "include/body.inc" ; nop
    .include "part.inc" // from -I
.if 0
    .include "missing.inc"
.endif
.macro both
    .INCLUDE "include/body.inc"
.endm
    both
    part a0
    .include "include/once.inc"
    .include "include/once.inc"
#ifdef WRONG
    .include "wrong.inc"
#endif
#ifdef LATER
    vx_tmc
#endif
#ifdef MISSING
    .include "missing.inc"
#endif
#ifdef ENDLESS
    .include "include/self.inc"
#endif
    tohost zero
