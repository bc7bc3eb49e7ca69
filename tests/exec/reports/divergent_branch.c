/* A promise of a single lane that is not kept, and --check that finds out.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh ../scoreboard/report.sh %t.elf
 * RUN: sh ../scoreboard/report.sh --check %t.elf */
#include <neutrino/muon.h>

volatile int result;

__single_lane static void count(int lane) {
    if (lane >= 3)
        result = lane;
}

int main(void) {
    count(muon_lane_id());
    return 0;
}
