/* Three runs that wait for each other in a circle.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

NEUTRINO_SYNC(first);
NEUTRINO_SYNC(second);
NEUTRINO_SYNC(third);

int main(void) {
    if (me() == 0)
        neutrino_invoke(first, DEPS(third(1)), SYNC | WARPS(1) | IMMEDIATE);
    if (me() == 1)
        neutrino_invoke(second, DEPS(first(1)), SYNC | WARPS(1) | IMMEDIATE);
    if (me() == 2)
        neutrino_invoke(third, DEPS(second(1)), SYNC | WARPS(1) | IMMEDIATE);
    return 0;
}
