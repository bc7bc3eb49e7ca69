/* A consumer waits for a run that is not the one that fills its item.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(left);
NEUTRINO_SYNC(right);

int items[2], result;

int main(void) {
    if (me() == 0) {
        items[0] = 1;
        neutrino_invoke(left, NO_DEPS, ASYNC | WARPS(1));
    } else if (me() == 1) {
        items[1] = 2;
        neutrino_invoke(right, NO_DEPS, ASYNC | WARPS(1));
    } else if (me() == 2) {
        wait_for(EITHER(left, right)(1));
        result = items[1];
    }
    return 0;
}
