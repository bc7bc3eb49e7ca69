/* A run issues when every dependency has retired, up to three of them.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];
static run_t gate[3];

int main(void) {
    if (me() == 0) {
        for (int i = 0; i < 3; i++)
            gate[i] = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        neutrino_payload((append_args_t){log, 4});
        neutrino_invoke(append_task, DEPS(gate[0], gate[1], gate[2]), ASYNC | WARPS(1));
    }
    step();
    for (int i = 0; i < 3; i++) {
        if (me() == i + 1) {
            neutrino_payload((append_args_t){log, i + 1});
            neutrino_invoke(append_task, NO_DEPS, SYNC | WARPS(1));
            neutrino_complete(gate[i], WARPS(1));
        }
        step();
    }
    if (me() == 0) {
        wait_for(task_run(append_task, 1));
        for (int i = 0; i <= 4; i++)
            seen[i] = log[i];
    }
    return 0;
}
