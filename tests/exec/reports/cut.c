/* Lists that are cut: of the Neutrinos that run when time is up, and of the hottest functions; and functions
 * without names.
 *
 * RUN: echo 'void spin_task(void) { for (;;) __asm__ volatile(""); }' >%t.c && nbc %t.c -o %t.nbin && muonc -O1 -mcores=1 -mwarps=1 %s --neutrino=%t.nbin -o %t.elf
 * RUN: musim --clusters=11 --max-cycles=3000 %t.elf 2>&1 | grep -c 'in run 1 of spin_task, runs'; musim --clusters=11 --max-cycles=3000 %t.elf 2>&1 | tail -1
 * RUN: muonc -O2 -DFUNCTIONS %s -o %t.elf && musim --stats %t.elf | tail -1
 * RUN: llvm-strip-19 %t.elf && musim --stats %t.elf | grep -o '(no symbol)' */
#ifdef FUNCTIONS
#define FUNCTION(name)                                                                             \
    __attribute__((noinline)) static void name(void) {                                             \
        __asm__ volatile("");                                                                      \
    }
FUNCTION(a) FUNCTION(b) FUNCTION(c) FUNCTION(d) FUNCTION(e) FUNCTION(f) FUNCTION(g) FUNCTION(h)

int main(void) {
    a(), b(), c(), d(), e(), f(), g(), h();
    return 0;
}
#else
int main(void) {
    neutrino_invoke(spin_task, NO_DEPS, SINGLE_THREAD);
    return 0;
}
#endif
