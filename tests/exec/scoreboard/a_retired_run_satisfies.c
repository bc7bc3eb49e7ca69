/* A dependency on a run that has retired long ago is satisfied.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    run_t first = neutrino_invoke(point, NO_DEPS, SYNC | WARPS(1));
    for (int i = 0; i < 100; i++)
        neutrino_invoke(point, NO_DEPS, SYNC | WARPS(1));
    wait_for(first);
    seen[0] = first;
    return 0;
}
