/* Warps exchange a row of shared memory without a barrier.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

static __shared int tile[ALL][__MUON_LANES__];
int result[ALL][__MUON_LANES__];

int main(void) {
    int lane = muon_lane_id();
    tile[me()][lane] = 100 * me() + lane + 1;
    FIX(meet(1, ALL);)
    result[me()][lane] = tile[(me() + 1) % ALL][lane];
    return 0;
}
