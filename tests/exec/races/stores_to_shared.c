/* Two warps store to one word of shared memory.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

__shared int result[2];

int main(void) {
    if (me() < 2)
        result[EITHER(0, me())] = 5 + me();
    return 0;
}
