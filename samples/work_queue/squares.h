/* What the kernel and the host agree on. */
#ifndef SQUARES_H
#define SQUARES_H

#include <stdbool.h>
#include <stdint.h>

/* The Mandelbrot set by squares: if all pixels of a square's border took the same number of steps,
 * so do those inside. Else it is parted into four, down to squares that are drawn pixel by pixel.
 */
enum { SIZE = 128, SMALLEST = 8, MOST_STEPS = 200 };

struct square {
    uint16_t x, y, size; /* a power of two; 0: there will be no more */
};

/* Kernel and host must round alike, so neither may fuse multiplications and additions. */
#pragma STDC FP_CONTRACT OFF

static inline uint32_t count_steps(uint32_t column, uint32_t row) {
    float cx = (float)column * (3.0f / SIZE) - 2.25f, cy = (float)row * (3.0f / SIZE) - 1.5f;
    float x = 0, y = 0;
    uint32_t count = 0;
    while (x * x + y * y <= 4 && count < MOST_STEPS) {
        float next = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = next;
        count++;
    }
    return count;
}

/* The pixels of a border are numbered along its four sides, 4 · (size - 1) in all. */
static inline uint32_t border_pixels(struct square square) {
    return 4u * (square.size - 1u);
}
static inline void border_pixel(struct square square, uint32_t i, uint32_t *column, uint32_t *row) {
    uint32_t side = i / (square.size - 1u), at = i % (square.size - 1u), last = square.size - 1u;
    *column = square.x + (side == 0 ? at : side == 1 ? last : side == 2 ? last - at : 0);
    *row = square.y + (side == 0 ? 0 : side == 1 ? at : side == 2 ? last : last - at);
}

/* One of its four parts. */
static inline struct square quarter(struct square square, uint32_t which) {
    uint16_t half = square.size / 2;
    return (struct square){(uint16_t)(square.x + which % 2 * half),
                           (uint16_t)(square.y + which / 2 * half), half};
}

#endif
