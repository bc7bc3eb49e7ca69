/* Completing with another participation than before.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

static run_t run;

int main(void) {
    if (me() == 0) {
        run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        neutrino_complete(run, WARPS(2));
    }
    step();
    if (me() == 1)
        neutrino_complete(run, WARPS(3));
    return 0;
}
