/* What a pointer in the payload points to is changed while the task may read it.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int words[4];

int main(void) {
    if (me())
        return 0;
    neutrino_payload((increment_args_t){words, 4});
    run_t run = neutrino_invoke(increment_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    FIX(wait_for(run);)
    (void)run;
    words[1] = 8;
    return 0;
}
