/* An arrival joins the oldest open run in which the warp has not arrived.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

static run_t arrive(void) {
    return neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(3));
}

int main(void) {
    IN_TURN(0, seen[0] = arrive());
    IN_TURN(0, seen[1] = arrive()); /* a second run is open */
    IN_TURN(1, seen[2] = arrive());
    IN_TURN(1, seen[3] = arrive());
    IN_TURN(2, seen[4] = arrive()); /* closes the first */
    IN_TURN(3, seen[5] = arrive());
    return 0;
}
