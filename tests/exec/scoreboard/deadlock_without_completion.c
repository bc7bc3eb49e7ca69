/* A MANUAL run that nobody completes.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

int main(void) {
    if (me())
        return 0;
    run_t run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    wait_for(run);
    return 0;
}
