/* A task changes what its own copy has not fetched yet.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int from[4], to[4];

int main(void) {
    if (me())
        return 0;
    from[muon_lane_id() % 4] = 5;
    neutrino_payload((copy_and_change_args_t){from, to, EITHER(0, 1)});
    neutrino_invoke(copy_and_change_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
