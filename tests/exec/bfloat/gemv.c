/* c = a · b, a row of a for each lane, so a is in columns; the vector in shared memory. */
#include "kernels.h"

half_t a[GEMV_ROWS * GEMV_COLUMNS], b[GEMV_COLUMNS], c[GEMV_ROWS];
__shared half_t vector[GEMV_COLUMNS];

int main(void) {
    unsigned lane = LANE_OF_ALL;
    for (unsigned i = lane; i < GEMV_COLUMNS; i += LANES_OF_ALL)
        vector[i] = b[i];
    muon_fence_shared();
    muon_barrier(0, __MUON_CORES__ * __MUON_WARPS__);
    for (unsigned row = lane; row < GEMV_ROWS; row += LANES_OF_ALL) {
        half_t sum = 0;
        for (unsigned k = 0; k < GEMV_COLUMNS; k++)
            sum += a[k * GEMV_ROWS + row] * vector[k];
        c[row] = sum;
    }
    return 0;
}
