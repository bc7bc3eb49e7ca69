/* The Neutrino side completes a MANUAL run, of a dummy or its own.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int done;

int main(void) {
    if (me())
        return 0;
    run_t dummy = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    neutrino_payload((complete_args_t){dummy});
    neutrino_invoke(complete_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    wait_for(dummy);
    seen[0] = 1;
    neutrino_payload((complete_self_args_t){&done});
    run_t self = neutrino_invoke(complete_self_task, NO_DEPS, ASYNC | SINGLE_THREAD | MANUAL);
    wait_for(self);
    seen[1] = done;
    return 0;
}
