/* The C library in kernels and in tasks, each line as the host's own has it.
 *
 * RUN: clang-19 -DHOST -D_GNU_SOURCE -w %s -o %thost -lm && %thost >%texpected && wc -l <%texpected
 * RUN: for o in -O0 -O2; do muonc $o -DKERNEL -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check %t.elf | cmp - %texpected; done
 * RUN: echo 'int main(void) { if (!muon_hart_id()) neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }' >%tkernel.c
 * RUN: for o in -O0 -O2; do nbc $o %s -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf | cmp - %texpected; done
 * RUN: printf '#include <errno.h>\nint main(void) { return errno == ERANGE; }\n' >%te.c; muonc -c %te.c -o %t.o 2>&1 | grep -o 'error: .*errno.*'
 * RUN: printf '#include <errno.h>\nvoid a_task(int *to) { *to = errno == ERANGE; }\n' >%te.c; nbc %te.c -o %t.nbin 2>&1 | grep -o 'error: .*errno.*'
 */
#include "library.h"

#ifdef KERNEL
int main(void) {
    for (int i = 0; i < CASES; i++) {
        char line[400];
        cases[i](muon_lane_id(), line);
        printf("%s\n", line);
    }
    return 0;
}
#else
#ifdef HOST
int main(void) {
#else
void a_task(void) {
#endif
    for (int i = 0; i < CASES; i++)
        for (int item = 0; item < ITEMS; item++) {
            char line[400];
            cases[i](item, line);
            printf("%s\n", line);
        }
#ifdef HOST
    return 0;
#endif
}
#endif
