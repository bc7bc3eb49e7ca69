/* Products and quotients of complex numbers on the Neutrino core, which clang calls functions for.
 *
 * RUN: echo 'int main(void) { if (!muon_hart_id()) neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }' >%tkernel.c
 * RUN: for o in -O0 -O2 -Oz; do nbc $o %s -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf; done
 */
#include <stdio.h>

volatile float _Complex a = 1 + 2i, b = 3 - 1i;
volatile double _Complex c = 1 + 2i, d = 3 - 1i, far = 0x1p1000 - 0x1p1000i, zero = 0;

static void print(double _Complex z) {
    printf(" %.17g %.17g", __real__ z, __imag__ z);
}

void a_task(void) {
    print(a * b);
    print(a / b);
    print(c * d);
    print(c / d);
    print(far / far);
    print(c / zero);
    printf("\n");
}
