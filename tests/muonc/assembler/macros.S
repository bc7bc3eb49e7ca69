/* Macros and repetitions over registers above x31 and immediates of more than 12 bits.
 * RUN: muonc -nostdlib %s -o %t.elf && muobjdump -d %t.elf
 * RUN: muonc -nostdlib -DWRONG %s -o %t.elf
 * RUN: muonc -nostdlib -DENDLESS %s -o %t.elf
 * RUN: muonc -nostdlib -DTOO_MUCH %s -o %t.elf
 * RUN: muonc -nostdlib -DNONE %s -o %t.elf
 * RUN: muonc -nostdlib -DOPAQUE %s -o %t.elf
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
.macro far reg, base, offset
    lw \reg, \offset(\base)
.endm
.macro nested reg, value
    add_to \reg, \value
    lw.shared \reg, \value(\reg)
.endm
.macro add_to reg, value
    addi \reg, \reg, \value
.endm
.macro name number
    mv x\number, x\()\number
.endm
.macro saves reg, rest:vararg
    sw \reg, 0(sp)
    .ifnb \rest
    saves \rest
    .endif
.endm
.macro countdown reg, n
    addi \reg, \reg, \n * 1000
    .if \n
    countdown \reg, \n - 1
    .endif
.endm
.set BIG, 0x12345
.ifdef BIG
.macro either reg, n
    andi \reg, \reg, \n
.endm
.else
.macro either reg, n
    ori \reg, \reg, \n
.endm
.endif
.ifdef SMALL
.macro part reg, n
    .exitm
.endm
.else
.macro part reg, n
    .if \n
    either \reg, \n * 1000
    .endif
.endm
.endif
.macro inner
    save x42
    save a0, 5000
.irp reg, x43
    save \reg
.endr
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
    far a0, a1, 100000
    far a0, a1, 8
    far a0, x50, BIG + 4
    nested a2, 0x10000
    nested a2, BIG
    nested a2, -8
    name 64
    saves a0, x40, x41, a1
    countdown a3, 3
    countdown x90, 2
    either a4, 7
    either a4, 5000
    either x44, 7
    part x44, 2
    part a4, 1
    inner
.irp n, 5, 5000
    xori a4, a4, \n
.endr
.irpc n, "678"
    sw x4\n, \n(sp)
.endr
.irpc n, 01
    sw s\n, 8(sp)
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
#ifdef TOO_MUCH
#define TEN(x) x + x + x + x + x + x + x + x + x + x
#define LONG (TEN(TEN(TEN(1))))
.macro tree reg
    tree \reg
    addi \reg, \reg, LONG
    tree \reg
.endm
    nop
    tree a0
    tree x40
#endif
#ifdef NONE
.if 0
.macro none reg
    mv \reg, a0
.endm
.macro none reg
    mv \reg, a1
.endm
.endif
    none a0
    none x40
#endif
#ifdef OPAQUE
.ifdef BIG
.macro odd reg, n
    .exitm
.endm
.else
.macro odd reg, n
    addi \reg, \reg, \n
.endm
.endif
    odd a0, 5000
    odd x40, 5
#endif
