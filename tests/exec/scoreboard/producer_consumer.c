/* ASYNC | MANUAL and complete, against SYNC | IMMEDIATE with a dependency.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(item);
NEUTRINO_SYNC(taken);

static volatile int buffer;

int main(void) {
    if (me() == 0) {
        for (int i = 1; i <= 20; i++) {
            run_t run = neutrino_invoke(item, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
            wait_for(taken(i - 1));
            buffer = i * i;
            neutrino_complete(run, WARPS(1));
        }
    } else if (me() == 1) {
        for (int i = 1; i <= 20; i++) {
            wait_for(item(i));
            seen[0] += buffer == i * i;
            seen[1] = buffer;
            neutrino_invoke(taken, NO_DEPS, ASYNC | WARPS(1));
        }
    }
    return 0;
}
