/* A barrier that a warp never comes to.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

int main(void) {
    if (me() < 3)
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(4) | IMMEDIATE);
    return 0;
}
