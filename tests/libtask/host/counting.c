/* Kernels of a program that computes ids of runs, by their number in the launch. */
#include <neutrino/kernel.h>
#include <neutrino/muon.h>

NEUTRINO_SYNC(passed);

__kernel void increment(uint32_t *numbers) {
    run_t run = neutrino_invoke(passed, NO_DEPS, ASYNC | SINGLE_THREAD | IMMEDIATE);
    if (run - passed(1) < tk_num_groups(0)) /* one of this launch's */
        numbers[tk_global_id(0)]++;
}
