/* The sum of an array, in four stages: each lane adds up its elements, the lanes of a warp their
 * sums in a tree, each warp leaves its sum in shared memory, and after a barrier the first warp
 * adds these up. */
#include "sample.h"

enum { COUNT = 50003 };
float x[COUNT], total[1];

#ifdef __MUON__

#include <neutrino/lanes.h>

static __shared float warp_sums[WARP_COUNT];

static float lane_sum(void) {
    uint32_t lane = lane_index(), i = 0;
    float sum = 0;
    for (; i + LANE_COUNT <= COUNT; i += LANE_COUNT)
        sum += x[i + lane];
    if (i + lane < COUNT)
        sum += x[i + lane];
    return sum;
}

int main(void) {
    warp_sums[warp_index()] = muon_reduce_add(lane_sum());
    barrier();
    if (warp_index() == 0) {
        float sum = 0;
        for (uint32_t i = 0; i < WARP_COUNT; i++)
            sum += warp_sums[i];
        total[0] = sum;
    }
    return 0;
}

#else

int main(int argc, char **argv) {
    float expected[1];
    sample_begin(argc, argv);
    sample_fill(x, COUNT, 0, 1);
    double sum = 0;
    for (uint32_t i = 0; i < COUNT; i++)
        sum += x[i];
    expected[0] = (float)sum;
    SEND(x);
    sample_run();
    RECEIVE(total);
    sample_check_floats("total", total, expected, 1, 2e-5);
    return sample_end();
}

#endif
