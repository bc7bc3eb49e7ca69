/* A MANUAL run retires when n participants have completed it; the participation is the complete's own.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static run_t run;
static volatile int completed;

int main(void) {
    if (me() == 0)
        run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    step();
    if (me() == 0) {
        wait_for(run);
        seen[0] = completed;
    }
    for (int warp = 1; warp <= 3; warp++) {
        if (me() == warp) {
            completed = warp;
            neutrino_complete(run, WARPS(3));
        }
        if (me())
            muon_barrier(2, ALL - 1);
    }
    return 0;
}
