/* gemm: C = A · B with tiles in shared memory. The cluster makes a tile of C at a time: a warp has
 * ROWS of its rows, a lane a column, whose sums it keeps in registers. For each LANES of the common
 * dimension the warps load a tile of A and one of B, which all of them then read many times.
 *
 * Elements beyond the matrices' edges are read as zeros, by selection rather than by a branch. */
#include "sample.h"

enum { M = 83, N = 101, K = 67 };
float a[M][K], b[K][N], c[M][N];

#ifdef __MUON__

enum { ROWS = 4, TILE_ROWS = WARP_COUNT * ROWS };

static __shared float tile_a[TILE_ROWS][LANES];
static __shared float tile_b[LANES][LANES];

static inline uint32_t min(uint32_t i, uint32_t j) {
    return i < j ? i : j;
}

static void load_tiles(uint32_t row, uint32_t column, uint32_t k) {
    uint32_t lane = muon_lane_id(), warp = warp_index();
    for (uint32_t r = 0; r < ROWS; r++) {
        float value = a[min(row + r, M - 1)][min(k + lane, K - 1)];
        tile_a[warp * ROWS + r][lane] = k + lane < K ? value : 0;
    }
    for (uint32_t r = warp; r < LANES; r += WARP_COUNT) {
        float value = b[min(k + r, K - 1)][min(column + lane, N - 1)];
        tile_b[r][lane] = k + r < K ? value : 0;
    }
}

static void multiply_tiles(float sums[ROWS]) {
    uint32_t lane = muon_lane_id(), warp = warp_index();
    for (uint32_t k = 0; k < LANES; k++) {
        float factor = tile_b[k][lane];
        for (uint32_t r = 0; r < ROWS; r++)
            sums[r] = fmaf(tile_a[warp * ROWS + r][k], factor, sums[r]);
    }
}

/* row: the warp's first; column: the tile's first. */
static void make_tile(uint32_t row, uint32_t column) {
    float sums[ROWS] = {0};
    for (uint32_t k = 0; k < K; k += LANES) {
        load_tiles(row, column, k);
        barrier();
        multiply_tiles(sums);
        barrier(); /* before the tiles are loaded again */
    }
    column += muon_lane_id();
    for (uint32_t r = 0; r < ROWS; r++)
        if (row + r < M && column < N)
            c[row + r][column] = sums[r];
}

int main(void) {
    for (uint32_t row = 0; row < M; row += TILE_ROWS)
        for (uint32_t column = 0; column < N; column += LANES)
            make_tile(row + warp_index() * ROWS, column);
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[M][N];
    sample_begin(argc, argv);
    sample_fill(a[0], M * K, -1, 1);
    sample_fill(b[0], K * N, -1, 1);
    for (uint32_t i = 0; i < M; i++)
        for (uint32_t j = 0; j < N; j++)
            for (uint32_t k = 0; k < K; k++)
                expected[i][j] = fmaf(a[i][k], b[k][j], expected[i][j]);
    SEND(a);
    SEND(b);
    sample_run();
    RECEIVE(c);
    sample_check_floats("c", c[0], expected[0], M * N, 0);
    return sample_end();
}

#endif
