/* A copy of one element more than is its own.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh race.sh %s %t --neutrino=%t.nbin */
#include "races.h"

int from[18];
static __shared int to[32];

int main(void) {
    if (me() == 0) {
        neutrino_payload((copy_args_t){from, to, EITHER(17, 16)});
        neutrino_invoke(copy_task, NO_DEPS, SYNC | SINGLE_THREAD);
    } else if (me() == 1) {
        to[16] = 1;
    }
    return 0;
}
