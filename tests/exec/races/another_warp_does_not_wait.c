/* The warp that started a task waits for it, and another one does not.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int words[4], results[2];

int main(void) {
    if (me() == 0) {
        neutrino_payload((increment_args_t){words, 4});
        neutrino_invoke(increment_task, NO_DEPS, SYNC | SINGLE_THREAD);
        results[0] = words[0];
    } else if (me() == 1) {
        FIX(wait_for(task_run(increment_task, 1));)
        results[1] = words[0];
    }
    return 0;
}
