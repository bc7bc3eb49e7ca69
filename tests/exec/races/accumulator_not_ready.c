/* Another warp clears the accumulators, and the product does not wait for it.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

static __shared float a[64], b[64], c[64];
float result[64];

static void fill(__shared float *matrix, float value) {
    for (int i = muon_lane_id(); i < 64; i += __MUON_LANES__)
        matrix[i] = value + i;
}

NEUTRINO_SYNC(cleared);

int main(void) {
    if (me() == 0) {
        fill(a, 1);
        fill(b, 2);
        neutrino_payload((product_args_t){a, b, c, 1});
        neutrino_invoke(product_task, EITHER(NO_DEPS, DEPS(cleared(1))), SYNC | SINGLE_THREAD);
        result[muon_lane_id()] = c[muon_lane_id()];
    } else if (me() == 1) {
        fill(c, 5);
        neutrino_invoke(cleared, NO_DEPS, ASYNC | WARPS(1));
    }
    return 0;
}
