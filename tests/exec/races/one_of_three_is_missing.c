/* A run of three dependencies that names one of them twice.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(part0);
NEUTRINO_SYNC(part1);
NEUTRINO_SYNC(part2);

int parts[3], sum;

int main(void) {
    if (me() < 3)
        parts[me()] = me() + 1;
    if (me() == 0)
        neutrino_invoke(part0, NO_DEPS, ASYNC | WARPS(1));
    if (me() == 1)
        neutrino_invoke(part1, NO_DEPS, ASYNC | WARPS(1));
    if (me() == 2)
        neutrino_invoke(part2, NO_DEPS, ASYNC | WARPS(1));
    if (me() == 3) {
        neutrino_invoke(0, DEPS(part0(1), part1(1), EITHER(part1, part2)(1)),
                        SYNC | WARPS(1) | IMMEDIATE);
        sum = parts[0] + parts[1] + parts[2];
    }
    return 0;
}
