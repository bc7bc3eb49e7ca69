/* A consumer has the producer's run id, and does not wait for it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);

static __shared int item[__MUON_LANES__];
int result[__MUON_LANES__];

int main(void) {
    int lane = muon_lane_id();
    if (me() == 0) {
        run_t run = neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        item[lane] = lane + 1;
        neutrino_complete(run, WARPS(1));
    } else if (me() == 1) {
        FIX(wait_for(filled(1));)
        result[lane] = item[lane];
    }
    return 0;
}
