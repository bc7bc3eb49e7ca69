/* The DMA engine takes away a product that is not there yet.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int to[64];
static __shared float a[64], b[64], c[64];

int main(void) {
    if (me())
        return 0;
    for (int i = muon_lane_id(); i < 64; i += __MUON_LANES__)
        a[i] = b[i] = i;
    neutrino_payload((product_args_t){a, b, c, 0});
    run_t made = neutrino_invoke(product_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    neutrino_payload((copy_back_args_t){(__shared int *)c, to, 64});
    run_t taken = neutrino_invoke(copy_back_task, EITHER(NO_DEPS, DEPS(made)), ASYNC | SINGLE_THREAD);
    neutrino_invoke(0, DEPS(made, taken), SYNC | WARPS(1) | IMMEDIATE);
    return 0;
}
