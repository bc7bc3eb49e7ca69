/* Counters before the first run count as past: nobody waits for them.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < 4; i++) {
        wait_for(point(-i));
        seen[i] = 1;
    }
    return 0;
}
