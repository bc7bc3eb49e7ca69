/* What the kernel and the host agree on. */
#ifndef FILTER_H
#define FILTER_H

#include <stdint.h>

enum { MOST_STAGES = 8 };

/* A pixel becomes the sum of the 3 × 3 around it by these weights, plus bias, shifted to the right,
 * and then what is nearest to that of 0 to 255. Beyond an edge of the image are the pixels at the
 * edge. */
struct stage {
    int32_t weights[3][3];
    int32_t bias;
    uint32_t shift;
};

/* The stages one after another, each of what the one before has made. The two images are at these
 * addresses of global memory, row-major, a byte a pixel, and lie apart. */
struct filter {
    uint32_t width, height; /* any but 0 */
    uint32_t from, to;
    uint32_t count;
    struct stage stages[MOST_STAGES];
};

#endif
