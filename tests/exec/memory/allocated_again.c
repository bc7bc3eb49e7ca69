/* A block is allocated again: there is nothing in it, though it was stored to before.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
#include <neutrino/check.h>

static __shared int *const block = (__shared int *)0x8000;
int result;

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < 2; i++) {
        neutrino_check_allocated((uintptr_t)block, 64);
        if (i == 0 || EITHER(0, 1))
            block[3] = 7;
        result = block[3];
        neutrino_check_freed((uintptr_t)block);
    }
    return 0;
}
