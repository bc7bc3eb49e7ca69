/* The softmax loop of the programming model: the Neutrino multiplies block i while the SIMT core
 * takes the softmax of block i - 1.
 *
 * The loop is written for one flow of control: every warp that ran it would start a product of its
 * own. So it is compiled for a cluster of one warp (-mcores=1 -mwarps=1), where ALL_WARPS and
 * CLUSTER are that warp; samples/pipeline shows the same with many warps. */
#include "attention.h"

float q[MAX_BLOCKS][ROWS * DEPTH];
float k[MAX_BLOCKS][DEPTH * COLUMNS];
float p[MAX_BLOCKS][ROWS * COLUMNS]; /* the result */
uint32_t blocks;                     /* written by the host, as q and k are */

static uint32_t started, finished;

#define more_to_process (finished < blocks)
#define addr_a (q[started < blocks ? started : blocks - 1])
#define addr_b (k[started < blocks ? started : blocks - 1])

/* e^x for x <= 0, to about 2 ULP: 2^n times a polynomial, without branches. */
static float exponential(float x) {
    float scaled = __builtin_fmaxf(x * 1.44269504f, -125.0f);
    float n = (float)(int32_t)(scaled - 0.5f);
    float r = __builtin_fmaf(n, -0.693359375f, x);
    r = __builtin_fmaf(n, 2.12194440e-4f, r);
    float y = 1.9875691500e-4f;
    y = __builtin_fmaf(y, r, 1.3981999507e-3f);
    y = __builtin_fmaf(y, r, 8.3334519073e-3f);
    y = __builtin_fmaf(y, r, 4.1665795894e-2f);
    y = __builtin_fmaf(y, r, 1.6666665459e-1f);
    y = __builtin_fmaf(y, r, 5.0000001201e-1f);
    y = __builtin_fmaf(y * r, r, r) + 1.0f;
    return y * __builtin_bit_cast(float, ((int32_t)n + 127) << 23);
}

/* Each lane normalises a row of the scores of the last product but one. */
static void do_softmax(void) {
    started++;
    if (started < 2)
        return; /* no product is done yet */
    uint32_t block = finished++, row = muon_lane_id();
    /* Runs count from 1: block i was run i + 1. */
    uint32_t buffer = SHARED_SCORES + (block + 1) % 2 * SCORES_BYTES;
    __shared const float *scores = (__shared const float *)buffer + row * COLUMNS;
    float *out = &p[block][row * COLUMNS];
    float largest = scores[0], sum = 0;
    for (int j = 1; j < COLUMNS; j++)
        largest = __builtin_fmaxf(largest, scores[j]);
    for (int j = 0; j < COLUMNS; j++)
        sum += out[j] = exponential(scores[j] - largest);
    for (int j = 0; j < COLUMNS; j++)
        out[j] /= sum;
}

static uint32_t blocks_done;

static void do_gpu_stuff(void) {
    blocks_done = finished;
}

int main(void) {
    run_t matmul_done, prev_matmul_done = 0, softmax_done;

    // clang-format off
while (more_to_process) {
	neutrino_payload((matmul_args_t) {addr_a, addr_b});
	matmul_done = neutrino_invoke(matmul_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);

	softmax_done = neutrino_invoke(0, DEPS(prev_matmul_done), SYNC | ALL_WARPS | DUMMY | MANUAL);
	do_softmax();
	neutrino_complete(softmax_done, ALL_WARPS);

	prev_matmul_done = matmul_done;
}

// synchronize the whole cluster
neutrino_invoke(0, NO_DEPS, SYNC | CLUSTER | DUMMY | IMMEDIATE);
do_gpu_stuff();
    // clang-format on

    return blocks_done == blocks ? 0 : 1;
}
