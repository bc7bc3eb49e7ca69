/* A warp stores the next factor while the matrix unit reads this one.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

static __shared float a[64], b[64], c[64];
float result[64];

static void fill(__shared float *matrix, float value) {
    for (int i = muon_lane_id(); i < 64; i += __MUON_LANES__)
        matrix[i] = value + i;
}

int main(void) {
    if (me())
        return 0;
    fill(a, 1);
    fill(b, 2);
    neutrino_payload((product_args_t){a, b, c, 0});
    run_t run = neutrino_invoke(product_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    FIX(wait_for(run);)
    (void)run;
    fill(b, 3);
    result[0] = 1;
    return 0;
}
