/* Sizes are of what the file defines; with macros in it, whose labels are not known, of anything.
 * RUN: muonc -c -DWRONG %s -o %t.o; test ! -e %t.o
 * RUN: muonc -c %s -o %t.o && llvm-readelf-19 -s %t.o | grep FUNC
 */
    .text
    .globl function
    .type function, @function
function:
    nop
1:  ret
#ifdef WRONG
    .size function, . - fucntion
    .size function, 8 * (1b - begin)
#else
    .size function, . - function
    .macro begin name
    .type \name, @function
\name:
    .endm
    begin other
    ret
    .size other, . - other
#endif
    .equ bytes, 4
    .comm common, 8
    .size common, bytes * 2
