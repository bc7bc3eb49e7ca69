/* Waiting for a run that nobody invokes, and one that waits for itself.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

NEUTRINO_SYNC(point);
NEUTRINO_SYNC(self);

int main(void) {
    if (me() == 0)
        wait_for(point(2));
    if (me() == 1)
        neutrino_invoke(self, DEPS(self(1)), SYNC | WARPS(1) | IMMEDIATE);
    return 0;
}
