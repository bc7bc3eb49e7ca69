/* A store in front of a shared array.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
__shared _Alignas(64) char bytes[5];
__shared _Alignas(64) int words[4];
int result;

static __attribute__((noinline)) void put(__shared char *array, int i) {
    array[i] = 1;
}

int main(void) {
    if (me())
        return 0;
    words[0] = 1;
    put(bytes, 0);
    put(bytes, EITHER(-1, 3));
    result = words[0] + bytes[0];
    return 0;
}
