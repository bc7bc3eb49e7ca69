/* CORES(n) counts cores with an arrived warp; further warps of a core join while the run is open.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

static run_t arrive(void) {
    return neutrino_invoke(point, NO_DEPS, ASYNC | CORES(2));
}

int main(void) {
    IN_TURN(0, seen[0] = arrive());
    IN_TURN(1, seen[1] = arrive());
    IN_TURN(__MUON_WARPS__, seen[2] = arrive());     /* the second core: closes the run */
    IN_TURN(__MUON_WARPS__ + 1, seen[3] = arrive()); /* came late: a new run */
    return 0;
}
