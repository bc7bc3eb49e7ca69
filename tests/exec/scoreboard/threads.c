/* THREADS(n) counts active lanes; a warp arrives whole and no lane is left over.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

static run_t arrive(void) {
    return neutrino_invoke(point, NO_DEPS, ASYNC | THREADS(20));
}

int main(void) {
    IN_TURN(0, seen[0] = arrive());
    IN_TURN(1, seen[1] = arrive()); /* 32 lanes: closes it */
    IN_TURN(2, seen[2] = arrive());
    IN_TURN(3, wait_for(point(1)));
    return 0;
}
