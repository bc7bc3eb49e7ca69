/* A complete that comes before issue takes effect at issue.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(point);

static volatile int arrived;

int main(void) {
    if (me() == 0) {
        run_t run = neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(2) | MANUAL);
        neutrino_complete(run, WARPS(1));
    }
    step();
    if (me() == 2) {
        wait_for(point(1));
        seen[0] = arrived;
    }
    if (me() != 2)
        muon_barrier(2, ALL - 1);
    if (me() == 1) {
        arrived = 1;
        neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(2) | MANUAL);
    }
    return 0;
}
