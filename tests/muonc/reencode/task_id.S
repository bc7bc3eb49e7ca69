/* The id of nu.invokei: a sync point's symbol; any other address is an error.
 * RUN: muonc -nostdlib %s -o %t.elf && muobjdump -d %t.elf | grep -o 'nu.invokei.*'
 * RUN: muonc -nostdlib -DWRONG=1 %s -o %t.elf
 */
    .section .neutrino_sync.met, "a", @nobits
    .type met, @object
met: .zero 2
    .size met, 2

    .data
    .balign 4096
page: .word 1

    .text
    .globl _start
_start:
    nu.invokei.ri.pw.async a0, met, x0, x0, x0, 1
    nu.invokei.ri.pw.async a0, met + 1, x0, x0, x0, 1
#ifdef WRONG
    nu.invokei.ri.pw.async a0, page + 5, x0, x0, x0, 1
#endif
    ret
