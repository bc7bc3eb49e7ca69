/* A warp loads what another stores, and nothing orders them.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int data[16], result[16];

int main(void) {
    int lane = muon_lane_id();
    if (me() == 0)
        data[lane] = lane + 3;
    FIX(meet(1, ALL);)
    if (me() == 1)
        result[lane] = data[lane];
    return 0;
}
