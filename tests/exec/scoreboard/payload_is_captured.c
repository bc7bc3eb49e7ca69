/* An invoke captures the payload: the buffer is free again before the run issues.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

int main(void) {
    if (me())
        return 0;
    run_t gate = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL), last = 0;
    for (int i = 1; i <= 3; i++) {
        neutrino_payload((append_args_t){log, 100 * i});
        last = neutrino_invoke(append_task, DEPS(gate), ASYNC | SINGLE_THREAD);
    }
    neutrino_complete(gate, WARPS(1));
    wait_for(last);
    for (int i = 0; i <= 3; i++)
        seen[i] = log[i];
    return 0;
}
