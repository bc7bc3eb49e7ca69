/* A warp that is none of a run's participants stores what they load behind it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int parts[3], sums[2];

int main(void) {
    if (me() >= 3)
        return 0;
    parts[me()] = me() + 1;
    if (me() < EITHER(2, 3))
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(EITHER(2, 3)) | IMMEDIATE);
    if (me() < 2)
        sums[me()] = parts[0] + parts[1] + parts[2];
    return 0;
}
