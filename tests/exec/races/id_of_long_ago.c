/* A run depends on one that has retired 300 runs of its task before, and on no later one.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(step);

int first, last, result[2];

int main(void) {
    if (me() == 0) {
        first = 1;
        neutrino_invoke(step, NO_DEPS, ASYNC | WARPS(1));
        for (int i = 0; i < 300; i++)
            neutrino_invoke(step, NO_DEPS, ASYNC | WARPS(1));
        last = 2;
        neutrino_invoke(step, NO_DEPS, ASYNC | WARPS(1));
    } else if (me() == 1) {
        wait_for(step(302));
        wait_for(step(1));
        result[0] = first + last;
    } else if (me() == 2) {
        wait_for(step(1));
        result[1] = first EITHER(+ last, );
    }
    return 0;
}
