/* --stats names the hottest functions and lines, those of inlined code included. Half of the lanes
 * take the slow way.
 *
 * RUN: muonc -O2 -g %s -o %t.elf && musim --stats %t.elf >%t.stats; sed -n '/hottest/,$p' %t.stats | awk 'NR > 1 && NR < 5 { print int($4), $5, $6 }'
 * RUN: grep -c . %t.stats | awk '{ print ($1 < 60 ? "bounded" : $1) }'
 * RUN: musim --stats=json %t.elf | wc -l
 */
#include <neutrino/muon.h>

volatile uint32_t sink;

static inline uint32_t slow(uint32_t x) {
    for (int i = 0; i < 1000; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    return x;
}

__attribute__((noinline)) static void work(uint32_t lane) {
    if (lane % 2)
        sink = slow(lane);
}

int main(void) {
    work(muon_lane_id());
    return 0;
}
