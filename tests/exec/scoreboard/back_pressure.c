/* With the scoreboard full, an invoke that needs a new run stalls until there is room: nothing is lost.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --scoreboard=2 --dump=seen:i32 */
#include "rules.h"

static int log[64];

int main(void) {
    if (me())
        return 0;
    for (int i = 1; i <= 40; i++) {
        neutrino_payload((append_args_t){log, i});
        neutrino_invoke(append_task, NO_DEPS, ASYNC | WARPS(1));
    }
    wait_for(task_run(append_task, 40));
    seen[0] = log[0];
    seen[1] = 1;
    for (int i = 1; i <= 40; i++)
        seen[1] &= log[i] == i;
    return 0;
}
