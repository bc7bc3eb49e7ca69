/* A task and the DMA engine load what nobody has stored.
 *
 * RUN: nbc tasks.c -o %t.nbin && sh ../races/race.sh %s %t --musim:--check=memory --neutrino=%t.nbin */
#include "../races/races.h"
__shared int row[8];
int sum, copy[8];

int main(void) {
    if (me())
        return 0;
    if (muon_lane_id() < EITHER(6, 8))
        row[muon_lane_id()] = 2;
    neutrino_payload((copy_args_t){row, copy, 8});
    neutrino_invoke(copy_task, NO_DEPS, SYNC | SINGLE_THREAD);
    neutrino_payload((sum_args_t){row, 8, &sum});
    neutrino_invoke(sum_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
