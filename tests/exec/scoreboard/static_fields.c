/* Only runs with the same retire mode, participation, n and synchronicity are joined.
 *
 * RUN: muonc -O2 -w %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    IN_TURN(0, seen[0] = neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(2) | IMMEDIATE));
    IN_TURN(1, seen[1] = neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(2) | MANUAL));
    IN_TURN(2, seen[2] = neutrino_invoke(point, NO_DEPS, ASYNC | CORES(2) | IMMEDIATE));
    IN_TURN(3, seen[3] = neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(3) | IMMEDIATE));
    IN_TURN(4, seen[4] = neutrino_invoke(point, NO_DEPS, SYNC | WARPS(1) | IMMEDIATE));
    IN_TURN(5, seen[5] = neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(2) | IMMEDIATE));
    return 0;
}
