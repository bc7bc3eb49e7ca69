#include <neutrino/kernel.h>

__kernel void scale(const int *in, int *out) {
    uint32_t i = tk_global_id(0);
    out[i] = in[i] * 3 + MORE;
}
