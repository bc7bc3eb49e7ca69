/* A stall on a full scoreboard comes before its arrival, and orders nothing.
 *
 * RUN: sh race.sh %s %t --musim:--scoreboard=1 */
#include "races.h"

NEUTRINO_SYNC(held);
NEUTRINO_SYNC(mine);

int data, result;

int main(void) {
    if (me() == 0) {
        run_t run = neutrino_invoke(held, NO_DEPS, ASYNC | WARPS(1) | MANUAL);
        data = 3;
        neutrino_complete(run, WARPS(1));
        FIX(meet(1, 2);)
    } else if (me() == 1) {
        run_t run = neutrino_invoke(mine, NO_DEPS, SYNC | WARPS(1) | MANUAL);
        neutrino_complete(run, WARPS(1));
        FIX(meet(1, 2);)
        result = data;
    }
    return 0;
}
