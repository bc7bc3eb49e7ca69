/* saxpy: y = a · x + y. Each lane takes an element, then the one as many further on as there are
 * lanes in the cluster, until there are no more. So neighbouring lanes have neighbouring addresses,
 * and any number of lanes does any number of elements. */
#include "sample.h"

enum { COUNT = 50003 };
static const float a = 2.5f;
float x[COUNT], y[COUNT];

#ifdef __MUON__

int main(void) {
    for (uint32_t i = lane_index(); i < COUNT; i += LANE_COUNT)
        y[i] = fmaf(a, x[i], y[i]);
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[COUNT];
    sample_begin(argc, argv);
    sample_fill(x, COUNT, -1, 1);
    sample_fill(y, COUNT, -1, 1);
    for (uint32_t i = 0; i < COUNT; i++)
        expected[i] = fmaf(a, x[i], y[i]);
    SEND(x);
    SEND(y);
    sample_run();
    RECEIVE(y);
    sample_check_floats("y", y, expected, COUNT, 0);
    return sample_end();
}

#endif
