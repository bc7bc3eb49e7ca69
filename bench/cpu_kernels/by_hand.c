/* The same as kernels.c by hand, compiled by gcc and by clang: NAME(x) is x with the compiler's
 * name. */
#include "tiles.h"

#include <stddef.h>
#include <stdint.h>

void NAME(saxpy)(uint32_t n, const float *restrict x, float *restrict y, float a);
void NAME(blur)(const float *restrict in, float *restrict out, uint32_t width, uint32_t height);
void NAME(product)(const float *restrict a, const float *restrict b, float *restrict c, uint32_t n,
                   uint32_t rows);

void NAME(saxpy)(uint32_t n, const float *restrict x, float *restrict y, float a) {
    for (uint32_t i = 0; i < n; i++)
        y[i] = a * x[i] + y[i];
}

static void blur_row(const float *restrict from, float *restrict to, uint32_t begin,
                     uint32_t width) {
    float row[ROW + 2 * RADIUS];
    for (uint32_t l = 0; l < ROW; l++)
        row[RADIUS + l] = from[begin + l];
    for (uint32_t l = 0; l < RADIUS; l++) {
        uint32_t right = begin + l + ROW;
        row[l] = begin + l >= RADIUS ? from[begin + l - RADIUS] : from[0];
        row[RADIUS + ROW + l] = right < width ? from[right] : from[width - 1];
    }
    for (uint32_t l = 0; l < ROW; l++) {
        float sum = 0;
        for (int i = 0; i <= 2 * RADIUS; i++)
            sum += row[l + i];
        to[begin + l] = sum / (2 * RADIUS + 1);
    }
}

void NAME(blur)(const float *restrict in, float *restrict out, uint32_t width, uint32_t height) {
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t begin = 0; begin < width; begin += ROW)
            blur_row(in + (size_t)y * width, out + (size_t)y * width, begin, width);
}

static void product_tile(const float *restrict a, const float *restrict b, float *restrict c,
                         size_t n, size_t row, size_t column) {
    float left[TILE][TILE], right[TILE][TILE], sum[TILE][TILE] = {{0}};
    for (size_t k0 = 0; k0 < n; k0 += TILE) {
        for (size_t y = 0; y < TILE; y++)
            for (size_t x = 0; x < TILE; x++) {
                left[y][x] = a[(row + y) * n + k0 + x];
                right[y][x] = b[(k0 + y) * n + column + x];
            }
        for (size_t y = 0; y < TILE; y++)
            for (size_t k = 0; k < TILE; k++)
                for (size_t x = 0; x < TILE; x++)
                    sum[y][x] += left[y][k] * right[k][x];
    }
    for (size_t y = 0; y < TILE; y++)
        for (size_t x = 0; x < TILE; x++)
            c[(row + y) * n + column + x] = sum[y][x];
}

void NAME(product)(const float *restrict a, const float *restrict b, float *restrict c, uint32_t n,
                   uint32_t rows) {
    for (size_t row = 0; row < rows; row += TILE)
        for (size_t column = 0; column < n; column += TILE)
            product_tile(a, b, c, n, row, column);
}
