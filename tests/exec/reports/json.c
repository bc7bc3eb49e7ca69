/* With --diagnostics-format=json reports are JSON as well, an object on each line: faults, findings of all
 * checks, deadlocks, warnings, and what the Neutrino does.
 *
 * RUN: nbc -O1 -g faulty_tasks.c -o %t.nbin
 * RUN: for report in FAULT RACE MEMORY UNIFORM DEADLOCK WARNING TASK; do muonc -O1 -g -w -mcores=1 -mwarps=2 -mlanes=2 -D$report %s --neutrino=%t.nbin -o %t.elf && echo $report && musim --check=all --diagnostics-format=json %t.elf 2>&1 | sed 's/\(pc\|mtval\) 0x[0-9a-f]\+/\1 …/g; s/\(in main\)+0x[0-9a-f]\+/\1+…/; s/\(muon.h","line":\)[0-9]\+/\1…/'; done
 * RUN: musim --neutrino --diagnostics-format=json %t.nbin */
#include <neutrino/muon.h>

int x;
__shared int s[4];

static void second_warp(void) {
}

int main(void) {
#ifdef FAULT
    *(volatile int *)(4 * muon_warp_id()) = 1;
#elif defined RACE
    x = muon_warp_id();
#elif defined MEMORY
    x = s[muon_lane_id()];
#elif defined UNIFORM
    if (__uniform(muon_lane_id()))
        x = 1;
#elif defined DEADLOCK
    if (muon_warp_id() == 0)
        muon_barrier(3, 2);
#elif defined WARNING
    muon_wspawn(2, second_warp);
#elif defined TASK
    if (muon_warp_id() == 0) {
        neutrino_payload(fault_args(&x, 1));
        neutrino_invoke(fault_task, NO_DEPS, SYNC | SINGLE_THREAD | SIGNAL);
    }
#endif
    return 0;
}
