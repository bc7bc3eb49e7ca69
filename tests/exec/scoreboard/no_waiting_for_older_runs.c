/* Nothing waits for an older run that it does not depend on, not even of the same task.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

int main(void) {
    if (me())
        return 0;
    run_t gate = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    neutrino_payload((append_args_t){log, 1});
    run_t first = neutrino_invoke(append_task, DEPS(gate), ASYNC | WARPS(1));
    neutrino_payload((append_args_t){log, 2});
    neutrino_invoke(append_task, NO_DEPS, SYNC | WARPS(1)); /* overtakes */
    neutrino_complete(gate, WARPS(1));
    wait_for(first);
    for (int i = 0; i <= 2; i++)
        seen[i] = log[i];
    return 0;
}
