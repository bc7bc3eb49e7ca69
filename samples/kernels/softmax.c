/* softmax of the rows of a matrix: e^x[j] / Σ e^x[k]. A warp takes a row and keeps it in registers:
 * lane l has elements l, l + LANES, … Where the row has no more, -∞ takes their place, which
 * changes neither the largest element nor the sum. The largest is subtracted first, so that nothing
 * overflows. */
#include "sample.h"

enum { ROWS = 97, COLUMNS = 115 };
float x[ROWS][COLUMNS], y[ROWS][COLUMNS];

#ifdef __MUON__

#include <neutrino/lanes.h>

enum { PER_LANE = (COLUMNS + LANES - 1) / LANES };

static void softmax(const float *in, float *out) {
    uint32_t lane = muon_lane_id();
    float values[PER_LANE], largest = -INFINITY, sum = 0;
    for (uint32_t i = 0; i < PER_LANE; i++) {
        uint32_t j = i * LANES + lane;
        float value = in[j < COLUMNS ? j : 0];
        values[i] = j < COLUMNS ? value : -INFINITY;
        largest = fmaxf(largest, values[i]);
    }
    largest = muon_reduce_max(largest);
    for (uint32_t i = 0; i < PER_LANE; i++) {
        values[i] = expf(values[i] - largest);
        sum += values[i];
    }
    float scale = 1 / muon_reduce_add(sum);
    for (uint32_t i = 0; i < PER_LANE; i++)
        if (i * LANES + lane < COLUMNS)
            out[i * LANES + lane] = values[i] * scale;
}

int main(void) {
    for (uint32_t row = warp_index(); row < ROWS; row += WARP_COUNT)
        softmax(x[row], y[row]);
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[ROWS][COLUMNS];
    sample_begin(argc, argv);
    sample_fill(x[0], ROWS * COLUMNS, -100, 100);
    for (uint32_t i = 0; i < ROWS; i++) {
        double largest = -INFINITY, sum = 0;
        for (uint32_t j = 0; j < COLUMNS; j++)
            largest = fmax(largest, x[i][j]);
        for (uint32_t j = 0; j < COLUMNS; j++)
            sum += exp(x[i][j] - largest);
        for (uint32_t j = 0; j < COLUMNS; j++)
            expected[i][j] = (float)(exp(x[i][j] - largest) / sum);
    }
    SEND(x);
    sample_run();
    RECEIVE(y);
    sample_check_floats("y", y[0], expected[0], ROWS * COLUMNS, 5e-7);
    return sample_end();
}

#endif
