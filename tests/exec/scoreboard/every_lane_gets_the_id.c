/* Every arriving lane gets the same run id, at once.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(point);

static run_t ids[__MUON_LANES__];

int main(void) {
    if (me())
        return 0;
    ids[muon_lane_id()] = neutrino_invoke(point, DEPS(point(9)), ASYNC | WARPS(2));
    for (int i = 0; i < __MUON_LANES__; i++)
        seen[0] = i == 0 ? ids[0] == point(1) : seen[0] && ids[i] == ids[0];
    return 0;
}
