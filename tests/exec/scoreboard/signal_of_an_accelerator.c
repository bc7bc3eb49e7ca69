/* A SIGNAL run that deferred retires when the accelerator is done.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int from[100], to[100];

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < 100; i++)
        from[i] = 1000 + i;
    muon_fence();
    neutrino_payload((copy_args_t){from, to, 100});
    neutrino_invoke(copy_task, NO_DEPS, SYNC | SINGLE_THREAD | SIGNAL);
    int right = 0;
    for (int i = 0; i < 100; i++)
        right += to[i] == 1000 + i;
    seen[0] = right;
    return 0;
}
