/* Completing a run that is not live.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

int main(void) {
    if (me())
        return 0;
    run_t run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    neutrino_complete(run, WARPS(1));
    neutrino_complete(run, WARPS(1)); /* a second time */
    return 0;
}
