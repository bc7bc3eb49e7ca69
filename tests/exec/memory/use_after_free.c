/* A block that an allocator has freed is stored to and loaded.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
#include <neutrino/check.h>

static __shared int *const block = (__shared int *)0x8000;
int result;

int main(void) {
    if (me())
        return 0;
    neutrino_check_allocated((uintptr_t)block, 64);
    block[3] = 7;
    FIX(result = block[3];)
    neutrino_check_freed((uintptr_t)block);
    BUG(block[2] = 1;)
    BUG(result = block[3];)
    return 0;
}
