    .globl _start
_start:
    nop
1:  j 1b
