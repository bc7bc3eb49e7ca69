/* A consumer waits for the run before the one that fills its item.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(filled);

int items[8], sum;

int main(void) {
    if (me() == 0) {
        for (int i = 1; i <= 8; i++) {
            items[i - 1] = i;
            neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(1));
        }
    } else if (me() == 1) {
        for (int i = 1; i <= 8; i++) {
            wait_for(filled(EITHER(i - 1, i)));
            sum += items[i - 1];
        }
    }
    return 0;
}
