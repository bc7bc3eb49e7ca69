/* The Neutrino signals a run that has not issued.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 -w -g %s --neutrino=%t.nbin -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    run_t run = neutrino_invoke(held_task, DEPS(point(1)), ASYNC | SINGLE_THREAD | SIGNAL);
    neutrino_payload((release_args_t){run});
    neutrino_invoke(release_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
