/* RUN: muonc -c %s -o registers.o */
    .text
f:
    FRAGMENT
label:
    ret
    .data
symbol:
    .word 0
    .section .shared, "aw", @nobits
    .comm sym, 4
    .comm var, 4
