#include <neutrino/kernel.h>

float in[640 * 480], out[640 * 480];

__kernel void blur(const float *from, float *to, uint32_t width, __shared float *tile) {
    uint32_t at = tk_global_id(1) * width + tk_global_id(0);
    tile[tk_local_linear_id()] = from[at];
    to[at] = tile[tk_local_linear_id()];
}

int main(void) {
    return 0;
}
