/* Kernels of a program with a sync point, whose runs are counted from the begin of a launch. */
#include <neutrino/kernel.h>
#include <neutrino/muon.h>

NEUTRINO_SYNC(passed);

__kernel void increment(uint32_t *numbers) {
    run_t run = neutrino_invoke(passed, NO_DEPS, ASYNC | SINGLE_THREAD | IMMEDIATE);
    if ((run & 0xffffff) <= tk_num_groups(0)) /* one of this launch's */
        numbers[tk_global_id(0)]++;
}
