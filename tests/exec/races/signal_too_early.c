/* A task signals its run before it has stored its result.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int result, copy;

int main(void) {
    if (me())
        return 0;
    neutrino_payload((early_signal_args_t){&result, EITHER(1, 0)});
    neutrino_invoke(early_signal_task, NO_DEPS, SYNC | SINGLE_THREAD);
    copy = result;
    return 0;
}
