/* The Neutrino serialises an allocator; a warp goes on with what it has given back.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh ../races/race.sh %s %t --musim:--check=memory --neutrino=%t.nbin */
#include "../races/races.h"
static __shared int *const block = (__shared int *)0x8000;
int result;

int main(void) {
    if (me())
        return 0;
    neutrino_payload((allocate_args_t){block, 64});
    neutrino_invoke(allocate_task, NO_DEPS, SYNC | SINGLE_THREAD);
    block[0] = 5;
    FIX(result = block[0];)
    neutrino_payload((free_args_t){block});
    neutrino_invoke(free_task, NO_DEPS, SYNC | SINGLE_THREAD);
    BUG(result = block[0];)
    return 0;
}
