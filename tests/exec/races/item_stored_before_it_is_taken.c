/* A producer does not wait until its last item has been taken.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);
NEUTRINO_SYNC(taken);

static __shared int item;
int sum;

int main(void) {
    if (me() == 0) {
        for (int i = 1; i <= 5; i++) {
            FIX(wait_for(taken(i - 1));)
            item = i * i;
            neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));
        }
    } else if (me() == 1) {
        for (int i = 1; i <= 5; i++) {
            wait_for(filled(i));
            sum += item;
            neutrino_invoke(taken, NO_DEPS, ASYNC | WARPS(1));
        }
    }
    return 0;
}
