/* Assembly, with and without the preprocessor, beside C.
 * RUN: muonc -c %s -o %t.o && muonc %t.o kernel.c -o %t.elf -Wl,--undefined=meet && muobjdump -d %t.elf | grep -A2 '<meet>:' | cut -c 9-
 * RUN: muonc %s -DCOUNT=3 -S -o - | grep -v '^#' | head -n 6
 * RUN: printf '.globl f\nf:\n  vx_tmc a0\n  ret\n' >%t.s && muonc %t.s kernel.c -Wl,-u,f -o %t.elf && muobjdump -d %t.elf | grep -A2 '<f>:' | cut -c 9-
 * RUN: printf '\n\n  nu.invoke.xx a0\n' >%t.s && muonc -c %t.s -o %t.o3
 * RUN: muonc -E %s -DCOUNT=5 | grep nu.invoke
 */
#ifndef COUNT
#define COUNT 4
#endif
        .globl meet
        .type meet, @function
meet:   nu.invoke.ri.pw.sync zero, zero, zero, zero, zero, COUNT
        ret
        .size meet, . - meet
