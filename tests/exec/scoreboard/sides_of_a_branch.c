/* The two sides of a divergent branch arrive one after the other, as two arrivals of one warp, and so
 * in two runs.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static run_t ids[__MUON_LANES__];

/* Lanes 0 to 4, then lanes 5 to 15. */
static run_t arrive_in_two_parts(void) {
    run_t run;
    __asm__ volatile("vx_tmc %1\n"
                     "nu.invokei.ri.pt.async %0, 200, x0, x0, x0, 16\n"
                     "vx_tmc %2\n"
                     "nu.invokei.ri.pt.async %0, 200, x0, x0, x0, 16\n"
                     "vx_tmc %3"
                     : "=&r"(run)
                     : "r"(0x1f), "r"(0xffe0), "r"(0xffff)
                     : "memory");
    return run;
}

int main(void) {
    if (me())
        return 0;
    ids[muon_lane_id()] = arrive_in_two_parts();
    for (int i = 0; i < __MUON_LANES__; i++) {
        seen[0] += ids[i] == task_run(200, 1);
        seen[1] += ids[i] == task_run(200, 2);
    }
    return 0;
}
