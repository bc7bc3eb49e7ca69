/* A word that begins in an object of less than that.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
_Alignas(4) char bytes[6];
_Alignas(64) int result;

static __attribute__((noinline)) int get(const void *at) {
    return *(const int *)at;
}

int main(void) {
    if (me())
        return 0;
    bytes[4] = 1;
    result = get(&bytes[EITHER(4, 0)]);
    return 0;
}
