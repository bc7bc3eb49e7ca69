/* Of each row e^(x - greatest) / sum. A row is a lane's, so they are in columns. */
#include "kernels.h"

half_t a[SOFTMAX_COLUMNS][SOFTMAX_ROWS], c[SOFTMAX_COLUMNS][SOFTMAX_ROWS];

int main(void) {
    for (unsigned row = LANE_OF_ALL; row < SOFTMAX_ROWS; row += LANES_OF_ALL) {
        half_t greatest = a[0][row], sum = 0;
        for (unsigned i = 1; i < SOFTMAX_COLUMNS; i++)
            greatest = __builtin_elementwise_max(greatest, a[i][row]);
        for (unsigned i = 0; i < SOFTMAX_COLUMNS; i++) {
            half_t power = __builtin_elementwise_exp((half_t)(a[i][row] - greatest));
            c[i][row] = power;
            sum += power;
        }
        half_t scale = (half_t)1 / sum;
        for (unsigned i = 0; i < SOFTMAX_COLUMNS; i++)
            c[i][row] *= scale;
    }
    return 0;
}
