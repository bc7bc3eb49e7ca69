/* A barrier by a run, of which each warp makes its own.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int halves[2], sums[2];

int main(void) {
    if (me() >= 2)
        return 0;
    halves[me()] = 3 + me();
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(EITHER(1, 2)) | IMMEDIATE);
    sums[me()] = halves[1 - me()];
    return 0;
}
