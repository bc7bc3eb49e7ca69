/* A run id is task << 24 | counter; each task has its own counter, whose first run is 1.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:x32 */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < 2; i++) {
        seen[i] = neutrino_invoke(nothing_task, NO_DEPS, SINGLE_THREAD);
        seen[2 + i] = neutrino_invoke(0, NO_DEPS, WARPS(1));
        seen[4 + i] = neutrino_invoke(point, NO_DEPS, WARPS(1));
    }
    seen[6] = task_run(nothing_task, 2) - seen[1];
    seen[7] = point(2) - seen[5];
    return 0;
}
