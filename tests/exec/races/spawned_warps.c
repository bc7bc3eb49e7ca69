/* What a spawned warp stores is ordered when it has ended, and this is seen.
 *
 * RUN: sh race.sh %s %t -mcores=1 -mwarps=2 */
#include "races.h"

int before, after[__MUON_WARPS__], sum;

static void spawned(void) {
    after[muon_warp_id()] = before + muon_warp_id(); /* ordered: it was spawned behind the store */
    muon_tmc(0);
}

static void wait_until_alone(void) {
    while (muon_active_warps() != 1)
        muon_thread_mask();
}

int main(void) {
    if (me())
        return 0;
    wait_until_alone();
    before = 3;
    muon_wspawn(2, spawned);
    FIX(wait_until_alone();)
    sum = after[1];
    return 0;
}
