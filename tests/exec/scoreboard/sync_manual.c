/* SYNC stalls until a MANUAL run has issued, not until it has retired.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static volatile int go;

int main(void) {
    if (me() == 0) {
        run_t run = neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | MANUAL);
        seen[0] = go;
        neutrino_complete(run, WARPS(2));
    }
    if (me() == 1) {
        go = 1;
        run_t run = neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | MANUAL);
        neutrino_complete(run, WARPS(2));
        wait_for(run);
        seen[1] = 1;
    }
    return 0;
}
