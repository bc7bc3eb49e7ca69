/* An ASYNC arrival orders what comes before it, and nothing behind it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(both);

int halves[2], sums[2];

int main(void) {
    if (me() >= 2)
        return 0;
    halves[me()] = 3 + me();
    neutrino_invoke(both, NO_DEPS, EITHER(ASYNC, SYNC) | WARPS(2) | IMMEDIATE);
    sums[me()] = halves[1 - me()];
    return 0;
}
