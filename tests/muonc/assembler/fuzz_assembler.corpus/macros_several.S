.macro in r, n=5000
 addi \r, \r, \n
.endm
.ifdef A
.macro m r, n
 in \r, \n
.endm
.else
.macro m r, n
 in x40
 .irp q, x41, 5000
 in \q
 .endr
.endm
.macro m r
 .exitm
.endm
.endif
 m x40, 5
 m a0, 5000
.purgem m
.equ OFF, 16
.set FAR, OFF
.equ there, end + 8
.equ LOOP, LOOP
 beq a0, a1, OFF
 j FAR
 call FAR
 j there
 j LOOP
 j end
end:
