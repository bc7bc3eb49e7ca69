/* c = a / (1 + e^-a) · b */
#include "kernels.h"

half_t a[SWIGLU_LENGTH], b[SWIGLU_LENGTH], c[SWIGLU_LENGTH];

int main(void) {
    for (unsigned i = LANE_OF_ALL; i < SWIGLU_LENGTH; i += LANES_OF_ALL) {
        half_t gate = a[i];
        c[i] = gate / ((half_t)1 + __builtin_elementwise_exp(-gate)) * b[i];
    }
    return 0;
}
