/* The next round stores while others still load what the last one stored.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

static __shared int row[2];
int sums[2];

int main(void) {
    if (me() >= 2)
        return 0;
    for (int i = 1; i <= 4; i++) {
        row[me()] = 10 * i + me();
        meet(1, 2);
        sums[me()] += row[1 - me()];
        FIX(meet(2, 2);)
    }
    return 0;
}
