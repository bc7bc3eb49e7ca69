/* As kernel.c, on the Neutrino side; its entry is no function's of a program either.
 *
 * RUN: printf 'int main(void) { if (muon_hart_id()) return 0; neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }\n' >%tkernel.c
 * RUN: sh own_names.sh neutrino '__builtin_trap()' printf malloc realloc >%t.c; echo 'void _start(void) { __builtin_trap(); }' >>%t.c; grep -cE ' (console_put|memcpy|sbrk|puts)\(' %t.c
 * RUN: nbc -w -fno-builtin -DCALL %s %t.c -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf
 * RUN: sh own_names.sh neutrino '__builtin_trap()' puts >%t.c
 * RUN: nbc -w -fno-builtin %s %t.c -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf
 */
#include <stdio.h>
#include <stdlib.h>

void a_task(void) {
#ifdef CALL
    int *numbers = malloc(4 * sizeof *numbers);
    numbers[0] = 42;
    numbers = realloc(numbers, 40000);
    printf("%d %.3f\n", numbers[0], 0.125);
#else
    puts("text");
#endif
}
