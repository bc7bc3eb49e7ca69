/* What a retirement makes ready issues at once, and what that makes ready too.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(link_);

int main(void) {
    if (me())
        return 0;
    run_t gate = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL), last = gate;
    for (int i = 0; i < 25; i++)
        last = neutrino_invoke(link_, DEPS(last), ASYNC | WARPS(1));
    neutrino_complete(gate, WARPS(1));
    wait_for(last);
    seen[0] = last;
    return 0;
}
