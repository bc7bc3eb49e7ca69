/* Two warps store different values to one word.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int result[2];

int main(void) {
    if (me() == 0)
        result[0] = 1;
    if (me() == 1)
        result[EITHER(0, 1)] = 2;
    return 0;
}
