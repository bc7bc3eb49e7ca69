/* A scoreboard full of runs that only the stalled warp could retire.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf --scoreboard=4 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < 5; i++)
        neutrino_invoke(0, DEPS(point(1)), ASYNC | WARPS(1));
    neutrino_invoke(point, NO_DEPS, ASYNC | WARPS(1));
    return 0;
}
