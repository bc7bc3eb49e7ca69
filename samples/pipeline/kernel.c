/* C = relu(scale * A * B + bias) for matrices in global memory, as a pipeline of three stages that
 * never meet at a barrier:
 *
 *   preprocess  the warps of core 0 copy tiles of A and B to shared memory, scaling A, and
 *               complete a MANUAL run when a pair of tiles is there
 *   matmul      the task runs on the Neutrino and drives the matrix unit; it depends on that run
 *   postprocess the warps of core 1 wait for the last matmul of an output tile by its computed run
 *               id, apply bias and ReLU, and store
 *
 * Tiles of A and B are double-buffered over K, tiles of C over the output. M, N, K are multiples of
 * TILE (the host pads). */
#include "pipeline.h"

#define PREPROCESS_WARPS WARPS(__MUON_WARPS__)  /* of core 0 */
#define POSTPROCESS_WARPS WARPS(__MUON_WARPS__) /* of core 1 */
#define ONE_WARP WARPS(1)

enum { STAGES = 2, TILE_ELEMENTS = TILE * TILE, LANES = __MUON_WARPS__ * __MUON_LANES__ };

NEUTRINO_SYNC(tiles_loaded); /* run i: the tiles of the i-th matmul are in shared memory */
NEUTRINO_SYNC(tile_stored);  /* run i: the i-th output tile has been read out of shared memory */

struct problem problem; /* written by the host before the run */

static __shared float tile_a[STAGES][TILE_ELEMENTS];
static __shared float tile_b[STAGES][TILE_ELEMENTS];
static __shared float tile_c[STAGES][TILE_ELEMENTS];

static void wait_for(run_t run) {
    neutrino_invoke(0, DEPS(run), SYNC | ONE_WARP | IMMEDIATE);
}

/* The warps of a core share the elements of a tile; every lane takes the same number. */
static void load_tiles(const float *a, const float *b, uint32_t stage, uint32_t lane) {
    for (uint32_t i = 0; i < TILE_ELEMENTS / LANES; i++) {
        uint32_t element = i * LANES + lane;
        uint32_t row = element / TILE, column = element % TILE;
        tile_a[stage][element] = problem.scale * a[row * problem.k + column];
        tile_b[stage][element] = b[row * problem.n + column];
    }
}

static void preprocess(uint32_t lane) {
    uint32_t matmuls = 0, tiles = 0;
    for (uint32_t m = 0; m < problem.m; m += TILE)
        for (uint32_t n = 0; n < problem.n; n += TILE) {
            tiles++;
            for (uint32_t k = 0; k < problem.k; k += TILE) {
                uint32_t stage = matmuls++ % STAGES;
                run_t loaded =
                    neutrino_invoke(tiles_loaded, NO_DEPS, ASYNC | PREPROCESS_WARPS | MANUAL);
                /* The stage is free when the matmul that read it last is done. */
                if (matmuls > STAGES)
                    wait_for(task_run(matmul_task, matmuls - STAGES));
                load_tiles(&problem.a[m * problem.k + k], &problem.b[k * problem.n + n], stage,
                           lane);
                neutrino_complete(loaded, PREPROCESS_WARPS);

                /* One warp kicks the matmul off for all and does not wait for it. */
                if (muon_warp_id() == 0) {
                    uint32_t out = (tiles - 1) % STAGES;
                    run_t stored = tiles > STAGES ? tile_stored(tiles - STAGES) : 0;
                    neutrino_payload(
                        (matmul_args_t){tile_a[stage], tile_b[stage], tile_c[out], k != 0});
                    neutrino_invoke(matmul_task, DEPS(loaded, stored),
                                    ASYNC | SINGLE_THREAD | SIGNAL);
                }
            }
        }
}

static void store_tile(float *c, const float *bias, uint32_t stage, uint32_t lane) {
    for (uint32_t i = 0; i < TILE_ELEMENTS / LANES; i++) {
        uint32_t element = i * LANES + lane;
        uint32_t row = element / TILE, column = element % TILE;
        float sum = tile_c[stage][element] + bias[column];
        c[row * problem.n + column] = __builtin_fmaxf(sum, 0.0f);
    }
}

static void postprocess(uint32_t lane) {
    uint32_t tiles = 0;
    for (uint32_t m = 0; m < problem.m; m += TILE)
        for (uint32_t n = 0; n < problem.n; n += TILE) {
            uint32_t stage = tiles++ % STAGES;
            wait_for(task_run(matmul_task, tiles * (problem.k / TILE)));
            store_tile(&problem.c[m * problem.n + n], &problem.bias[n], stage, lane);
            neutrino_invoke(tile_stored, NO_DEPS, ASYNC | POSTPROCESS_WARPS | IMMEDIATE);
        }
}

int main(void) {
    uint32_t lane = muon_warp_id() * __MUON_LANES__ + muon_lane_id();
    if (muon_core_id() == 0)
        preprocess(lane);
    else if (muon_core_id() == 1)
        postprocess(lane);
    return 0;
}
