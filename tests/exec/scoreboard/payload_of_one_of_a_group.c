/* One warp of a group writes the payload, all arrive: an empty buffer takes nothing away, whoever is last.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

int main(void) {
    for (int round = 1; round <= 3; round++) {
        if (me() == round)
            neutrino_payload((append_args_t){log, round});
        run_t run = neutrino_invoke(append_task, NO_DEPS, ASYNC | ALL_WARPS);
        wait_for(run);
    }
    step();
    if (me() == 0)
        for (int i = 0; i < 4; i++)
            seen[i] = log[i];
    return 0;
}
