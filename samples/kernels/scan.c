/* Inclusive prefix sums: y[i] = x[0] + … + x[i]. The cluster takes as many elements at a time as it
 * has lanes: each warp scans its own in log2(LANES) steps and leaves its total in shared memory;
 * after a barrier every warp adds the totals of those before it, and all of them carry the sum of
 * the whole to the next round. */
#include "sample.h"

enum { COUNT = 20011 };
uint32_t x[COUNT], y[COUNT];

#ifdef __MUON__

#include <neutrino/lanes.h>

/* Two of them, by turns, so that one barrier a round is enough. */
static __shared uint32_t warp_totals[2][WARP_COUNT];

int main(void) {
    uint32_t carry = 0, warp = warp_index();
    for (uint32_t first = 0, turn = 0; first < COUNT; first += LANE_COUNT, turn ^= 1) {
        uint32_t i = first + lane_index();
        uint32_t value = x[i < COUNT ? i : 0];
        uint32_t sum = muon_scan_add(i < COUNT ? value : 0);
        warp_totals[turn][warp] = muon_broadcast(sum, LANES - 1);
        barrier();
        uint32_t before = carry;
        for (uint32_t w = 0; w < WARP_COUNT; w++) {
            uint32_t of_warp = warp_totals[turn][w];
            before += w < warp ? of_warp : 0;
            carry += of_warp;
        }
        if (i < COUNT)
            y[i] = before + sum;
    }
    return 0;
}

#else

int main(int argc, char **argv) {
    static uint32_t expected[COUNT];
    sample_begin(argc, argv);
    for (uint32_t i = 0; i < COUNT; i++) {
        x[i] = sample_random(1000);
        expected[i] = x[i] + (i ? expected[i - 1] : 0);
    }
    SEND(x);
    sample_run();
    RECEIVE(y);
    sample_check_words("y", y, expected, COUNT);
    return sample_end();
}

#endif
