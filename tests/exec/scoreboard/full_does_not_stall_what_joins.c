/* With the scoreboard full, an invoke that joins a run does not stall.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --scoreboard=1 --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me() == 0)
        neutrino_invoke(point, NO_DEPS, SYNC | WARPS(2)); /* the only entry */
    if (me() == 1)
        neutrino_invoke(point, NO_DEPS, SYNC | WARPS(2));
    if (me() < 2)
        seen[me()] = 1;
    return 0;
}
