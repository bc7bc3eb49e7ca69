/* SYNC | MANUAL wakes at issue: what is stored until completion comes later.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(work);

int made, result;

int main(void) {
    if (me() >= 2)
        return 0;
    run_t run = neutrino_invoke(work, NO_DEPS, SYNC | WARPS(2) | MANUAL);
    if (me() == 0) {
        made = 4;
        neutrino_complete(run, WARPS(1));
    } else {
        FIX(wait_for(run);)
        result = made;
    }
    return 0;
}
