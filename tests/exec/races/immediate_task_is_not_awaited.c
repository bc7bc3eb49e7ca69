/* An IMMEDIATE run retires at issue: waiting for it is not waiting for its function.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int words[4], result;

int main(void) {
    if (me())
        return 0;
    neutrino_payload((increment_args_t){words, 4});
    run_t run =
        neutrino_invoke(increment_task, NO_DEPS, ASYNC | SINGLE_THREAD | EITHER(IMMEDIATE, SIGNAL));
    wait_for(run);
    result = words[3];
    return 0;
}
