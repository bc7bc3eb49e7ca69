/* With several participants the last arrival's payload is the run's.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int log[8];

static void arrive(int value) {
    neutrino_payload((append_args_t){log, value});
    neutrino_invoke(append_task, NO_DEPS, ASYNC | WARPS(3));
}

int main(void) {
    IN_TURN(0, arrive(10));
    IN_TURN(1, arrive(11));
    IN_TURN(2, arrive(12));
    IN_TURN(0, wait_for(task_run(append_task, 1)));
    seen[0] = log[0];
    seen[1] = log[1];
    return 0;
}
