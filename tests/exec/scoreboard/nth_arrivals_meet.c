/* The n-th arrival of each participant meets in the n-th run.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

NEUTRINO_SYNC(meeting);

int main(void) {
    for (int i = 1; i <= 20; i++)
        if (neutrino_invoke(meeting, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE) != meeting(i))
            return i;
    seen[0] = neutrino_invoke(meeting, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE) == meeting(21);
    return 0;
}
