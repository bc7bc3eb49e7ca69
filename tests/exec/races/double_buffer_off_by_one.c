/* Two buffers, and one warp that is two items ahead.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);
NEUTRINO_SYNC(taken);

static __shared int buffers[2][__MUON_LANES__];
int sum[__MUON_LANES__];

int main(void) {
    int lane = muon_lane_id();
    if (me() == 0) {
        for (int i = 1; i <= 8; i++) {
            wait_for(taken(EITHER(i - 3, i - 2)));
            buffers[i % 2][lane] = i * 10 + lane;
            neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));
        }
    } else if (me() == 1) {
        for (int i = 1; i <= 8; i++) {
            wait_for(filled(i));
            sum[lane] += buffers[i % 2][lane];
            neutrino_invoke(taken, NO_DEPS, ASYNC | WARPS(1));
        }
    }
    return 0;
}
