/* An index one beyond an array, where no object is.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
_Alignas(64) int first[5];
_Alignas(64) int second[5];
int result;

static __attribute__((noinline)) int get(const int *array, int i) {
    return array[i];
}

int main(void) {
    if (me())
        return 0;
    first[0] = second[0] = 1;
    result = get(first, EITHER(5, 4)) + get(second, EITHER(5, 3));
    return 0;
}
