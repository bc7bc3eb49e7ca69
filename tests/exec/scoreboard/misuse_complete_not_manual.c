/* Completing a run that is not MANUAL.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    run_t run = neutrino_invoke(0, DEPS(point(1)), ASYNC | WARPS(1) | IMMEDIATE);
    neutrino_complete(run, WARPS(1));
    return 0;
}
