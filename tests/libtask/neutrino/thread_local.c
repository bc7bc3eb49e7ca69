/* Thread-local variables of tasks: the core has one thread, so there is one of each, which keeps its
 * value from task to task.
 *
 * RUN: echo 'int main(void) { for (int i = 0; i < 2; i++) neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }' >%tkernel.c
 * RUN: for o in -O0 -O2; do nbc $o %s -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf; done
 */
#include <stdint.h>
#include <stdio.h>

_Thread_local char small = 4;
_Thread_local int zero;
static _Thread_local _Alignas(128) int aligned;
static __thread long wide = 0x123456789abcdef;
int after[3];

void a_task(void) {
    printf("%d %d %d %lx %d %d\n", small, zero, aligned, wide, after[2],
           (int)((uintptr_t)&aligned % 128));
    small++;
    zero += 2;
    aligned += 3;
    wide = -wide;
    after[2] = zero;
}
