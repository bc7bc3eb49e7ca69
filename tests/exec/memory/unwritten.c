/* A load of shared memory to which nobody has stored.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
__shared int row[2 * __MUON_LANES__];
int result[__MUON_LANES__];

int main(void) {
    int lane = muon_lane_id();
    if (me())
        return 0;
    row[lane] = lane + 1;
    result[lane] = row[lane + EITHER(1, 0)];
    return 0;
}
