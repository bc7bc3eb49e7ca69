/* A task does not depend on the run that fills what it reads.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

NEUTRINO_SYNC(filled);

int from, to;

int main(void) {
    if (me() == 0) {
        run_t run = neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        from = 6;
        neutrino_complete(run, WARPS(1));
    } else if (me() == 1) {
        neutrino_payload((add_args_t){&from, &to});
        neutrino_invoke(add_task, EITHER(NO_DEPS, DEPS(filled(1))), SYNC | SINGLE_THREAD);
    }
    return 0;
}
