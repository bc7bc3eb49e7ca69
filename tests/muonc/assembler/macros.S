/* Macros and repetitions over registers above x31.
 * RUN: muonc -nostdlib %s -o %t.elf && muobjdump -d %t.elf
 * RUN: muonc -nostdlib -DWRONG %s -o %t.elf
 * RUN: muonc -nostdlib -DENDLESS %s -o %t.elf
 */
.macro save reg, offset=8 // the offset is of bytes
    sw \reg, \offset(sp) /* stays
                          * a comment */
.endm
.macro twice first:req, second, rest:vararg
    save \first
    save \second, 4
    .ifnb \rest
    mv \rest
    .endif
.endm
/* A loop of its own. */
.macro count reg, to
.Lagain\@: addi \reg, \reg, 1
    bltu \reg, \to, .Lagain\@
.endm
.macro load prefix, n, base=t20
    lw \prefix\n\()0, 0(\base); li a0, '#'
.endm

    .text
    .globl _start
_start:
    save x40
    save reg=t7, offset=20
    save a0 # clang's to expand
    twice s20, a21, a22, t30
    twice a0, "a1"
    count x50, a9
    count a1, a2
    count x51, a9
    load x, 4, base=x50
.irp reg, x40, a0, s30
    add \reg, \reg, zero
    /* and */
    sw \reg, 0(sp)
.endr
    .rept 2
    save x41, 12
    .endr
    tohost zero
#ifdef WRONG
.macro three a, b
    add \a, \b
.endm
    nop; three x40, a0
.irp reg, x40
    add \reg
.endr
    nop
    addi a40, a0, 1
#endif
#ifdef ENDLESS
.macro forever reg
    nop
    forever \reg
.endm
    nop
    forever x40
#endif
