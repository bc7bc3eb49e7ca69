/* Three stages, of which the last waits for the first.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(stage1);
NEUTRINO_SYNC(stage2);

int a[4], b[4], c[4];

int main(void) {
    for (int i = 1; i <= 4; i++) {
        if (me() == 0) {
            a[i - 1] = i;
            neutrino_invoke(stage1, NO_DEPS, ASYNC | WARPS(1));
        } else if (me() == 1) {
            wait_for(stage1(i));
            b[i - 1] = 2 * a[i - 1];
            neutrino_invoke(stage2, NO_DEPS, ASYNC | WARPS(1));
        } else if (me() == 2) {
            wait_for(EITHER(stage1, stage2)(i));
            c[i - 1] = b[i - 1] + 1;
        }
    }
    return 0;
}
