/* The Mandelbrot set: for each pixel, how many steps of z = z² + c it takes until |z| > 2. A lane
 * has a pixel, and each needs its own number of steps: a warp goes on until its last lane is done,
 * while the others wait under the mask. */
#include "sample.h"

enum { WIDTH = 101, HEIGHT = 67, MOST_STEPS = 100 };
uint32_t steps[HEIGHT][WIDTH];

/* The kernel's and the host's must round alike, so neither may fuse multiplications and additions.
 */
#pragma STDC FP_CONTRACT OFF

static uint32_t count_steps(uint32_t column, uint32_t row) {
    float cx = (float)column * (3.0f / WIDTH) - 2, cy = (float)row * (2.0f / HEIGHT) - 1;
    float x = 0, y = 0;
    uint32_t count = 0;
    while (x * x + y * y <= 4 && count < MOST_STEPS) {
        float next = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = next;
        count++;
    }
    return count;
}

#ifdef __MUON__

int main(void) {
    for (uint32_t i = lane_index(); i < WIDTH * HEIGHT; i += LANE_COUNT)
        steps[i / WIDTH][i % WIDTH] = count_steps(i % WIDTH, i / WIDTH);
    return 0;
}

#else

int main(int argc, char **argv) {
    static uint32_t expected[HEIGHT][WIDTH];
    sample_begin(argc, argv);
    for (uint32_t row = 0; row < HEIGHT; row++)
        for (uint32_t column = 0; column < WIDTH; column++)
            expected[row][column] = count_steps(column, row);
    sample_run();
    RECEIVE(steps);
    sample_check_words("steps", steps[0], expected[0], WIDTH * HEIGHT);
    return sample_end();
}

#endif
