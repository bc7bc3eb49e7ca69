/* The transpose of a matrix. Reading rows and writing columns would scatter one of the two over
 * memory, so a tile goes through shared memory: it is read row by row and written row by row, and
 * only inside shared memory is it turned. Its rows are one word longer than they need to be, so
 * that a column, too, lies in different banks. */
#include "sample.h"

enum { ROWS = 149, COLUMNS = 211 };
float in[ROWS][COLUMNS], out[COLUMNS][ROWS];

#ifdef __MUON__

static __shared float tile[LANES][LANES + 1];

static void load_tile(uint32_t row, uint32_t column) {
    uint32_t lane = muon_lane_id();
    for (uint32_t r = warp_index(); r < LANES; r += WARP_COUNT)
        if (row + r < ROWS && column + lane < COLUMNS)
            tile[r][lane] = in[row + r][column + lane];
}

static void store_tile(uint32_t row, uint32_t column) {
    uint32_t lane = muon_lane_id();
    for (uint32_t r = warp_index(); r < LANES; r += WARP_COUNT)
        if (column + r < COLUMNS && row + lane < ROWS)
            out[column + r][row + lane] = tile[lane][r];
}

int main(void) {
    for (uint32_t row = 0; row < ROWS; row += LANES)
        for (uint32_t column = 0; column < COLUMNS; column += LANES) {
            load_tile(row, column);
            barrier();
            store_tile(row, column);
            barrier(); /* before the tile is loaded again */
        }
    return 0;
}

#else

int main(int argc, char **argv) {
    static float expected[COLUMNS][ROWS];
    sample_begin(argc, argv);
    sample_fill(in[0], ROWS * COLUMNS, -1, 1);
    for (uint32_t i = 0; i < ROWS; i++)
        for (uint32_t j = 0; j < COLUMNS; j++)
            expected[j][i] = in[i][j];
    SEND(in);
    sample_run();
    RECEIVE(out);
    sample_check_floats("out", out[0], expected[0], COLUMNS * ROWS, 0);
    return sample_end();
}

#endif
