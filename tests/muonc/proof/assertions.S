/* What becomes of __uniform's markers, written as the compiler writes them: one stays, as a nop, if
 * control comes to what is behind it from elsewhere, too. Records get the registers and bytes.
 * RUN: muonc -nostdlib -Wl,--entry=main,--gc-sections %s -o %t.elf && muobjdump -d --no-show-raw-insn %t.elf | sed 1,2d; llvm-objdump-19 -s -j .neutrino.uniform -j .neutrino.uniform.files %t.elf | sed 1,2d
 * RUN: muonc -nostdlib -DDAMAGED='.word main + 4, 0, file, 1, 1' -Wl,--entry=main %s -o %t.bad; test ! -e %t.bad
 * RUN: muonc -nostdlib -DDAMAGED='.word main, 0, file, 1' -Wl,--entry=main %s -o %t.bad
 * RUN: muonc -nostdlib -DDAMAGED='.word variable, 0, file, 1, 1' -Wl,--entry=main %s -o %t.bad
 */
.macro uniform register, bytes, line
    .pushsection .neutrino.uniform, "", @progbits
    .word 770f, 0, file, \line, 1
    .popsection
770:
    addi zero, \register, \bytes
.endm
    .pushsection .neutrino.uniform.files, "MS", @progbits, 1
file:
    .asciz "file.c"
    .popsection
    .data
variable:
    .word 0
    .section .text.unused, "ax", @progbits
unused: /* not linked */
    uniform a1, 4, 9
    ret
    .text
    .globl main
main:
    uniform a0, 4, 1 /* goes */
    mv a2, a0
    uniform a1, 1, 2
    uniform a2, 2, 3 /* both go */
    addi a2, a2, 1
    uniform a0, 4, 4 /* goes */
    uniform a1, 4, 5 /* stays: the head of a loop follows */
1:
    addi a2, a2, -1
    uniform a3, 4, 6 /* stays, for what follows is jumped to */
2:
    uniform a4, 4, 7 /* goes, though itself jumped to */
    bnez a2, 1b
    beqz a3, 2b
    ret
    uniform a5, 4, 8 /* the last in its section */
    .size main, . - main
#ifdef DAMAGED
    .pushsection .neutrino.uniform, "", @progbits
    DAMAGED
    .popsection
#endif
