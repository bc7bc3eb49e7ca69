/* The payload's values are the task's own; what they point to is not.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int from, to;

int main(void) {
    if (me())
        return 0;
    int *pointer = &from;
    from = 5;
    neutrino_payload((add_args_t){pointer, &to});
    pointer = 0;
    run_t run = neutrino_invoke(add_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    EITHER(from = 6, pointer = &from);
    wait_for(run);
    return to == 0 || (FIX(pointer == 0) BUG(0));
}
