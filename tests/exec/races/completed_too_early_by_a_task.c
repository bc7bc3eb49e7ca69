/* A task completes a MANUAL run before it has stored what that run is for.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int result, copy;

int main(void) {
    if (me())
        return 0;
    run_t run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
    neutrino_payload((early_complete_args_t){run, &result, EITHER(1, 0)});
    neutrino_invoke(early_complete_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    wait_for(run);
    copy = result;
    return 0;
}
