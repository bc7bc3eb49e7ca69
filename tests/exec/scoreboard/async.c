/* ASYNC never stalls, although the run cannot issue.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    run_t last = 0;
    for (int i = 0; i < 10; i++)
        last = neutrino_invoke(0, DEPS(point(1)), ASYNC | WARPS(1));
    seen[0] = 1;
    neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(1));
    wait_for(last);
    return 0;
}
