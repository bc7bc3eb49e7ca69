.include "/dev/null"
.macro m a, b
 addi \a, \b, 5
 .include "none"
.endm
 m a0, 100000
 m x40, 3
.irp n, 5, 5000
 xori a4, a4, \n
.endr
.insn r 0x0b, 0, 0, x0, a0, x0
