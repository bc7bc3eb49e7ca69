/* Layer normalisation: each row of a matrix is brought to mean 0 and variance 1, then scaled and
 * shifted by column. A warp takes a row and keeps it in registers; the variance is computed from
 * the differences to the mean, which loses nothing where the mean is large. */
#include "sample.h"

enum { ROWS = 97, COLUMNS = 115 };
static const float epsilon = 1e-5f;
float x[ROWS][COLUMNS], gain[COLUMNS], bias[COLUMNS], y[ROWS][COLUMNS];

#ifdef __MUON__

#include <neutrino/lanes.h>

enum { PER_LANE = (COLUMNS + LANES - 1) / LANES };

static void normalise(const float *in, float *out) {
    uint32_t lane = muon_lane_id();
    float values[PER_LANE], sum = 0, squares = 0;
    for (uint32_t i = 0; i < PER_LANE; i++) {
        uint32_t j = i * LANES + lane;
        values[i] = in[j < COLUMNS ? j : 0];
        sum += j < COLUMNS ? values[i] : 0;
    }
    float mean = muon_reduce_add(sum) * (1.0f / COLUMNS);
    for (uint32_t i = 0; i < PER_LANE; i++) {
        values[i] -= mean;
        float inside = i * LANES + lane < COLUMNS ? values[i] : 0;
        squares = fmaf(inside, inside, squares);
    }
    float scale = 1 / sqrtf(fmaf(muon_reduce_add(squares), 1.0f / COLUMNS, epsilon));
    for (uint32_t i = 0; i < PER_LANE; i++) {
        uint32_t j = i * LANES + lane;
        if (j < COLUMNS)
            out[j] = fmaf(values[i] * scale, gain[j], bias[j]);
    }
}

int main(void) {
    for (uint32_t row = warp_index(); row < ROWS; row += WARP_COUNT)
        normalise(x[row], y[row]);
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[ROWS][COLUMNS];
    sample_begin(argc, argv);
    sample_fill(x[0], ROWS * COLUMNS, 5, 8);
    sample_fill(gain, COLUMNS, 0.5f, 1.5f);
    sample_fill(bias, COLUMNS, -1, 1);
    for (uint32_t i = 0; i < ROWS; i++) {
        double mean = 0, variance = 0;
        for (uint32_t j = 0; j < COLUMNS; j++)
            mean += x[i][j] / (double)COLUMNS;
        for (uint32_t j = 0; j < COLUMNS; j++)
            variance += (x[i][j] - mean) * (x[i][j] - mean) / COLUMNS;
        for (uint32_t j = 0; j < COLUMNS; j++)
            expected[i][j] =
                (float)((x[i][j] - mean) / sqrt(variance + epsilon) * gain[j] + bias[j]);
    }
    SEND(x);
    SEND(gain);
    SEND(bias);
    sample_run();
    RECEIVE(y);
    sample_check_floats("y", y[0], expected[0], ROWS * COLUMNS, 2e-6);
    return sample_end();
}

#endif
