/* gemv: y = A · x. A warp takes a row: its lanes read neighbouring elements, each keeps a partial
 * sum, and at the end the partial sums are added up in a tree. The loop takes as many elements as
 * there are lanes, so that it is the same for all of them; what is left comes after it. */
#include "sample.h"

enum { ROWS = 301, COLUMNS = 523 };
float a[ROWS][COLUMNS], x[COLUMNS], y[ROWS];

#ifdef __MUON__

#include <neutrino/lanes.h>

static float dot(const float *row) {
    uint32_t lane = muon_lane_id(), j = 0;
    float sum = 0;
    for (; j + LANES <= COLUMNS; j += LANES)
        sum = fmaf(row[j + lane], x[j + lane], sum);
    if (j + lane < COLUMNS)
        sum = fmaf(row[j + lane], x[j + lane], sum);
    return muon_reduce_add(sum);
}

int main(void) {
    for (uint32_t i = warp_index(); i < ROWS; i += WARP_COUNT)
        y[i] = dot(a[i]); /* every lane has the sum and stores it */
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[ROWS];
    sample_begin(argc, argv);
    sample_fill(a[0], ROWS * COLUMNS, -1, 1);
    sample_fill(x, COLUMNS, -1, 1);
    for (uint32_t i = 0; i < ROWS; i++) {
        double sum = 0;
        for (uint32_t j = 0; j < COLUMNS; j++)
            sum += (double)a[i][j] * x[j];
        expected[i] = (float)sum;
    }
    SEND(a);
    SEND(x);
    sample_run();
    RECEIVE(y);
    sample_check_floats("y", y, expected, ROWS, 5e-6);
    return sample_end();
}

#endif
