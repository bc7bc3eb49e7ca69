/* The return of a MANUAL run's function does not retire it.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

int main(void) {
    if (me())
        return 0;
    neutrino_payload((append_args_t){log, 1});
    run_t run = neutrino_invoke(append_task, NO_DEPS, ASYNC | SINGLE_THREAD | MANUAL);
    neutrino_payload((append_args_t){log, 3});
    run_t after = neutrino_invoke(append_task, DEPS(run), ASYNC | SINGLE_THREAD);
    neutrino_payload((append_args_t){log, 2});
    neutrino_invoke(append_task, NO_DEPS, SYNC | SINGLE_THREAD); /* the first has returned */
    neutrino_complete(run, WARPS(1));
    wait_for(after);
    for (int i = 0; i <= 3; i++)
        seen[i] = log[i];
    return 0;
}
