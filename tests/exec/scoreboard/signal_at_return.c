/* A SIGNAL run retires when its task function returns.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

int main(void) {
    if (me())
        return 0;
    neutrino_payload((append_args_t){log, 77});
    neutrino_invoke(append_task, NO_DEPS, SYNC | SINGLE_THREAD | SIGNAL);
    seen[0] = log[0];
    seen[1] = log[1];
    return 0;
}
