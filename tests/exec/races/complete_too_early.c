/* A producer completes its run before it has stored the item.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);

static __shared int item;
int result;

int main(void) {
    if (me() == 0) {
        run_t run = neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        BUG(neutrino_complete(run, WARPS(1));)
        item = 5;
        FIX(neutrino_complete(run, WARPS(1));)
    } else if (me() == 1) {
        wait_for(filled(1));
        result = item;
    }
    return 0;
}
