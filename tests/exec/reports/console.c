/* Warps and the Neutrino print at the same time, in whole lines whatever the schedule; the last
 * line has no end.
 *
 * RUN: nbc tasks.c -o %t.nbin
 * RUN: muonc -O2 -w -g -mcores=2 -mwarps=2 -mlanes=2 %s --neutrino=%t.nbin -o %t.elf
 * RUN: musim %t.elf | sort && musim %t.elf | tail -c 1
 * RUN: for seed in 1 2 3 4 5 6; do musim --perturb=$seed %t.elf | sort | cksum; done | uniq | wc -l */
#include <neutrino/console.h>
#include <neutrino/muon.h>

int main(void) {
    int warp = muon_core_id() * __MUON_WARPS__ + muon_warp_id();
    neutrino_payload((print_args_t){warp});
    neutrino_invoke(print_task, NO_DEPS, ASYNC | WARPS(1));
    for (int i = 0; i < 2; i++)
        printf("warp %d, lane %d prints line %d\n", warp, muon_lane_id(), i);
    muon_barrier(1, __MUON_CORES__ * __MUON_WARPS__);
    if (warp == 0) {
        for (int i = 0; i < 500; i++)
            muon_fence();
        putchar('.');
    }
    return 0;
}
