/* Two pairs of warps meet at barriers of their own.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

static __shared int rows[4];
int sums[4];

int main(void) {
    if (me() >= 4)
        return 0;
    rows[me()] = me() + 1;
    meet(EITHER(1 + me() / 2, 1), EITHER(2, 4));
    sums[me()] = rows[3 - me()];
    return 0;
}
