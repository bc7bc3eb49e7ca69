/* A task reads what the copy of an earlier run brings, and does not depend on it.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int numbers[4], sum;
static __shared int row[4];

int main(void) {
    if (me())
        return 0;
    row[muon_lane_id() % 4] = 3;
    neutrino_payload((copy_back_args_t){row, numbers, 4});
    run_t copied = neutrino_invoke(copy_back_task, NO_DEPS, ASYNC | SINGLE_THREAD);
    neutrino_payload((add_args_t){&numbers[2], &sum});
    neutrino_invoke(add_task, EITHER(NO_DEPS, DEPS(copied)), SYNC | SINGLE_THREAD);
    wait_for(copied);
    return 0;
}
