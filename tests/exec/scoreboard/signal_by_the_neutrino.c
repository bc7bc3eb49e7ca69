/* A SIGNAL run that deferred can be signalled by another task; the core goes on meanwhile.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

int main(void) {
    if (me())
        return 0;
    run_t held = neutrino_invoke(held_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    neutrino_invoke(nothing_task, NO_DEPS, SYNC | SINGLE_THREAD); /* held_task has ended */
    neutrino_payload((release_args_t){held});
    neutrino_invoke(release_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    wait_for(held);
    seen[0] = 1;
    return 0;
}
