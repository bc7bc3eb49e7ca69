/* A dummy that its own arrival closes and that waits for nothing takes no entry: all entries are taken by
 * warps that wait, and still the run that they wait for is made, and asking for one that is over does not
 * stall.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --scoreboard=1 --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(ready);
NEUTRINO_SYNC(over);

int main(void) {
    if (me() == 0) {
        neutrino_invoke(over, NO_DEPS, ASYNC | WARPS(1));
        for (volatile int i = 0; i < 200; i++)
            ;
        wait_for(over(1));
        seen[0] = 1;
        neutrino_invoke(ready, NO_DEPS, ASYNC | WARPS(1));
    } else {
        wait_for(ready(1));
        seen[1] = seen[0];
    }
    step();
    return 0;
}
