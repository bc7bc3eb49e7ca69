    .globl _start
_start:
    li a0, -16
    lw a0, 4(a0)
