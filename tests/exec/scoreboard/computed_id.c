/* A computed id names a run that has not been created yet: it is waited for.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(filled);

static volatile int items[6];

int main(void) {
    if (me() == 0) {
        for (int i = 1; i <= 5; i++) {
            items[i] = i;
            neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));
        }
    } else if (me() == 1) {
        for (int i = 1; i <= 5; i++) {
            wait_for(filled(i));
            seen[i] = items[i] == i;
        }
    }
    return 0;
}
