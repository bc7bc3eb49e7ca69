/* An IMMEDIATE run retires at issue; its function still executes.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static _Atomic int flag;
static int done;

int main(void) {
    if (me())
        return 0;
    neutrino_payload((until_args_t){(int *)&flag, &done});
    run_t run = neutrino_invoke(until_task, NO_DEPS, SYNC | WARPS(1) | IMMEDIATE);
    wait_for(run); /* although the function waits for us */
    seen[0] = done;
    flag = 1;
    neutrino_invoke(nothing_task, NO_DEPS, SYNC | WARPS(1)); /* after it in the queue */
    seen[1] = done;
    return 0;
}
