#include "count.h"
#include <neutrino/console.h>

#ifndef ON_MUON
#error not compiled for the SIMT cores
#endif

int result;
static __shared int parts;
int part(void), help(void), nothing(void);

int main(void) {
    if (muon_core_id() || muon_warp_id())
        return 0;
    neutrino_payload((sum_args_t){&result, 5});
    run_t sum = neutrino_invoke(sum_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    neutrino_invoke(0, DEPS(sum), SYNC | WARPS(1) | IMMEDIATE);
    __asm__ volatile("vx_tmc %0" : : "r"(muon_thread_mask()));
    parts = part() + help() + nothing();
    if (muon_lane_id() == 0)
        printf("%d %d %s\n", result, parts, TEXT);
    return 0;
}
