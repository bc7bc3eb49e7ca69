/* A warp stores to what is being copied.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int from[16];
static __shared int to[16];

int main(void) {
    int lane = muon_lane_id();
    if (me())
        return 0;
    from[lane] = lane + 1;
    neutrino_payload((copy_args_t){from, to, 16});
    run_t run = neutrino_invoke(copy_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    FIX(wait_for(run);)
    (void)run;
    from[lane] = -lane;
    return 0;
}
