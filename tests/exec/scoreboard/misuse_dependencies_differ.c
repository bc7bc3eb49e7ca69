/* A later arrival whose dependencies differ from the first's.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

NEUTRINO_SYNC(point);

int main(void) {
    if (me() == 0)
        neutrino_invoke(0, DEPS(point(1)), SYNC | WARPS(2) | IMMEDIATE);
    if (me() == 1)
        neutrino_invoke(0, DEPS(point(2)), SYNC | WARPS(2) | IMMEDIATE);
    return 0;
}
