/* A histogram without atomic operations: each lane counts into bins of its own in shared memory,
 * and after a barrier a warp adds up each bin. The bins of all lanes lie beside each other, so that
 * lanes that count into different bins at once still use different banks. As many warps count as
 * fit into shared memory. */
#include "sample.h"

enum { COUNT = 30011, BINS = 64 };
uint32_t values[COUNT], histogram[BINS];

#ifdef __MUON__

#include <neutrino/lanes.h>

enum {
    BYTES_OF_WARP = BINS * LANES * (int)sizeof(uint32_t),
    WARPS_THAT_FIT = 96 * 1024 / BYTES_OF_WARP,
    COUNTING_LANES = LANES * (WARP_COUNT < WARPS_THAT_FIT ? WARP_COUNT : WARPS_THAT_FIT),
};

static __shared uint32_t counts[BINS][COUNTING_LANES];

static void count(uint32_t lane) {
    for (uint32_t bin = 0; bin < BINS; bin++)
        counts[bin][lane] = 0;
    for (uint32_t i = lane; i < COUNT; i += COUNTING_LANES)
        counts[values[i] % BINS][lane]++;
}

static uint32_t add_up(__shared const uint32_t *of_bin) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < COUNTING_LANES; i += LANES)
        sum += of_bin[i + muon_lane_id()];
    return muon_reduce_add(sum);
}

int main(void) {
    if (warp_index() < COUNTING_LANES / LANES)
        count(lane_index());
    barrier();
    for (uint32_t bin = warp_index(); bin < BINS; bin += WARP_COUNT)
        histogram[bin] = add_up(counts[bin]);
    return 0;
}

#else

int main(int argc, char **argv) {
    uint32_t expected[BINS] = {0};
    sample_begin(argc, argv);
    for (uint32_t i = 0; i < COUNT; i++) {
        values[i] = sample_random(1000) + sample_random(1000);
        expected[values[i] % BINS]++;
    }
    SEND(values);
    sample_run();
    RECEIVE(histogram);
    sample_check_words("histogram", histogram, expected, BINS);
    return sample_end();
}

#endif
