/* Two products with one 64-bit constant, of which only the bits 32 to 47 are looked at. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];
int32_t factor[2] = {77777777, -123456789};

static void run(void) {
    int32_t a = factor[0] * (int32_t)THREAD, b = factor[1] + (int32_t)THREAD;
    int16_t x = (int16_t)high_product_signed(a, INT32_MIN);
    int16_t y = (int16_t)high_product_signed(b, INT32_MIN);
    result[0][THREAD] = mix(x > 100 ? 8u : 77u, (uint32_t)y);
}

RUN_LANES
