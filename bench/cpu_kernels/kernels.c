/* Kernels that cpu_kernels.c measures, with by_hand.c's tiles. */
#include "tiles.h"

#include <neutrino/kernel.h>

#define HERE()                                                                                     \
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

__kernel void saxpy(const float *x, float *y, float a) {
    uint32_t i = tk_global_id(0);
    y[i] = a * x[i] + y[i];
}

__kernel __kernel_size(ROW, 1, 1) void blur(const float *in, float *out, uint32_t width) {
    __local float row[ROW + 2 * RADIUS];
    uint32_t l = tk_local_id(0), x = tk_global_id(0), y = tk_global_id(1);
    const float *from = in + (size_t)y * width;
    row[RADIUS + l] = from[x];
    if (l < RADIUS) {
        uint32_t right = x + ROW;
        row[l] = x >= RADIUS ? from[x - RADIUS] : from[0];
        row[RADIUS + ROW + l] = right < width ? from[right] : from[width - 1];
    }
    HERE();
    float sum = 0;
    for (int i = 0; i <= 2 * RADIUS; i++)
        sum += row[l + i];
    out[(size_t)y * width + x] = sum / (2 * RADIUS + 1);
}

__kernel __kernel_size(TILE, TILE, 1) void product(const float *a, const float *b, float *c,
                                                   uint32_t n) {
    __local float left[TILE][TILE], right[TILE][TILE];
    uint32_t x = tk_local_id(0), y = tk_local_id(1);
    size_t column = tk_global_id(0), row = tk_global_id(1);
    float sum = 0;
    for (uint32_t k0 = 0; k0 < n; k0 += TILE) {
        left[y][x] = a[row * n + k0 + x];
        right[y][x] = b[(size_t)(k0 + y) * n + column];
        HERE();
        for (uint32_t k = 0; k < TILE; k++)
            sum += left[y][k] * right[k][x];
        HERE();
    }
    c[row * n + column] = sum;
}

__kernel void empty(float *y) {
}
