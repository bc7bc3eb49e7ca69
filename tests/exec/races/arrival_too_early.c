/* A producer arrives before it has stored the item.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);

int item, result;

int main(void) {
    if (me() == 0) {
        BUG(neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));)
        item = 5;
        FIX(neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));)
    } else if (me() == 1) {
        wait_for(filled(1));
        result = item;
    }
    return 0;
}
