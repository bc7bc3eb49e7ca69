/* A warp counts once, however often it completes.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static run_t run;
static volatile int second;

int main(void) {
    if (me() == 0)
        run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    step();
    if (me() == 0) {
        neutrino_complete(run, WARPS(2));
        neutrino_complete(run, WARPS(2));
    }
    if (me() != 2)
        muon_barrier(2, ALL - 1);
    if (me() == 1) {
        second = 1;
        neutrino_complete(run, WARPS(2));
    }
    if (me() == 2) {
        wait_for(run);
        seen[0] = second;
    }
    return 0;
}
