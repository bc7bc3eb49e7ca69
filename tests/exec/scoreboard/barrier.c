/* SYNC | WARPS(n) | IMMEDIATE is a barrier.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static volatile int rounds[__MUON_CORES__ * __MUON_WARPS__];

int main(void) {
    int wrong = 0;
    for (int round = 1; round <= 10; round++) {
        rounds[me()] = round;
        muon_fence();
        neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE);
        for (int i = 0; i < ALL; i++) /* the others are in this round or in the next */
            wrong += rounds[i] < round;
        neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE);
    }
    seen[0] = 1;
    return wrong;
}
