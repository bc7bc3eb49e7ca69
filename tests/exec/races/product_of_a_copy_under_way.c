/* The matrix unit reads what the DMA engine is bringing.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int from[64];
static __shared float a[64], b[64], c[64];
float result[16];

int main(void) {
    if (me())
        return 0;
    for (int i = muon_lane_id(); i < 64; i += __MUON_LANES__)
        b[i] = i;
    neutrino_payload((copy_args_t){from, (__shared int *)a, 64});
    run_t copied = neutrino_invoke(copy_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    neutrino_payload((product_args_t){a, b, c, 0});
    run_t made = neutrino_invoke(product_task, EITHER(NO_DEPS, DEPS(copied)), ASYNC | SINGLE_THREAD);
    neutrino_invoke(0, DEPS(copied, made), SYNC | WARPS(1) | IMMEDIATE);
    result[muon_lane_id()] = c[muon_lane_id()];
    return 0;
}
